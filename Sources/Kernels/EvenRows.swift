/// Inputs at a constant distance from row to row, as in a tile of neighbouring pixels whose windows lie inside the image.
struct EvenInputs {
  /// The window's origin for the first row.
  let origin: UnsafePointer<Float>
  /// Floats from one row to the next.
  let distance: Int
  /// From the origin to each segment.
  let offsets: UnsafePointer<Int>
}

/// Two rows of the tile that share a pointer.
struct EvenPair: TileRows {
  private var first, second: Panel
  private var input: UnsafePointer<Float>?
  private var distance = 0

  @inline(__always)
  static var count: Int { 2 }

  @inline(__always)
  init(bias: Panel) {
    first = bias
    second = bias
  }

  @inline(__always)
  mutating func point(to inputs: EvenInputs, segment: Int, row: Int) {
    distance = inputs.distance
    input = inputs.origin + inputs.offsets[segment] + row * distance
  }

  @inline(__always)
  mutating func accumulate(_ k: Int, _ weights: Panel) {
    let input = input.unsafelyUnwrapped + k
    first = multiplyAdd(Panel(repeating: input[0]), weights, first)
    second = multiplyAdd(Panel(repeating: input[distance]), weights, second)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) {
    store(first, sums)
    store(second, sums + panelWidth)
  }

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ output: TileOutput, residual: UnsafePointer<Float>?, row: Int
  ) {
    output.put(first, activation, residual, row)
    output.put(second, activation, residual, row + 1)
  }
}

/// Three: the processor's addresses reach once and twice the distance from a pointer.
struct EvenTrio: TileRows {
  private var first, second, third: Panel
  private var input: UnsafePointer<Float>?
  private var distance = 0

  @inline(__always)
  static var count: Int { 3 }

  @inline(__always)
  init(bias: Panel) {
    first = bias
    second = bias
    third = bias
  }

  @inline(__always)
  mutating func point(to inputs: EvenInputs, segment: Int, row: Int) {
    distance = inputs.distance
    input = inputs.origin + inputs.offsets[segment] + row * distance
  }

  @inline(__always)
  mutating func accumulate(_ k: Int, _ weights: Panel) {
    let input = input.unsafelyUnwrapped + k
    first = multiplyAdd(Panel(repeating: input[0]), weights, first)
    second = multiplyAdd(Panel(repeating: input[distance]), weights, second)
    third = multiplyAdd(Panel(repeating: input[2 * distance]), weights, third)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) {
    store(first, sums)
    store(second, sums + panelWidth)
    store(third, sums + 2 * panelWidth)
  }

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ output: TileOutput, residual: UnsafePointer<Float>?, row: Int
  ) {
    output.put(first, activation, residual, row)
    output.put(second, activation, residual, row + 1)
    output.put(third, activation, residual, row + 2)
  }
}

typealias Even4 = Join<EvenPair, EvenPair>
typealias Even6 = Join<EvenTrio, EvenTrio>
typealias Even14 = Join<Even6, Join<Even6, EvenPair>>
