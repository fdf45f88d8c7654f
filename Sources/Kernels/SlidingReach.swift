import KernelInterface

/// What part of a depthwise convolution the sliding window can do: rows up to an end, and the first channels.
struct SlidingReach {
  let endRow, channels: Int

  init(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, _ rows: Range<Int>) {
    guard Self.fits(shape) else {
      (endRow, channels) = (rows.upperBound, 0)
      return
    }
    let count = shape.outputChannels
    if count >= laneCount {
      // The last lanes overlap those before them, which does no harm unless the residual lies where the output goes.
      (endRow, channels) = (rows.upperBound, operands.residual == nil ? count : count / panelWidth * panelWidth)
    } else if operands.residual == nil {
      (endRow, channels) = (Self.narrowEnd(shape, rows), count)
    } else {
      (endRow, channels) = (rows.upperBound, 0)
    }
  }

  /// The end of the rows that may load more channels than there are, because they stay within the input in doing so.
  private static func narrowEnd(_ shape: ConvolutionShape, _ rows: Range<Int>) -> Int {
    let surplus = laneCount - shape.outputChannels
    let rowLength = shape.inputWidth * shape.inputPixelStride
    let safeRows = shape.inputHeight - (surplus + rowLength - 1) / rowLength
    // The last of them reads up to row (end - 1) · strideY - padTop + 2.
    let end = (safeRows - 3 + shape.padTop) / shape.strideY + 1
    return safeRows < 3 ? rows.lowerBound : max(rows.lowerBound, min(rows.upperBound, end))
  }

  /// Whether the window has this size and at most one of its columns leaves the image at a time.
  private static func fits(_ shape: ConvolutionShape) -> Bool {
    let isWindow = shape.kernelHeight == 3 && shape.kernelWidth == 3 && shape.dilationY == 1 && shape.dilationX == 1
    let lastCentre = (shape.outputWidth - 1) * shape.strideX - shape.padLeft + 1
    return isWindow && (shape.strideX == 1 || shape.strideX == 2) && (0...1).contains(shape.padLeft)
      && shape.inputWidth >= 2 - shape.padLeft && shape.outputWidth > 0 && lastCentre < shape.inputWidth
  }
}
