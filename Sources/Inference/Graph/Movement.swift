/// Operators that only rearrange their input. One implementation serves shape inference, constant folding and the plan.
extension Operation {
  var isMovement: Bool {
    switch self {
    case .flatten, .reshape, .transpose, .squeeze, .unsqueeze, .slice, .expand, .identity: true
    default: false
    }
  }

  /// The output as a view on the input, or nil where the input must be copied to row-major order first.
  ///
  /// - Parameter operands: the node's inputs that are constants.
  func moved(_ view: View, operands: [Constant?]) throws(GraphError) -> View? {
    let rank = view.shape.count
    switch self {
    case .identity: return view
    case .flatten(let axis):
      let split = axis == rank ? rank : try Shape.axis(axis, rank: rank)
      return view.reshaped(to: [
        try Shape.count(Array(view.shape[..<split])), try Shape.count(Array(view.shape[split...])),
      ])
    case .reshape(let allowZero):
      let wanted = try operands.integers(1, "shape")
      return view.reshaped(to: try Shape.reshape(view.shape, to: wanted, allowZero: allowZero))
    case .transpose(let permutation):
      let order = permutation ?? view.shape.indices.reversed()
      guard order.sorted() == Array(view.shape.indices) else {
        throw .invalid("perm \(order.brief) does not fit rank \(rank)")
      }
      return view.transposed(order)
    case .squeeze:
      let axes = try operands.optionalIntegers(1, "axes") ?? view.shape.indices.filter { view.shape[$0] == 1 }
      let removed = try Shape.axes(axes, rank: rank)
      guard removed.allSatisfy({ view.shape[$0] == 1 }) else {
        throw .invalid("axes \(axes) of \(view.shape) are not 1")
      }
      return view.removing(axes: removed)
    case .unsqueeze:
      let axes = try operands.integers(1, "axes")
      try Shape.checkRank(rank + axes.count)
      return view.inserting(axes: try Shape.axes(axes, rank: rank + axes.count))
    case .expand:
      let shape = try Shape.broadcast(view.shape, try operands.integers(1, "shape"))
      _ = try Shape.count(shape)
      return view.expanded(to: shape)
    case .slice: return try sliced(view, operands)
    default: return nil
    }
  }

  private func sliced(_ view: View, _ operands: [Constant?]) throws(GraphError) -> View {
    let starts = try operands.integers(1, "starts")
    try Shape.checkRank(starts.count)
    let ends = try operands.integers(2, "ends")
    let axes = try operands.optionalIntegers(3, "axes") ?? Array(starts.indices)
    let steps = try operands.optionalIntegers(4, "steps") ?? starts.map { _ in 1 }
    guard starts.count == ends.count, starts.count == axes.count, starts.count == steps.count else {
      throw .invalid("starts, ends, axes and steps differ in length")
    }
    _ = try Shape.axes(axes, rank: view.shape.count)
    var result = view
    for index in starts.indices {
      let axis = try Shape.axis(axes[index], rank: view.shape.count)
      let range = try SliceRange(start: starts[index], end: ends[index], step: steps[index], length: result.shape[axis])
      result = result.sliced(axis: axis, start: range.start, count: range.count, step: range.step)
    }
    return result
  }
}

/// One axis of ONNX's Slice: negative bounds count from the end, bounds outside are clamped.
struct SliceRange: Equatable {
  var start, count, step: Int

  init(start: Int, end: Int, step: Int, length: Int) throws(GraphError) {
    guard step != 0 else { throw .invalid("a step of 0") }
    let step = min(max(step, -Shape.largestCount), Shape.largestCount)
    let bounds = step > 0 ? 0...length : -1...max(length - 1, -1)
    func clamp(_ value: Int) -> Int {
      min(max(value < 0 ? value + length : value, bounds.lowerBound), bounds.upperBound)
    }
    let first = clamp(start)
    let distance = clamp(end) - first
    let size = abs(step)
    count = max(0, (distance * step.signum() + size - 1) / size)
    // Of one element the step does not matter; a large one would overflow strides where slices follow each other.
    self.step = count > 1 ? step : 1
    self.start = count == 0 ? 0 : first
  }
}

extension [Constant?] {
  /// An operand that must be known when the session is made.
  func integers(_ index: Int, _ what: String) throws(GraphError) -> [Int] {
    guard let values = try optionalIntegers(index, what) else { throw .invalid("\(what) is missing or not a constant") }
    return values
  }

  func optionalIntegers(_ index: Int, _ what: String) throws(GraphError) -> [Int]? {
    guard index < count, let constant = self[index] else { return nil }
    guard let values = constant.integers else { throw .invalid("\(what) must be whole numbers") }
    return values
  }

  func optionalFloats(_ index: Int, _ what: String) throws(GraphError) -> [Float]? {
    guard index < count, let constant = self[index] else { return nil }
    guard let values = constant.floats else { throw .invalid("\(what) must be floating-point numbers") }
    return values
  }
}
