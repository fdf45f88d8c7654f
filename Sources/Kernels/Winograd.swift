import KernelInterface

let winogradKernels = WinogradKernels(
  blockTiles: blockPatches, packedCount: packedWinogradCount, pack: packWinograd, blockCount: winogradBlockCount,
  transform: transformPatches, multiply: multiplyPatches)

extension WinogradShape {
  @inline(__always)
  fileprivate var inputPanels: Int { panelCount(convolution.inputChannels) }

  /// Floats from one element of the patches in a block to the next: an odd number of panels, as powers of two would
  /// put all elements of a patch into the same set of the first-level cache.
  @inline(__always)
  fileprivate var elementStride: Int { (inputPanels * blockPatches | 1) * panelWidth }
}

/// A block is, for each element of the patch, for each panel of input channels, one panel for each tile.
func winogradBlockCount(_ shape: WinogradShape) -> Int { shape.size.elements * shape.elementStride }

func transformPatches(
  _ shape: WinogradShape, _ input: UnsafePointer<Float>, _ tiles: Range<Int>, _ panels: Range<Int>,
  _ block: UnsafeMutablePointer<Float>
) {
  let scratch = Scratch(panels: 2 * shape.size.elements)
  let loop = PatchTransform(
    shape: shape, input: input, block: block, patch: scratch.floats,
    columns: scratch.floats + shape.size.elements * panelWidth)
  for tile in tiles {
    for panel in panels {
      switch shape.size {
      case .two: loop.run(WinogradTwo.self, tile, tile - tiles.lowerBound, panel)
      case .four: loop.run(WinogradFour.self, tile, tile - tiles.lowerBound, panel)
      }
    }
  }
  scratch.deallocate()
}

private struct PatchTransform {
  let shape: WinogradShape
  let input: UnsafePointer<Float>
  let block: UnsafeMutablePointer<Float>
  /// One panel of a patch each: a copy with zeros outside the image, and the transformed columns.
  let patch, columns: UnsafeMutablePointer<Float>

  @inline(__always)
  func run<T: WinogradTransforms>(_: T.Type, _ tile: Int, _ row: Int, _ panel: Int) {
    let target = block + (panel * blockPatches + row) * panelWidth
    let convolution = shape.convolution
    let (image, y, x) = shape.origin(tile)
    let (top, left) = (y - convolution.padTop, x - convolution.padLeft)
    let pixel = (image * convolution.inputHeight + top) * convolution.inputWidth + left
    let source = input + pixel * convolution.inputPixelStride + panel * panelWidth
    let channels = min(panelWidth, convolution.inputChannels - panel * panelWidth)
    let isInside =
      top >= 0 && left >= 0 && top + T.patch <= convolution.inputHeight && left + T.patch <= convolution.inputWidth
    let rowStride = convolution.inputWidth * convolution.inputPixelStride
    if isInside, channels == panelWidth {
      transform(T.self, source, convolution.inputPixelStride, rowStride, target)
    } else {
      copy(T.self, source, rowStride, channels, top, left)
      transform(T.self, patch, panelWidth, T.patch * panelWidth, target)
    }
  }

  @inline(__always)
  private func transform<T: WinogradTransforms>(
    _: T.Type, _ source: UnsafePointer<Float>, _ pixelStride: Int, _ rowStride: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    for x in 0..<T.patch {
      T.transformInput(source + x * pixelStride, rowStride, columns + x * panelWidth, T.patch * panelWidth)
    }
    for y in 0..<T.patch {
      T.transformInput(
        columns + y * T.patch * panelWidth, panelWidth, target + y * T.patch * shape.elementStride,
        shape.elementStride)
    }
  }

  /// A patch that leaves the image, or the last channels where they are no whole panel.
  @inline(never)
  private func copy<T: WinogradTransforms>(
    _: T.Type, _ source: UnsafePointer<Float>, _ rowStride: Int, _ channels: Int, _ top: Int, _ left: Int
  ) {
    let convolution = shape.convolution
    for y in 0..<T.patch {
      for x in 0..<T.patch {
        let isInside =
          top + y >= 0 && top + y < convolution.inputHeight && left + x >= 0 && left + x < convolution.inputWidth
        let from = source + y * rowStride + x * convolution.inputPixelStride
        store(
          isInside ? load(from, count: channels) : Panel(repeating: 0), patch + (y * T.patch + x) * panelWidth)
      }
    }
  }
}

