import KernelInterface

/// Output rows of a depthwise convolution.
func depthwise(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ rows: Range<Int>) {
  let loop = DepthwiseLoop(
    shape: shape, operands: operands, firstRow: rows.lowerBound, endRow: rows.upperBound)
  operands.activation.run(loop)
}

private struct DepthwiseLoop: ActivatedLoop {
  let shape: ConvolutionShape
  let operands: ConvolutionOperands
  let firstRow, endRow: Int

  /// Four neighbouring pixels share each load of a tap's weights, where their windows do not cross the sides.
  func run<F: ActivationFunction>(_ activation: F) {
    for y in firstRow..<endRow {
      var x = 0
      while x < shape.outputWidth {
        if x + 3 < shape.outputWidth, isInside(x), isInside(x + 3) {
          pixels(Neighbours<Neighbours<Pixel>>.self, y, x, activation)
          x += 4
        } else {
          pixels(Pixel.self, y, x, activation)
          x += 1
        }
      }
    }
  }

  @inline(__always)
  private func isInside(_ x: Int) -> Bool {
    let left = x * shape.strideX - shape.padLeft
    return left >= 0 && left + (shape.kernelWidth - 1) * shape.dilationX < shape.inputWidth
  }

  /// All channels of the pixels from (y, x) on.
  @inline(__always)
  private func pixels<Sums: PixelSums, F: ActivationFunction>(_: Sums.Type, _ y: Int, _ x: Int, _ activation: F) {
    let window = DepthwiseWindow(shape, y: y, x: x)
    let pixel = y * shape.outputWidth + x
    let output = operands.output + pixel * shape.outputPixelStride
    let residual = operands.residual.map { $0 + pixel * operands.residualPixelStride }
    var channel = 0
    while channel < shape.outputChannels {
      let count = min(panelWidth, shape.outputChannels - channel)
      var sums = Sums(bias: load(operands.bias + channel))
      if count == panelWidth {
        window.accumulate(&sums, operands, channel, count: panelWidth)
      } else {
        window.accumulate(&sums, operands, channel, count: count)
      }
      if let residual { sums.add(residual + channel, operands.residualPixelStride, count) }
      sums.finish(activation, channel, count, output + channel, shape.outputPixelStride)
      channel += panelWidth
    }
  }
}

/// The taps of an output pixel's window that lie inside the image.
private struct DepthwiseWindow {
  let firstRow, endRow, firstColumn, endColumn: Int
  /// Offset of the window's first tap, inside or not, in floats.
  let origin: Int
  /// Floats from one tap to the one below, to the one at the right, and to the window of the next output pixel.
  let rowStep, columnStep, pixelStep: Int
  let kernelWidth, paddedChannels: Int

  @inline(__always)
  init(_ shape: ConvolutionShape, y: Int, x: Int) {
    let top = y * shape.strideY - shape.padTop
    let left = x * shape.strideX - shape.padLeft
    let vertical = TapRange(
      origin: top, dilation: shape.dilationY, taps: shape.kernelHeight, size: shape.inputHeight)
    let horizontal = TapRange(
      origin: left, dilation: shape.dilationX, taps: shape.kernelWidth, size: shape.inputWidth)
    firstRow = vertical.first
    endRow = vertical.end
    firstColumn = horizontal.first
    endColumn = horizontal.end
    origin = (top * shape.inputWidth + left) * shape.inputPixelStride
    rowStep = shape.dilationY * shape.inputWidth * shape.inputPixelStride
    columnStep = shape.dilationX * shape.inputPixelStride
    pixelStep = shape.strideX * shape.inputPixelStride
    kernelWidth = shape.kernelWidth
    paddedChannels = panelCount(shape.outputChannels) * panelWidth
  }

  @inline(__always)
  func accumulate<Sums: PixelSums>(
    _ sums: inout Sums, _ operands: ConvolutionOperands, _ channel: Int, count: Int
  ) {
    var row = firstRow
    while row < endRow {
      var input = operands.input + origin + row * rowStep + firstColumn * columnStep + channel
      var weights = operands.packedWeights + (row * kernelWidth + firstColumn) * paddedChannels + channel
      var remaining = endColumn - firstColumn
      while remaining > 0 {
        sums.accumulate(input, pixelStep, load(weights), count)
        input += columnStep
        weights += paddedChannels
        remaining -= 1
      }
      row += 1
    }
  }
}

/// The taps of a window that lie inside the image along one axis.
struct TapRange {
  let first, end: Int

  @inline(__always)
  init(origin: Int, dilation: Int, taps: Int, size: Int) {
    var first = 0
    while first < taps, origin + first * dilation < 0 { first += 1 }
    var end = taps
    while end > first, origin + (end - 1) * dilation >= size { end -= 1 }
    self.first = first
    self.end = end
  }
}

/// The sums of neighbouring output pixels over one panel of channels; steps are floats from one pixel to the next.
private protocol PixelSums {
  static var count: Int { get }
  init(bias: Panel)
  mutating func accumulate(_ input: UnsafePointer<Float>, _ step: Int, _ weights: Panel, _ count: Int)
  mutating func add(_ residual: UnsafePointer<Float>, _ step: Int, _ count: Int)
  func finish<F: ActivationFunction>(
    _ activation: F, _ channel: Int, _ count: Int, _ output: UnsafeMutablePointer<Float>, _ step: Int)
}

private struct Pixel: PixelSums {
  private var sum: Panel

  @inline(__always)
  static var count: Int { 1 }

  @inline(__always)
  init(bias: Panel) { sum = bias }

  @inline(__always)
  mutating func accumulate(_ input: UnsafePointer<Float>, _ step: Int, _ weights: Panel, _ count: Int) {
    sum = multiplyAdd(load(input, count: count), weights, sum)
  }

  @inline(__always)
  mutating func add(_ residual: UnsafePointer<Float>, _ step: Int, _ count: Int) {
    sum += load(residual, count: count)
  }

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ channel: Int, _ count: Int, _ output: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    store(activation(sum, channel: channel), output, count: count)
  }
}

private struct Neighbours<Half: PixelSums>: PixelSums {
  private var left: Half
  private var right: Half

  @inline(__always)
  static var count: Int { 2 * Half.count }

  @inline(__always)
  init(bias: Panel) {
    left = Half(bias: bias)
    right = Half(bias: bias)
  }

  @inline(__always)
  mutating func accumulate(_ input: UnsafePointer<Float>, _ step: Int, _ weights: Panel, _ count: Int) {
    left.accumulate(input, step, weights, count)
    right.accumulate(input + Half.count * step, step, weights, count)
  }

  @inline(__always)
  mutating func add(_ residual: UnsafePointer<Float>, _ step: Int, _ count: Int) {
    left.add(residual, step, count)
    right.add(residual + Half.count * step, step, count)
  }

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ channel: Int, _ count: Int, _ output: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    left.finish(activation, channel, count, output, step)
    right.finish(activation, channel, count, output + Half.count * step, step)
  }
}
