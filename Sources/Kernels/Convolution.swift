import KernelInterface

/// Panels of weights that are used together stay within this part of the second-level cache.
private let weightBytes = 512 * 1024

func convolution(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ pixels: Range<Int>) {
  let job = ConvolutionJob(shape.flattened, operands, pixels)
  operands.activation.run(job)
  job.deallocate()
}

extension ConvolutionShape {
  /// A pointwise convolution has no need of rows: all pixels become one.
  fileprivate var flattened: ConvolutionShape {
    guard
      taps == 1, strideX == 1, strideY == 1, padTop == 0, padLeft == 0, inputWidth == outputWidth,
      inputHeight == outputHeight
    else { return self }
    var flat = self
    flat.inputWidth = inputHeight * inputWidth
    flat.outputWidth = flat.inputWidth
    flat.inputHeight = 1
    flat.outputHeight = 1
    return flat
  }
}

/// One call: walks over the pixels in tiles, and for each tile over the panels of a group.
private struct ConvolutionJob: ActivatedLoop {
  let shape: ConvolutionShape
  let operands: ConvolutionOperands
  let pixels: Range<Int>
  let indirection: Indirection
  let sums: UnsafeMutablePointer<Float>

  init(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ pixels: Range<Int>) {
    self.shape = shape
    self.operands = operands
    self.pixels = pixels
    indirection = Indirection(shape, input: operands.input, rows: FullTile.count)
    let bytes = FullTile.count * panelWidth * MemoryLayout<Float>.stride
    sums = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).assumingMemoryBound(to: Float.self)
  }

  func deallocate() {
    indirection.deallocate()
    UnsafeMutableRawPointer(sums).deallocate()
  }

  func run<F: ActivationFunction>(_ activation: F) {
    let panels = panelCount(shape.outputChannels)
    let panelBytes = shape.depth * panelWidth * MemoryLayout<Float>.stride
    // Where every tile copies its inputs, more panels should share a copy.
    let bytes = indirection.collides ? 8 * weightBytes : weightBytes
    let group = max(1, min(panels, bytes / max(1, panelBytes)))
    var first = 0
    while first < panels {
      let end = min(first + group, panels)
      run(first, end, activation)
      first = end
    }
  }

  @inline(__always)
  private func run<F: ActivationFunction>(_ firstPanel: Int, _ endPanel: Int, _ activation: F) {
    var pixel = pixels.lowerBound
    while pixel < pixels.upperBound {
      let remaining = indirection.wholeRows ? untilBorder(pixel) : pixels.upperBound - pixel
      if remaining >= EvenTile.count, let inputs = indirection.evenInputs(first: pixel, count: EvenTile.count) {
        multiply(EvenTile.self, inputs, pixel, EvenTile.count, firstPanel, endPanel, activation)
        pixel += EvenTile.count
      } else if remaining > HalfTile.count {
        let count = min(remaining, FullTile.count)
        let inputs = indirection.fill(first: pixel, count: count, tileRows: FullTile.count)
        multiply(FullTile.self, inputs, pixel, count, firstPanel, endPanel, activation)
        pixel += count
      } else if remaining > 1 {
        let inputs = indirection.fill(first: pixel, count: remaining, tileRows: HalfTile.count)
        multiply(HalfTile.self, inputs, pixel, remaining, firstPanel, endPanel, activation)
        pixel += remaining
      } else {
        let inputs = indirection.fill(first: pixel, count: 1, tileRows: 1)
        multiply(Row.self, inputs, pixel, 1, firstPanel, endPanel, activation)
        pixel += 1
      }
    }
  }

  /// Pixels from this one on that are inside of their row like it, or at its border like it.
  ///
  /// Tiles that keep to one side can share their pointers; windows that leave the image cost a copy each.
  @inline(__always)
  private func untilBorder(_ pixel: Int) -> Int {
    let x = pixel % shape.outputWidth
    let inside = indirection.insideColumns
    let end = x < inside.lowerBound ? inside.lowerBound : x < inside.upperBound ? inside.upperBound : shape.outputWidth
    return min(end - x, pixels.upperBound - pixel)
  }

  /// One tile of `count` valid pixels.
  @inline(__always)
  private func multiply<Rows: TileRows, F: ActivationFunction>(
    _: Rows.Type, _ inputs: Rows.Inputs, _ pixel: Int, _ count: Int, _ firstPanel: Int, _ endPanel: Int,
    _ activation: F
  ) {
    for panel in firstPanel..<endPanel {
      let channel = panel * panelWidth
      let rows = multiplyTile(
        Rows.self, inputs, segments: indirection.segments, length: indirection.length,
        weights: operands.packedWeights + channel * shape.depth, bias: operands.bias + channel)
      let output = TileOutput(shape, operands, pixel: pixel, channel: channel)
      let channels = shape.outputChannels - channel
      if count < Rows.count || channels < panelWidth {
        rows.write(to: sums)
        finishPart(output, count, min(channels, panelWidth))
      } else if let residual = output.residual {
        rows.finish(activation, output, residual: residual, row: 0)
      } else {
        rows.finish(activation, output, residual: nil, row: 0)
      }
    }
  }

  @inline(never)
  private func finishPart(_ output: TileOutput, _ count: Int, _ channels: Int) {
    operands.activation.run(PartialEpilogue(sums: sums, output: output, rows: count, channels: channels))
  }
}