extension WinogradShape {
  /// The image of a tile, and the tile's first output pixel.
  @inline(__always)
  fileprivate func origin(_ tile: Int) -> (image: Int, y: Int, x: Int) {
    let row = tile / tilesAcross
    let image = row / tilesDown
    return (image, (row - image * tilesDown) * size.rawValue, (tile - row * tilesAcross) * size.rawValue)
  }
}

func multiplyPatches(
  _ shape: WinogradShape, _ operands: ConvolutionOperands, _ block: UnsafePointer<Float>, _ tiles: Range<Int>,
  _ panels: Range<Int>
) {
  let elements = shape.size.elements
  let channels = shape.convolution.inputChannels
  let scratch = Scratch(panels: elements * (tilePatches | 1) + elements)
  // Even parts, as a small tile at the end would wait for the latency of its few sums.
  let parts = (tiles.count + tilePatches - 1) / tilePatches
  for panel in panels {
    for part in 0..<parts {
      let row = tiles.count * part / parts
      let count = tiles.count * (part + 1) / parts - row
      let products = PatchProducts(
        patches: block + row * panelWidth, panelStride: blockPatches * panelWidth, elementStride: shape.elementStride,
        elements: elements, channels: channels,
        weights: operands.packedWeights + panel * elements * channels * panelWidth, sums: scratch.floats)
      let stride = products.multiply(rows: count)
      let output = PatchOutput(
        shape: shape, operands: operands, sums: scratch.floats, elementPanels: stride,
        firstTile: tiles.lowerBound + row,
        count: count, channel: panel * panelWidth, scratch: scratch.floats + elements * (tilePatches | 1) * panelWidth)
      operands.activation.run(output)
    }
  }
  scratch.deallocate()
}

/// What happens to the products of some tiles: transformed back, bias and residual added, activated, stored.
private struct PatchOutput: ActivatedLoop {
  let shape: WinogradShape
  let operands: ConvolutionOperands
  /// [element][row][lane]
  let sums: UnsafePointer<Float>
  let elementPanels: Int
  let firstTile, count, channel: Int
  /// The transformed columns of a patch, and after them the pixels of a row of the tile.
  let scratch: UnsafeMutablePointer<Float>

  @inline(__always)
  func run<F: ActivationFunction>(_ activation: F) {
    let channels = min(panelWidth, shape.convolution.outputChannels - channel)
    withConstant(channels) { channels in
      for row in 0..<count {
        switch shape.size {
        case .two: finish(WinogradTwo.self, row, channels, activation)
        case .four: finish(WinogradFour.self, row, channels, activation)
        }
      }
    }
  }

  @inline(__always)
  private func finish<T: WinogradTransforms, F: ActivationFunction>(
    _: T.Type, _ row: Int, _ channels: Int, _ activation: F
  ) {
    let elementStride = elementPanels * panelWidth
    for x in 0..<T.patch {
      T.transformOutput(
        sums + x * elementStride + row * panelWidth, T.patch * elementStride, scratch + x * panelWidth,
        T.patch * panelWidth)
    }
    let pixels = scratch + T.tile * T.patch * panelWidth
    let (image, top, left) = shape.origin(firstTile + row)
    let (height, width) = (shape.convolution.outputHeight, shape.convolution.outputWidth)
    let columns = min(T.tile, width - left)
    let bias = load(operands.bias + channel)
    for y in 0..<min(T.tile, height - top) {
      T.transformOutput(scratch + y * T.patch * panelWidth, panelWidth, pixels, panelWidth)
      let pixel = (image * height + top + y) * width + left
      let output = operands.output + pixel * shape.convolution.outputPixelStride + channel
      let residual = operands.residual.map { $0 + pixel * operands.residualPixelStride + channel }
      for x in 0..<columns {
        var value = load(pixels + x * panelWidth) + bias
        if let residual { value += load(residual + x * operands.residualPixelStride, count: channels) }
        store(activation(value, channel: channel), output + x * shape.convolution.outputPixelStride, count: channels)
      }
    }
  }
}

/// Working memory of one call.
private struct Scratch {
  let floats: UnsafeMutablePointer<Float>

  init(panels: Int) {
    let bytes = panels * panelWidth * MemoryLayout<Float>.stride
    floats = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
      to: Float.self, capacity: panels * panelWidth)
  }

  func deallocate() { UnsafeMutableRawPointer(floats).deallocate() }
}
