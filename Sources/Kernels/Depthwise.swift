import KernelInterface

/// Output rows of a depthwise convolution.
func depthwise(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ rows: Range<Int>) {
  let reach = SlidingReach(shape, operands, rows)
  if reach.channels > 0, reach.endRow > rows.lowerBound {
    slide(shape, operands, rows.lowerBound..<reach.endRow, channels: reach.channels)
  }
  if reach.channels < shape.outputChannels { tapByTap(shape, operands, rows, firstChannel: reach.channels) }
  if reach.endRow < rows.upperBound { tapByTap(shape, operands, reach.endRow..<rows.upperBound, firstChannel: 0) }
}

private func slide(
  _ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ rows: Range<Int>, channels: Int
) {
  let zeros = UnsafeMutablePointer<Float>.allocate(capacity: laneCount)
  for lane in 0..<laneCount { zeros[lane] = 0 }
  if channels < laneCount {
    operands.activation.run(
      SlidingWindow<PartialLanes>(shape: shape, operands: operands, rows: rows, channels: channels, zeros: zeros))
  } else {
    operands.activation.run(
      SlidingWindow<WholeLanes>(shape: shape, operands: operands, rows: rows, channels: channels, zeros: zeros))
  }
  zeros.deallocate()
}

private func tapByTap(
  _ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ rows: Range<Int>, firstChannel: Int
) {
  let offsets = UnsafeMutablePointer<Int>.allocate(capacity: shape.taps)
  for tap in 0..<shape.taps {
    let y = tap / shape.kernelWidth * shape.dilationY
    let x = tap % shape.kernelWidth * shape.dilationX
    offsets[tap] = (y * shape.inputWidth + x) * shape.inputPixelStride
  }
  let loop = DepthwiseLoop(
    shape: shape, operands: operands, firstRow: rows.lowerBound, endRow: rows.upperBound, firstChannel: firstChannel,
    offsets: offsets)
  operands.activation.run(loop)
  offsets.deallocate()
}

private struct DepthwiseLoop: ActivatedLoop {
  let shape: ConvolutionShape
  let operands: ConvolutionOperands
  let firstRow, endRow, firstChannel: Int
  /// From the window's origin to each tap, in floats.
  let offsets: UnsafePointer<Int>

  /// Neighbouring pixels share each load of a tap's weights, where their windows do not cross the sides.
  func run<F: ActivationFunction>(_ activation: F) {
    let lastLeft = shape.inputWidth - 1 - (shape.kernelWidth - 1) * shape.dilationX
    let firstInside = (shape.padLeft + shape.strideX - 1) / shape.strideX
    let endInside = lastLeft < 0 ? 0 : min(shape.outputWidth, (lastLeft + shape.padLeft) / shape.strideX + 1)
    // Computing a pixel twice does no harm, unless its residual lies where the output goes.
    let mayRepeat = operands.residual == nil
    for y in firstRow..<endRow {
      let rows = TapRange(
        origin: y * shape.strideY - shape.padTop, dilation: shape.dilationY, taps: shape.kernelHeight,
        size: shape.inputHeight)
      var x = 0
      while x < shape.outputWidth {
        let inside = x < firstInside ? 0 : endInside - x
        if inside >= WidePixels.count {
          pixels(WidePixels.self, y, x, rows, nil, activation)
          x += WidePixels.count
        } else if inside > 1, mayRepeat, endInside - firstInside >= WidePixels.count {
          pixels(WidePixels.self, y, endInside - WidePixels.count, rows, nil, activation)
          x = endInside
        } else if inside >= NarrowPixels.count {
          pixels(NarrowPixels.self, y, x, rows, nil, activation)
          x += NarrowPixels.count
        } else {
          let columns = TapRange(
            origin: x * shape.strideX - shape.padLeft, dilation: shape.dilationX, taps: shape.kernelWidth,
            size: shape.inputWidth)
          pixels(Pixel.self, y, x, rows, columns, activation)
          x += 1
        }
      }
    }
  }

