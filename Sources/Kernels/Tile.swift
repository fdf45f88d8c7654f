// The register tile: some output pixels × one panel of output channels, summed over a whole window in registers.
//
// A tile is put together from single rows as a type (`Join<Row, Row>` has two), so that the compiler sees every
// accumulator and every row pointer as a variable of its own and keeps all of them in registers.

/// Some output pixels and their sums.
protocol TileRows {
  static var count: Int { get }

  /// All sums start with the bias.
  init(bias: Panel)

  /// Reads the next inputs from `pointers`, one for each row.
  mutating func point(to pointers: UnsafePointer<UnsafePointer<Float>>)

  /// sum[row] += input[row][k] · weights
  mutating func accumulate(_ k: Int, _ weights: Panel)

  /// One panel after another.
  func write(to sums: UnsafeMutablePointer<Float>)
}

struct Row: TileRows {
  private var sum: Panel
  private var input: UnsafePointer<Float>?

  @inline(__always)
  static var count: Int { 1 }

  @inline(__always)
  init(bias: Panel) { sum = bias }

  @inline(__always)
  mutating func point(to pointers: UnsafePointer<UnsafePointer<Float>>) { input = pointers[0] }

  @inline(__always)
  mutating func accumulate(_ k: Int, _ weights: Panel) {
    sum = multiplyAdd(Panel(repeating: input.unsafelyUnwrapped[k]), weights, sum)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) { store(sum, sums) }
}

struct Join<Top: TileRows, Bottom: TileRows>: TileRows {
  private var top: Top
  private var bottom: Bottom

  @inline(__always)
  static var count: Int { Top.count + Bottom.count }

  @inline(__always)
  init(bias: Panel) {
    top = Top(bias: bias)
    bottom = Bottom(bias: bias)
  }

  @inline(__always)
  mutating func point(to pointers: UnsafePointer<UnsafePointer<Float>>) {
    top.point(to: pointers)
    bottom.point(to: pointers + Top.count)
  }

  @inline(__always)
  mutating func accumulate(_ k: Int, _ weights: Panel) {
    top.accumulate(k, weights)
    bottom.accumulate(k, weights)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) {
    top.write(to: sums)
    bottom.write(to: sums + Top.count * panelWidth)
  }
}

typealias Rows2 = Join<Row, Row>
typealias Rows3 = Join<Rows2, Row>
typealias Rows4 = Join<Rows2, Rows2>
typealias Rows6 = Join<Rows3, Rows3>
typealias Rows7 = Join<Rows4, Rows3>
typealias Rows14 = Join<Rows7, Rows7>

// The largest tile whose sums, row pointers and weights fit the registers of the instruction set, and its half.
// 14 also divides the sides of common feature maps (112, 56, 28, 14).
#if AVX512
  typealias FullTile = Rows14
  typealias HalfTile = Rows7
#elseif FMA
  typealias FullTile = Rows6
  typealias HalfTile = Rows3
#else
  typealias FullTile = Rows4
  typealias HalfTile = Rows2
#endif

/// Sums `segments` runs of `length` products for the tile's rows.
///
/// - Parameters:
///   - pointers: segments × rows pointers to `length` floats each, all rows of a segment together.
///   - weights: segments × length panels.
///   - sums: receives rows × panelWidth floats.
@inline(__always)
func multiplyTile<Rows: TileRows>(
  _: Rows.Type, pointers: UnsafePointer<UnsafePointer<Float>>, segments: Int, length: Int,
  weights: UnsafePointer<Float>, bias: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>
) {
  var rows = Rows(bias: load(bias))
  var pointers = pointers
  var weights = weights
  var remaining = segments
  while remaining > 0 {
    rows.point(to: pointers)
    var k = 0
    while k < length {
      rows.accumulate(k, load(weights))
      weights += panelWidth
      k += 1
    }
    pointers += Rows.count
    remaining -= 1
  }
  rows.write(to: sums)
}
