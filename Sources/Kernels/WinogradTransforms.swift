/// The one-dimensional transforms of one size; a transform of a patch is one of its columns, then one of its rows.
///
/// Each reads panels `fromStep` floats apart and writes panels `toStep` floats apart.
protocol WinogradTransforms {
  /// Pixels of a patch and of a tile along one axis.
  static var patch: Int { get }
  static var tile: Int { get }

  /// `patch` pixels → `patch` values.
  static func transformInput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int)
  /// 3 weights → `patch` values.
  static func transformWeights(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int)
  /// `patch` products → `tile` pixels.
  static func transformOutput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int)
}

/// F(2, 3) with the points 0, 1, -1, ∞.
enum WinogradTwo: WinogradTransforms {
  @inline(__always)
  static var patch: Int { 4 }
  @inline(__always)
  static var tile: Int { 2 }

  @inline(__always)
  static func transformInput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let a = load(from)
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    let d = load(from + 3 * fromStep)
    store(a - c, to)
    store(b + c, to + toStep)
    store(c - b, to + 2 * toStep)
    store(d - b, to + 3 * toStep)
  }

  @inline(__always)
  static func transformWeights(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let a = load(from)
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    store(a, to)
    store((a + b + c) * 0.5, to + toStep)
    store((a - b + c) * 0.5, to + 2 * toStep)
    store(c, to + 3 * toStep)
  }

  @inline(__always)
  static func transformOutput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let a = load(from)
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    let d = load(from + 3 * fromStep)
    store(a + b + c, to)
    store(b - c + d, to + toStep)
  }
}

/// F(4, 3) with the points 0, ±p, ±q, ∞ for p = √½, q = √2, so that p²q² = 1 and p² + q² = 2.5.
enum WinogradFour: WinogradTransforms {
  @inline(__always)
  static var patch: Int { 6 }
  @inline(__always)
  static var tile: Int { 4 }

  @inline(__always)
  static var p: Float { 0.707_106_77 }
  @inline(__always)
  static var q: Float { 1.414_213_5 }

  @inline(__always)
  static func transformInput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let a = load(from)
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    let d = load(from + 3 * fromStep)
    let e = load(from + 4 * fromStep)
    let f = load(from + 5 * fromStep)
    let evenP = multiplyAdd(c, Panel(repeating: -2), e)
    let oddP = multiplyAdd(b, Panel(repeating: -2), d)
    let evenQ = multiplyAdd(c, Panel(repeating: -0.5), e)
    let oddQ = multiplyAdd(b, Panel(repeating: -0.5), d)
    store(multiplyAdd(c, Panel(repeating: -2.5), a + e), to)
    store(multiplyAdd(oddP, Panel(repeating: p), evenP), to + toStep)
    store(multiplyAdd(oddP, Panel(repeating: -p), evenP), to + 2 * toStep)
    store(multiplyAdd(oddQ, Panel(repeating: q), evenQ), to + 3 * toStep)
    store(multiplyAdd(oddQ, Panel(repeating: -q), evenQ), to + 4 * toStep)
    store(multiplyAdd(d, Panel(repeating: -2.5), b + f), to + 5 * toStep)
  }

  @inline(__always)
  static func transformWeights(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let a = load(from)
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    // The denominators 2p²(p² - q²) and 2q²(q² - p²).
    let evenP = (a + c * 0.5) * (-1 / 1.5)
    let oddP = b * (p * (-1 / 1.5))
    let evenQ = (a + c * 2) * (1 / 6.0)
    let oddQ = b * (q * (1 / 6.0))
    store(a, to)
    store(evenP + oddP, to + toStep)
    store(evenP - oddP, to + 2 * toStep)
    store(evenQ + oddQ, to + 3 * toStep)
    store(evenQ - oddQ, to + 4 * toStep)
    store(c, to + 5 * toStep)
  }

  @inline(__always)
  static func transformOutput(
    _ from: UnsafePointer<Float>, _ fromStep: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
  ) {
    let b = load(from + fromStep)
    let c = load(from + 2 * fromStep)
    let d = load(from + 3 * fromStep)
    let e = load(from + 4 * fromStep)
    let evenP = b + c
    let oddP = b - c
    let evenQ = d + e
    let oddQ = d - e
    store(load(from) + evenP + evenQ, to)
    store(multiplyAdd(oddQ, Panel(repeating: q), oddP * p), to + toStep)
    store(multiplyAdd(evenQ, Panel(repeating: 2), evenP * 0.5), to + 2 * toStep)
    let sum = multiplyAdd(oddP, Panel(repeating: 0.5 * p), load(from + 5 * fromStep))
    store(multiplyAdd(oddQ, Panel(repeating: 2 * q), sum), to + 3 * toStep)
  }
}
