import KernelInterface

/// A depthwise 3×3 convolution that walks along the rows with the nine weights of some channels in registers.
///
/// Each column of inputs is loaded once and added to the sums of the output pixels whose windows hold it. Rows outside
/// the image are read from zeros, columns outside are left out.
struct SlidingWindow<Width: LaneWidth>: ActivatedLoop {
  let shape: ConvolutionShape
  let operands: ConvolutionOperands
  let rows: Range<Int>
  let channels: Int
  /// laneCount times 0
  let zeros: UnsafePointer<Float>

  /// How many output pixels of a row are computed for all channels before the next: few enough that a line of the
  /// first-level cache is still there when its next channels are read. Stride 1 with lanes as long as a line reads it
  /// once anyway, and loses at the ends of such parts of a row.
  private var columnsTogether: Int {
    #if AVX512
      shape.strideX == 2 ? 32 : shape.outputWidth
    #else
      shape.strideX == 2 ? 8 : 16
    #endif
  }

  func run<F: ActivationFunction>(_ activation: F) {
    var y = rows.lowerBound
    while y < rows.upperBound {
      let count = rowsTogether(y)
      var x = 0
      while x < shape.outputWidth {
        let end = min(x + columnsTogether, shape.outputWidth)
        var channel = 0
        while channel < channels {
          slide(y, count, x, end, max(0, min(channel, channels - laneCount)), activation)
          channel += laneCount
        }
        x = end
      }
      y += count
    }
  }

  @inline(__always)
  private func rowsTogether(_ y: Int) -> Int {
    #if AVX512
      shape.strideX == 1 && shape.strideY == 1 && y + 1 < rows.upperBound ? 2 : 1
    #else
      1  // Two rows of sums and the weights do not fit 16 registers.
    #endif
  }

  /// Output pixels (y, x ..< end) of some channels, and those below if `count` is 2.
  @inline(__always)
  private func slide<F: ActivationFunction>(
    _ y: Int, _ count: Int, _ x: Int, _ end: Int, _ channel: Int, _ activation: F
  ) {
    let weights = WindowWeights(shape, operands, channel: channel)
    if shape.strideX == 2 {
      slideByTwo(y, x, end, channel, weights, activation)
      return
    }
    #if AVX512
      if count == 2 {
        slidePair(y, x, end, channel, weights, activation)
        return
      }
    #endif
    slideByOne(y, x, end, channel, weights, activation)
  }

  #if AVX512
    /// Two output rows share the loads of the inputs between them.
    @inline(__always)
    private func slidePair<F: ActivationFunction>(
      _ y: Int, _ x: Int, _ end: Int, _ channel: Int, _ weights: WindowWeights, _ activation: F
    ) {
      let left = x - shape.padLeft
      var inputs = windowRows(y, max(left, 0), channel)
      var below = inputRow(y - shape.padTop + 3, max(left, 0), channel)
      var upper = OpenSums(weights)
      var lower = OpenSums(weights)
      for _ in max(left, 0)..<left + 2 {
        let column = inputs.next()
        _ = upper.add(column, weights)
        _ = lower.add((column.middle, column.bottom, below.next()), weights)
      }
      var upperTarget = outputRow(y, x, channel)
      var lowerTarget = outputRow(y + 1, x, channel)
      let inside = min(end, shape.inputWidth - 2 + shape.padLeft)
      for _ in x..<inside {
        let column = inputs.next()
        upperTarget.put(upper.add(column, weights), activation)
        lowerTarget.put(lower.add((column.middle, column.bottom, below.next()), weights), activation)
      }
      if inside < end {
        upperTarget.put(upper.first, activation)
        lowerTarget.put(lower.first, activation)
      }
    }
  #endif

  @inline(__always)
  private func slideByOne<F: ActivationFunction>(
    _ y: Int, _ x: Int, _ end: Int, _ channel: Int, _ weights: WindowWeights, _ activation: F
  ) {
    let left = x - shape.padLeft
    var inputs = windowRows(y, max(left, 0), channel)
    var sums = OpenSums(weights)
    for _ in max(left, 0)..<left + 2 { _ = sums.add(inputs.next(), weights) }
    var target = outputRow(y, x, channel)
    let inside = min(end, shape.inputWidth - 2 + shape.padLeft)
    for _ in x..<inside { target.put(sums.add(inputs.next(), weights), activation) }
    if inside < end { target.put(sums.first, activation) }
  }

  /// Stride 2: a window shares one column with the next.
  @inline(__always)
  private func slideByTwo<F: ActivationFunction>(
    _ y: Int, _ x: Int, _ end: Int, _ channel: Int, _ weights: WindowWeights, _ activation: F
  ) {
    let left = 2 * x - shape.padLeft
    var inputs = windowRows(y, max(left, 0), channel)
    var sum = weights.bias
    if left >= 0 { sum = weights.left.add(inputs.next(), to: sum) }
    var target = outputRow(y, x, channel)
    let inside = min(end, (shape.inputWidth - 1 + shape.padLeft) / 2)
    for _ in x..<inside {
      sum = weights.centre.add(inputs.next(), to: sum)
      let shared = inputs.next()
      target.put(weights.right.add(shared, to: sum), activation)
      sum = weights.left.add(shared, to: weights.bias)
    }
    if inside < end { target.put(weights.centre.add(inputs.next(), to: sum), activation) }
  }

  @inline(__always)
  private func windowRows(_ y: Int, _ inputX: Int, _ channel: Int) -> WindowRows {
    let top = y * shape.strideY - shape.padTop
    return WindowRows(
      top: inputRow(top, inputX, channel), middle: inputRow(top + 1, inputX, channel),
      bottom: inputRow(top + 2, inputX, channel))
  }

  @inline(__always)
  private func inputRow(_ y: Int, _ x: Int, _ channel: Int) -> InputRow {
    if y < 0 || y >= shape.inputHeight { return InputRow(pointer: zeros, step: 0) }
    let pixel = y * shape.inputWidth + x
    return InputRow(
      pointer: operands.input + pixel * shape.inputPixelStride + channel, step: shape.inputPixelStride)
  }

  @inline(__always)
  private func outputRow(_ y: Int, _ x: Int, _ channel: Int) -> OutputRow<Width> {
    let pixel = y * shape.outputWidth + x
    return OutputRow(
      pointer: operands.output + pixel * shape.outputPixelStride + channel, step: shape.outputPixelStride,
      residual: operands.residual.map { $0 + pixel * operands.residualPixelStride + channel },
      residualStep: operands.residualPixelStride, channel: channel, lanes: channels)
  }
}
