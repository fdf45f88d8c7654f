/// Arithmetic on tensor shapes that come from a file or a caller: refuses instead of overflowing.
enum Shape {
  /// 512 MiB of float32; far above any tensor of a face network, far below what makes an allocation fail.
  static let largestCount = 1 << 27
  /// Networks for pictures have four axes, sometimes five or six between two transpositions.
  static let largestRank = 16

  /// The number of elements. No stride of a shape that passes overflows, be there axes of length 0 or not.
  static func count(_ shape: [Int]) throws(GraphError) -> Int {
    try checkRank(shape.count)
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(1, dimension))
      guard dimension >= 0, !overflow, product <= largestCount else {
        throw .invalid("a tensor of shape \(shape) is too large")
      }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  static func checkRank(_ rank: Int) throws(GraphError) {
    guard rank <= largestRank else { throw .invalid("a tensor of \(rank) axes; at most \(largestRank) are supported") }
  }

  static func axis(_ axis: Int, rank: Int) throws(GraphError) -> Int {
    guard axis >= -rank, axis < rank else { throw .invalid("axis \(axis) is outside of rank \(rank)") }
    return axis < 0 ? axis + rank : axis
  }

  /// Sorted, without duplicates.
  static func axes(_ axes: [Int], rank: Int) throws(GraphError) -> [Int] {
    try checkRank(max(axes.count, rank))
    var result: Set<Int> = []
    for value in axes {
      guard result.insert(try axis(value, rank: rank)).inserted else { throw .invalid("axes \(axes) repeat one") }
    }
    return result.sorted()
  }

  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// The common shape of two operands under ONNX's (NumPy's) multidirectional broadcasting.
  static func broadcast(_ a: [Int], _ b: [Int]) throws(GraphError) -> [Int] {
    let rank = max(a.count, b.count)
    try checkRank(rank)
    let a1 = [Int](repeating: 1, count: rank - a.count) + a
    let b1 = [Int](repeating: 1, count: rank - b.count) + b
    var result: [Int] = []
    for (x, y) in zip(a1, b1) {
      guard x == y || x == 1 || y == 1 else { throw .invalid("shapes \(a) and \(b) do not fit together") }
      result.append(x == 1 ? y : x)
    }
    return result
  }

  /// Resolves 0 (copy) and -1 (the rest) in the shape operand of Reshape.
  static func reshape(_ shape: [Int], to wanted: [Int], allowZero: Bool) throws(GraphError) -> [Int] {
    try checkRank(wanted.count)
    var result = wanted
    if !allowZero {
      for (axis, value) in wanted.enumerated() where value == 0 {
        guard axis < shape.count else { throw .invalid("shape \(shape) cannot become \(wanted)") }
        result[axis] = shape[axis]
      }
    }
    let total = try count(shape)
    if let open = result.firstIndex(of: -1) {
      result[open] = 1
      let rest = try count(result)
      guard rest > 0, total % rest == 0 else { throw .invalid("shape \(shape) cannot become \(wanted)") }
      result[open] = total / rest
    }
    guard try count(result) == total else { throw .invalid("shape \(shape) cannot become \(wanted)") }
    return result
  }
}
