// The register tile of a Winograd convolution's matrix products: some patches × one panel of output channels.
//
// The transformed patches lie so that the rows of a tile are a panel apart, at addresses that the compiler knows from
// one pointer on; put together from single rows as a type, like the tile of the direct convolution.

protocol PatchRows {
  static var count: Int { get }

  /// All sums are 0.
  init()

  /// sum[row] += input[row · panelWidth] · weights
  mutating func accumulate(_ input: UnsafePointer<Float>, _ weights: Panel)

  /// One panel after another.
  func write(to sums: UnsafeMutablePointer<Float>)
}

struct PatchRow: PatchRows {
  private var sum: Panel

  @inline(__always)
  static var count: Int { 1 }

  @inline(__always)
  init() { sum = Panel(repeating: 0) }

  @inline(__always)
  mutating func accumulate(_ input: UnsafePointer<Float>, _ weights: Panel) {
    sum = multiplyAdd(Panel(repeating: input[0]), weights, sum)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) { store(sum, sums) }
}

struct JoinedPatchRows<Top: PatchRows, Bottom: PatchRows>: PatchRows {
  private var top: Top
  private var bottom: Bottom

  @inline(__always)
  static var count: Int { Top.count + Bottom.count }

  @inline(__always)
  init() {
    top = Top()
    bottom = Bottom()
  }

  @inline(__always)
  mutating func accumulate(_ input: UnsafePointer<Float>, _ weights: Panel) {
    top.accumulate(input, weights)
    bottom.accumulate(input + Top.count * panelWidth, weights)
  }

  @inline(__always)
  func write(to sums: UnsafeMutablePointer<Float>) {
    top.write(to: sums)
    bottom.write(to: sums + Top.count * panelWidth)
  }
}

typealias PatchRows2 = JoinedPatchRows<PatchRow, PatchRow>
typealias PatchRows4 = JoinedPatchRows<PatchRows2, PatchRows2>
typealias PatchRows6 = JoinedPatchRows<PatchRows4, PatchRows2>
typealias PatchRows8 = JoinedPatchRows<PatchRows4, PatchRows4>
typealias PatchRows10 = JoinedPatchRows<PatchRows6, PatchRows4>
typealias PatchRows12 = JoinedPatchRows<PatchRows6, PatchRows6>
typealias PatchRows14 = JoinedPatchRows<PatchRows8, PatchRows6>
typealias PatchRows16 = JoinedPatchRows<PatchRows8, PatchRows8>

/// Where a block's patches and the panel's weights lie, and how they lie.
struct PatchProducts {
  /// [element][channel panel][patch][lane]
  let patches: UnsafePointer<Float>
  /// Floats from one panel of input channels to the next, and from one element to the next.
  let panelStride, elementStride: Int
  let elements, channels: Int
  /// [element][channel][lane]
  let weights: UnsafePointer<Float>
  /// [element][row][lane]
  let sums: UnsafeMutablePointer<Float>

  /// The products of at least `rows` patches; returns the panels from one element's sums to the next.
  ///
  /// Their number is odd, as powers of two would put all sums of a patch into the same set of the first-level cache.
  @inline(never)
  func multiply(rows: Int) -> Int {
    #if AVX512
      if rows > 14 { return multiply(PatchRows16.self) }
      if rows > 12 { return multiply(PatchRows14.self) }
      if rows > 10 { return multiply(PatchRows12.self) }
      if rows > 8 { return multiply(PatchRows10.self) }
      if rows > 6 { return multiply(PatchRows8.self) }
    #endif
    #if FMA
      if rows > 4 { return multiply(PatchRows6.self) }
    #endif
    if rows > 2 { return multiply(PatchRows4.self) }
    return rows > 1 ? multiply(PatchRows2.self) : multiply(PatchRow.self)
  }

  @inline(__always)
  private func multiply<Rows: PatchRows>(_: Rows.Type) -> Int {
    var weights = weights
    var element = 0
    while element < elements {
      var rows = Rows()
      var patch = patches + element * elementStride
      var remaining = channels
      while remaining > 0 {
        let count = min(remaining, panelWidth)
        var k = 0
        while k < count {
          rows.accumulate(patch + k, load(weights))
          weights += panelWidth
          k += 1
        }
        patch += panelStride
        remaining -= count
      }
      rows.write(to: sums + element * (Rows.count | 1) * panelWidth)
      element += 1
    }
    return Rows.count | 1
  }
}

/// Patches in the largest tile, and in a block.
@inline(__always)
var tilePatches: Int {
  #if AVX512
    16
  #elseif FMA
    6
  #else
    4
  #endif
}
@inline(__always)
var blockPatches: Int {
  #if AVX512
    28
  #elseif FMA
    24
  #else
    16
  #endif
}
