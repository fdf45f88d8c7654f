/// Inputs anywhere in memory: segments × tileRows pointers, all rows of a segment together.
struct PointedInputs {
  let pointers: UnsafePointer<UnsafePointer<Float>>
  let tileRows: Int
}

/// One row of the tile with a pointer of its own.
struct Row: TileRows {
  private var sum: Panel
  private var input: UnsafePointer<Float>?

  @inline(__always)
  static var count: Int { 1 }

  @inline(__always)
  init(bias: Panel) { sum = bias }

  @inline(__always)
  mutating func point(to inputs: PointedInputs, segment: Int, row: Int) {
    input = inputs.pointers[segment * inputs.tileRows + row]
  }

  @inline(__always)
  mutating func accumulate(_ k: Int, _ weights: Panel) {
    sum = multiplyAdd(Panel(repeating: input.unsafelyUnwrapped[k]), weights, sum)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) { store(sum, sums) }

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ output: TileOutput, residual: UnsafePointer<Float>?, row: Int
  ) {
    output.put(sum, activation, residual, row)
  }
}

typealias Rows2 = Join<Row, Row>
typealias Rows3 = Join<Rows2, Row>
typealias Rows4 = Join<Rows2, Rows2>
typealias Rows6 = Join<Rows3, Rows3>
typealias Rows7 = Join<Rows4, Rows3>
typealias Rows14 = Join<Rows7, Rows7>