  /// All channels of the pixels from (y, x) on, summed over some rows and columns (nil: all) of the window.
  @inline(__always)
  private func pixels<Sums: PixelSums, F: ActivationFunction>(
    _: Sums.Type, _ y: Int, _ x: Int, _ rows: TapRange, _ columns: TapRange?, _ activation: F
  ) {
    let top = y * shape.strideY - shape.padTop
    let left = x * shape.strideX - shape.padLeft
    let window = operands.input + (top * shape.inputWidth + left) * shape.inputPixelStride
    let pixel = y * shape.outputWidth + x
    let output = operands.output + pixel * shape.outputPixelStride
    let residual = operands.residual.map { $0 + pixel * operands.residualPixelStride }
    var channel = firstChannel
    while channel < shape.outputChannels {
      withConstant(min(panelWidth, shape.outputChannels - channel)) { count in
        var sums = Sums(
          bias: load(operands.bias + channel), input: window + channel, step: shape.strideX * shape.inputPixelStride)
        if let columns {
          for row in rows.first..<rows.end {
            let first = row * shape.kernelWidth
            accumulate(&sums, channel, count, from: first + columns.first, to: first + columns.end)
          }
        } else {
          accumulate(&sums, channel, count, from: rows.first * shape.kernelWidth, to: rows.end * shape.kernelWidth)
        }
        if let residual { sums.add(residual + channel, operands.residualPixelStride, count) }
        sums.finish(activation, channel, count, output + channel, shape.outputPixelStride)
      }
      channel += panelWidth
    }
  }

  @inline(__always)
  private func accumulate<Sums: PixelSums>(
    _ sums: inout Sums, _ channel: Int, _ count: Int, from first: Int, to end: Int
  ) {
    let paddedChannels = panelCount(shape.outputChannels) * panelWidth
    var weights = operands.packedWeights + first * paddedChannels + channel
    var tap = first
    while tap < end {
      sums.accumulate(offsets[tap], load(weights), count)
      weights += paddedChannels
      tap += 1
    }
  }
}

#if AVX512
  private typealias WidePixels = Neighbours<Neighbours<Neighbours<Pixel>>>
#else
  private typealias WidePixels = Neighbours<Neighbours<Pixel>>
#endif
private typealias NarrowPixels = Neighbours<Pixel>

/// The taps of a window that lie inside the image along one axis.
struct TapRange {
  let first, end: Int

  @inline(__always)
  init(origin: Int, dilation: Int, taps: Int, size: Int) {
    let first = origin >= 0 ? 0 : min(taps, (dilation - 1 - origin) / dilation)
    let last = size - 1 - origin
    let end = last < 0 ? first : max(first, min(taps, last / dilation + 1))
    self.first = first
    self.end = end
  }
}

/// The sums of neighbouring output pixels over one panel of channels; steps are floats from one pixel to the next.
private protocol PixelSums {
  static var count: Int { get }
  init(bias: Panel, input: UnsafePointer<Float>, step: Int)
  mutating func accumulate(_ offset: Int, _ weights: Panel, _ count: Int)
  mutating func add(_ residual: UnsafePointer<Float>, _ step: Int, _ count: Int)
  func finish<F: ActivationFunction>(
    _ activation: F, _ channel: Int, _ count: Int, _ output: UnsafeMutablePointer<Float>, _ step: Int)
}

private struct Pixel: PixelSums {
  private var sum: Panel
  private let input: UnsafePointer<Float>

  @inline(__always)
  static var count: Int { 1 }

  @inline(__always)
  init(bias: Panel, input: UnsafePointer<Float>, step: Int) {
    sum = bias
    self.input = input
  }

  @inline(__always)
  mutating func accumulate(_ offset: Int, _ weights: Panel, _ count: Int) {
    sum = multiplyAdd(load(input + offset, count: count), weights, sum)
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
  init(bias: Panel, input: UnsafePointer<Float>, step: Int) {
    left = Half(bias: bias, input: input, step: step)
    right = Half(bias: bias, input: input + Half.count * step, step: step)
  }

  @inline(__always)
  mutating func accumulate(_ offset: Int, _ weights: Panel, _ count: Int) {
    left.accumulate(offset, weights, count)
    right.accumulate(offset, weights, count)
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
