import KernelInterface

/// Panels of weights that are used together stay within this part of the second-level cache.
private let weightBytes = 512 * 1024

func convolution(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ pixels: Range<Int>) {
  let job = ConvolutionJob(shape, operands)
  let panels = panelCount(shape.outputChannels)
  let panelBytes = shape.depth * panelWidth * MemoryLayout<Float>.stride
  let group = max(1, min(panels, weightBytes / max(1, panelBytes)))
  var first = 0
  while first < panels {
    let end = min(first + group, panels)
    job.run(pixels.lowerBound, pixels.upperBound, firstPanel: first, endPanel: end)
    first = end
  }
  job.deallocate()
}

/// One call: walks over the pixels in tiles, and for each tile over the panels of a group.
private struct ConvolutionJob {
  let shape: ConvolutionShape
  let operands: ConvolutionOperands
  let indirection: Indirection
  let sums: UnsafeMutablePointer<Float>

  init(_ shape: ConvolutionShape, _ operands: ConvolutionOperands) {
    self.shape = shape
    self.operands = operands
    indirection = Indirection(shape, input: operands.input, rows: FullTile.count)
    let bytes = FullTile.count * panelWidth * MemoryLayout<Float>.stride
    sums = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).assumingMemoryBound(to: Float.self)
  }

  func deallocate() {
    indirection.deallocate()
    UnsafeMutableRawPointer(sums).deallocate()
  }

  func run(_ firstPixel: Int, _ endPixel: Int, firstPanel: Int, endPanel: Int) {
    var pixel = firstPixel
    while pixel < endPixel {
      let remaining = endPixel - pixel
      if remaining > HalfTile.count {
        run(FullTile.self, pixel, min(remaining, FullTile.count), firstPanel, endPanel)
        pixel += FullTile.count
      } else if remaining > 1 {
        run(HalfTile.self, pixel, remaining, firstPanel, endPanel)
        pixel += HalfTile.count
      } else {
        run(Row.self, pixel, 1, firstPanel, endPanel)
        pixel += 1
      }
    }
  }

  /// One tile of `count` valid pixels.
  @inline(__always)
  private func run<Rows: TileRows>(
    _ tile: Rows.Type, _ pixel: Int, _ count: Int, _ firstPanel: Int, _ endPanel: Int
  ) {
    indirection.fill(first: pixel, count: count, tileRows: Rows.count)
    for panel in firstPanel..<endPanel {
      let channel = panel * panelWidth
      multiplyTile(
        tile, pointers: indirection.pointers, segments: indirection.segments, length: indirection.length,
        weights: operands.packedWeights + channel * shape.depth, bias: operands.bias + channel, sums: sums)
      finish(pixel, count, channel)
    }
  }

  @inline(never)
  private func finish(_ pixel: Int, _ count: Int, _ channel: Int) {
    let epilogue = Epilogue(
      sums: sums, rows: count, channel: channel, channels: min(panelWidth, shape.outputChannels - channel),
      output: operands.output + pixel * shape.outputPixelStride + channel,
      outputStride: shape.outputPixelStride,
      residual: operands.residual.map { $0 + pixel * operands.residualPixelStride + channel },
      residualStride: operands.residualPixelStride)
    operands.activation.run(epilogue)
  }
}
