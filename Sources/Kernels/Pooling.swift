import KernelInterface

func maxPool(
  _ shape: ConvolutionShape, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ rows: Range<Int>
) {
  for y in rows.lowerBound..<rows.upperBound {
    for x in 0..<shape.outputWidth {
      let window = PoolWindow(shape, y: y, x: x)
      window.reduce(shape, input, output, start: -.infinity, scale: 1) { maximum($0, $1) }
    }
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
