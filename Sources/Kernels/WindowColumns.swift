import KernelInterface

// What the sliding window holds while it walks: inputs column by column, weights, open sums, and where results go.

/// The inputs, or weights, of one column of the window.
typealias Column = (top: Lanes, middle: Lanes, bottom: Lanes)

struct ColumnWeights {
  let top, middle, bottom: Lanes

  @inline(__always)
  init(_ weights: UnsafePointer<Float>, row: Int) {
    top = loadLanes(weights)
    middle = loadLanes(weights + row)
    bottom = loadLanes(weights + 2 * row)
  }

  @inline(__always)
  func add(_ column: Column, to sum: Lanes) -> Lanes {
    multiplyAddLanes(
      column.bottom, bottom, multiplyAddLanes(column.middle, middle, multiplyAddLanes(column.top, top, sum)))
  }
}

struct WindowWeights {
  let left, centre, right: ColumnWeights
  let bias: Lanes

  @inline(__always)
  init(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, channel: Int) {
    let tap = panelCount(shape.outputChannels) * panelWidth
    let weights = operands.packedWeights + channel
    left = ColumnWeights(weights, row: 3 * tap)
    centre = ColumnWeights(weights + tap, row: 3 * tap)
    right = ColumnWeights(weights + 2 * tap, row: 3 * tap)
    bias = loadLanes(operands.bias + channel)
  }
}

/// Stride 1: the sums of the two output pixels whose windows have been entered and not left.
struct OpenSums {
  private(set) var first: Lanes
  private var second: Lanes

  @inline(__always)
  init(_ weights: WindowWeights) {
    first = weights.bias
    second = weights.bias
  }

  /// Returns the sum that the column completes.
  @inline(__always)
  mutating func add(_ column: Column, _ weights: WindowWeights) -> Lanes {
    let complete = weights.right.add(column, to: first)
    first = weights.centre.add(column, to: second)
    second = weights.left.add(column, to: weights.bias)
    return complete
  }
}

struct WindowRows {
  var top, middle, bottom: InputRow

  @inline(__always)
  mutating func next() -> Column { (top.next(), middle.next(), bottom.next()) }
}

struct InputRow {
  var pointer: UnsafePointer<Float>
  /// Floats from one pixel to the next.
  let step: Int

  @inline(__always)
  mutating func next() -> Lanes {
    let lanes = loadLanes(pointer)
    pointer += step
    return lanes
  }
}

struct OutputRow<Width: LaneWidth> {
  var pointer: UnsafeMutablePointer<Float>
  let step: Int
  var residual: UnsafePointer<Float>?
  let residualStep: Int
  let channel: Int
  /// How many of the lanes exist, if not all.
  let lanes: Int

  @inline(__always)
  mutating func put<F: ActivationFunction>(_ sum: Lanes, _ activation: F) {
    var sum = sum
    if let added = residual {
      sum += loadLanes(added)
      residual = added + residualStep
    }
    let value = activation.lanes(sum, channel: channel)
    if Width.isWhole { storeLanes(value, pointer) } else { storeLanes(value, pointer, count: lanes) }
    pointer += step
  }
}
