/// Moves the elements of one view to another of the same shape: every change of layout is one of these.
struct StridedCopy: Sendable {
  private struct Axis {
    var length, from, to: Int
  }

  private var axes: [Axis]
  private let fromOffset, toOffset: Int
  let count: Int

  init(from: View, to: View) {
    fromOffset = from.offset
    toOffset = to.offset
    count = from.count
    axes = Self.merged(
      from.shape.indices
        .map { Axis(length: from.shape[$0], from: from.strides[$0], to: to.strides[$0]) }
        .filter { $0.length != 1 }
        .sorted { $0.to > $1.to })
    while axes.count < 2 { axes.insert(Axis(length: 1, from: 0, to: 0), at: 0) }
  }

  /// Joins neighbours that lie evenly on both sides.
  private static func merged(_ axes: [Axis]) -> [Axis] {
    var result: [Axis] = []
    for axis in axes {
      if let last = result.last, last.from == axis.from * axis.length, last.to == axis.to * axis.length {
        result[result.count - 1] = Axis(length: last.length * axis.length, from: axis.from, to: axis.to)
      } else {
        result.append(axis)
      }
    }
    return result
  }

  /// Of the time that it takes, as in `PlanBuilder`: moving runs of floats is cheap, jumping for each one may miss every
  /// cache on both sides.
  var cost: Double {
    guard let inner = axes.last, inner.from == 1, inner.to == 1 else { return 512 * Double(count) }
    return 64 * Double(count) + 256 * Double(count / max(1, inner.length))
  }

  func run(from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
    walk(0, from + fromOffset, to + toOffset)
  }

  private func walk(_ depth: Int, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    guard depth < axes.count - 2 else { return plane(axes[depth], axes[depth + 1], from, to) }
    let axis = axes[depth]
    for index in 0..<axis.length { walk(depth + 1, from + index * axis.from, to + index * axis.to) }
  }

  private func plane(
    _ outer: Axis, _ inner: Axis, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>
  ) {
    if inner.from == 1, inner.to == 1 {
      for row in 0..<outer.length { (to + row * outer.to).update(from: from + row * outer.from, count: inner.length) }
      return
    }
    for row in 0..<outer.length {
      let source = from + row * outer.from
      let target = to + row * outer.to
      for column in 0..<inner.length { target[column * inner.to] = source[column * inner.from] }
    }
  }
}
