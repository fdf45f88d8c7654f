import KernelInterface

func maxPool(
  _ shape: ConvolutionShape, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ rows: Range<Int>
) {
  for y in rows.lowerBound..<rows.upperBound {
    let inside = isPairPool(shape, y) ? min(shape.outputWidth, shape.inputWidth / 2) : 0
    maxOfPairs(shape, input, output, y, inside)
    for x in inside..<shape.outputWidth {
      let window = PoolWindow(shape, y: y, x: x)
      window.reduce(shape, input, output, start: -.infinity, scale: 1) { maximum($0, $1) }
    }
  }
}

/// Whether the windows of output row `y` are pairs of pixels in two rows that exist.
private func isPairPool(_ shape: ConvolutionShape, _ y: Int) -> Bool {
  shape.kernelHeight == 2 && shape.kernelWidth == 2 && shape.strideX == 2 && shape.dilationX == 1
    && shape.dilationY == 1 && shape.padTop == 0 && shape.padLeft == 0 && y * shape.strideY + 1 < shape.inputHeight
}

/// The first `count` pixels of an output row of a 2×2 max pool.
private func maxOfPairs(
  _ shape: ConvolutionShape, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ y: Int,
  _ count: Int
) {
  let step = shape.inputPixelStride
  let rowLength = shape.inputWidth * step
  var upper = input + y * shape.strideY * rowLength
  var target = output + y * shape.outputWidth * shape.outputPixelStride
  for _ in 0..<count {
    let lower = upper + rowLength
    var channel = 0
    while channel < shape.outputChannels {
      withConstant(min(panelWidth, shape.outputChannels - channel)) { lanes in
        let above = maximum(load(upper + channel, count: lanes), load(upper + channel + step, count: lanes))
        let below = maximum(load(lower + channel, count: lanes), load(lower + channel + step, count: lanes))
        store(maximum(above, below), target + channel, count: lanes)
      }
      channel += panelWidth
    }
    upper += 2 * step
    target += shape.outputPixelStride
  }
}

func averagePool(
  _ shape: ConvolutionShape, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  _ rows: Range<Int>, _ countPadding: Bool
) {
  for y in rows.lowerBound..<rows.upperBound {
    for x in 0..<shape.outputWidth {
      let window = PoolWindow(shape, y: y, x: x)
      let count = countPadding ? shape.taps : max(1, window.count)
      window.reduce(shape, input, output, start: 0, scale: 1 / Float(count)) { $0 + $1 }
    }
  }
}

/// The taps of an output pixel's window that lie inside the image.
private struct PoolWindow {
  let rows, columns: TapRange
  let inputOffset, outputOffset: Int

  @inline(__always)
  var count: Int { (rows.end - rows.first) * (columns.end - columns.first) }

  @inline(__always)
  init(_ shape: ConvolutionShape, y: Int, x: Int) {
    let top = y * shape.strideY - shape.padTop
    let left = x * shape.strideX - shape.padLeft
    rows = TapRange(origin: top, dilation: shape.dilationY, taps: shape.kernelHeight, size: shape.inputHeight)
    columns = TapRange(origin: left, dilation: shape.dilationX, taps: shape.kernelWidth, size: shape.inputWidth)
    inputOffset = (top * shape.inputWidth + left) * shape.inputPixelStride
    outputOffset = (y * shape.outputWidth + x) * shape.outputPixelStride
  }

  /// output = scale · (start ∘ tap ∘ tap …) for every channel.
  @inline(__always)
  func reduce(
    _ shape: ConvolutionShape, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    start: Float, scale: Float, _ combine: (Panel, Panel) -> Panel
  ) {
    let rowStep = shape.dilationY * shape.inputWidth * shape.inputPixelStride
    let columnStep = shape.dilationX * shape.inputPixelStride
    var channel = 0
    while channel < shape.outputChannels {
      let count = min(panelWidth, shape.outputChannels - channel)
      var result = Panel(repeating: start)
      for row in rows.first..<rows.end {
        for column in columns.first..<columns.end {
          let tap = input + inputOffset + row * rowStep + column * columnStep + channel
          result = combine(result, load(tap, count: count))
        }
      }
      store(result * scale, output + outputOffset + channel, count: count)
      channel += panelWidth
    }
  }
}
