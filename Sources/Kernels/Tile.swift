import KernelInterface

// The register tile: some output pixels × one panel of output channels, summed over a whole window in registers.
//
// A tile is put together from rows as a type (`Join<Row, Row>` has two), so that the compiler sees every accumulator
// and every pointer as a variable of its own and keeps all of them in registers.

/// Some output pixels and their sums.
protocol TileRows {
  /// Where the rows find what they read.
  associatedtype Inputs

  static var count: Int { get }

  /// All sums start with the bias.
  init(bias: Panel)

  /// Turns to a segment of the window; `row` is the number of the first of these rows in the tile.
  mutating func point(to inputs: Inputs, segment: Int, row: Int)

  /// sum[row] += input[row][k] · weights
  mutating func accumulate(_ k: Int, _ weights: Panel)

  /// One panel after another.
  func write(to sums: UnsafeMutablePointer<Float>)

  /// Stores the finished values of whole panels.
  func finish<F: ActivationFunction>(
    _ activation: F, _ output: TileOutput, residual: UnsafePointer<Float>?, row: Int)
}

/// Where a tile's values go, from its first pixel and the panel's first channel on.
struct TileOutput {
  let channel: Int
  let output: UnsafeMutablePointer<Float>
  let outputStride: Int
  let residual: UnsafePointer<Float>?
  let residualStride: Int

  @inline(__always)
  init(_ shape: ConvolutionShape, _ operands: ConvolutionOperands, pixel: Int, channel: Int) {
    self.channel = channel
    output = operands.output + pixel * shape.outputPixelStride + channel
    outputStride = shape.outputPixelStride
    residual = operands.residual.map { $0 + pixel * operands.residualPixelStride + channel }
    residualStride = operands.residualPixelStride
  }

  @inline(__always)
  func put<F: ActivationFunction>(_ sum: Panel, _ activation: F, _ residual: UnsafePointer<Float>?, _ row: Int) {
    var value = sum
    if let residual { value += load(residual + row * residualStride) }
    store(activation(value, channel: channel), output + row * outputStride)
  }
}

struct Join<Top: TileRows, Bottom: TileRows>: TileRows where Top.Inputs == Bottom.Inputs {
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
  mutating func point(to inputs: Top.Inputs, segment: Int, row: Int) {
    top.point(to: inputs, segment: segment, row: row)
    bottom.point(to: inputs, segment: segment, row: row + Top.count)
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

  @inline(__always)
  func finish<F: ActivationFunction>(
    _ activation: F, _ output: TileOutput, residual: UnsafePointer<Float>?, row: Int
  ) {
    top.finish(activation, output, residual: residual, row: row)
    bottom.finish(activation, output, residual: residual, row: row + Top.count)
  }
}

// The largest tile whose sums, row pointers and weights fit the registers of the instruction set, and its half.
// 14 also divides the sides of common feature maps (112, 56, 28, 14).
#if AVX512
  typealias FullTile = Rows14
  typealias HalfTile = Rows7
  typealias EvenTile = Even14
#elseif FMA
  typealias FullTile = Rows6
  typealias HalfTile = Rows3
  typealias EvenTile = Even6
#else
  typealias FullTile = Rows4
  typealias HalfTile = Rows2
  typealias EvenTile = Even4
#endif

/// Sums all segments of the window for the tile's rows.
///
/// - Parameters:
///   - length: products in a segment.
///   - weights: segments × length panels.
@inline(__always)
func multiplyTile<Rows: TileRows>(
  _: Rows.Type, _ inputs: Rows.Inputs, segments: Int, length: Int,
  weights: UnsafePointer<Float>, bias: UnsafePointer<Float>
) -> Rows {
  var rows = Rows(bias: load(bias))
  var weights = weights
  var segment = 0
  while segment < segments {
    rows.point(to: inputs, segment: segment, row: 0)
    var k = 0
    while k < length {
      rows.accumulate(k, load(weights))
      weights += panelWidth
      k += 1
    }
    segment += 1
  }
  return rows
}
