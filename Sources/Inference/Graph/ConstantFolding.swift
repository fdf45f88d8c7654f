import KernelInterface

extension Node {
  /// The output where it can be known without running the network, else nil.
  ///
  /// - Parameter shapes: of the values whose shapes are known, for Shape.
  func folded(constants: [String: Constant], shapes: [String: [Int]]) throws(GraphError) -> Constant? {
    if case .shape(let start, let end) = operation {
      guard let shape = constants[inputs[0]]?.shape ?? shapes[inputs[0]] else { return nil }
      let range = try SliceRange(start: start, end: end ?? shape.count, step: 1, length: shape.count)
      return .vector(Array(shape[range.start..<range.start + range.count]))
    }
    let operands = operands(constants)
    guard let first = operands.first ?? nil, zip(inputs, operands).allSatisfy({ $0.isEmpty || $1 != nil }) else {
      return nil
    }
    switch operation {
    case .cast(let toInteger): return try first.cast(toInteger: toInteger)
    case .concat(let axis): return try Constant.concatenated(operands.compactMap { $0 }, axis: axis)
    case .gather(let axis):
      return try first.gathered(try operands.integers(1, "indices"), operands[1]?.shape ?? [], axis)
    case .constantOfShape(let value):
      let shape = try operands.integers(0, "shape")
      return Constant(shape: shape, values: try value.moved(.expand, [value, .vector(shape)]).values)
    case .binary(let operation, .identity):
      return try operands[1].map { (other) throws(GraphError) in try first.combined(operation, other) }
    default: return operation.isMovement ? try first.moved(operation, operands) : nil
    }
  }

  func operands(_ constants: [String: Constant]) -> [Constant?] {
    inputs.map { $0.isEmpty ? nil : constants[$0] }
  }
}

extension Constant {
  fileprivate func moved(_ operation: Operation, _ operands: [Constant?]) throws(GraphError) -> Constant {
    guard let view = try operation.moved(.rowMajor(shape), operands: operands) else {
      throw .invalid("a constant of shape \(shape) cannot be rearranged so")
    }
    guard try Shape.count(view.shape) <= Self.largestFoldedCount else {
      throw .invalid("a constant of shape \(view.shape) is too large")
    }
    return picking(view)
  }

  /// Far above any shape or table; what is larger is no constant of an honest network but a way to fill memory.
  private static let largestFoldedCount = 1 << 24

  /// The elements that a view on the row-major values selects.
  fileprivate func picking(_ view: View) -> Constant {
    let indices = view.indices
    switch values {
    case .floats(let floats): return Constant(shape: view.shape, values: .floats(indices.map { floats[$0] }))
    case .integers(let whole): return Constant(shape: view.shape, values: .integers(indices.map { whole[$0] }))
    }
  }

  fileprivate func cast(toInteger: Bool) throws(GraphError) -> Constant {
    switch values {
    case .floats(let floats) where toInteger:
      guard floats.allSatisfy({ abs($0) < 0x1p62 }) else { throw .invalid("\(floats) cannot become whole numbers") }
      return Constant(shape: shape, values: .integers(floats.map { Int($0) }))
    case .integers(let whole) where !toInteger: return Constant(shape: shape, values: .floats(whole.map { Float($0) }))
    default: return self
    }
  }

  fileprivate func gathered(_ indices: [Int], _ indexShape: [Int], _ axis: Int) throws(GraphError) -> Constant {
    let axis = try Shape.axis(axis, rank: shape.count)
    let checked = try Gathering.check(indices, length: shape[axis])
    let row = View.rowMajor(shape)
    let pieces = checked.map { picking(row.sliced(axis: axis, start: $0, count: 1)) }
    let joined =
      pieces.isEmpty ? picking(row.sliced(axis: axis, start: 0, count: 0)) : try .concatenated(pieces, axis: axis)
    return Constant(shape: Gathering.shape(shape, indexShape, axis), values: joined.values)
  }

  fileprivate static func concatenated(_ parts: [Constant], axis: Int) throws(GraphError) -> Constant {
    let axis = try Shape.axis(axis, rank: parts[0].shape.count)
    let shape = try Shape.concatenated(parts.map(\.shape), axis: axis)
    let outer = try Shape.count(Array(shape[..<axis]))
    func join<T>(_ values: [[T]]) -> [T] {
      (0..<outer).flatMap { row in
        values.flatMap { part in part[(part.count / outer * row)..<(part.count / outer * (row + 1))] }
      }
    }
    guard outer > 0 else { throw .invalid("it has no elements") }
    let floats = parts.compactMap(\.floats)
    if floats.count == parts.count { return Constant(shape: shape, values: .floats(join(floats))) }
    let whole = parts.compactMap(\.integers)
    guard whole.count == parts.count else { throw .invalid("whole numbers and floating-point ones are mixed") }
    return Constant(shape: shape, values: .integers(join(whole)))
  }

  fileprivate func combined(_ operation: BinaryOperation, _ other: Constant) throws(GraphError) -> Constant {
    let shape = try Shape.broadcast(shape, other.shape)
    guard try Shape.count(shape) <= Self.largestFoldedCount else {
      throw .invalid("a constant of shape \(shape) is too large")
    }
    let a = picking(View.rowMajor(self.shape).expanded(to: shape))
    let b = other.picking(View.rowMajor(other.shape).expanded(to: shape))
    if let x = a.floats, let y = b.floats {
      return Constant(shape: shape, values: .floats(zip(x, y).map { operation.apply($0, $1) }))
    }
    guard let x = a.integers, let y = b.integers else {
      throw .invalid("whole numbers and floating-point ones are mixed")
    }
    var result: [Int] = []
    for (left, right) in zip(x, y) {
      let (value, overflow) = operation.apply(left, right)
      guard !overflow else { throw .invalid("\(left) and \(right) cannot be combined") }
      result.append(value)
    }
    return Constant(shape: shape, values: .integers(result))
  }
}

extension BinaryOperation {
  func apply(_ a: Float, _ b: Float) -> Float {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    }
  }

  fileprivate func apply(_ a: Int, _ b: Int) -> (Int, overflow: Bool) {
    switch self {
    case .add: a.addingReportingOverflow(b)
    case .subtract: a.subtractingReportingOverflow(b)
    case .multiply: a.multipliedReportingOverflow(by: b)
    case .divide: a.dividedReportingOverflow(by: b)
    }
  }
}

extension View {
  /// Buffer positions of all elements in row-major order.
  fileprivate var indices: [Int] {
    var result = [offset]
    for (length, stride) in zip(shape, strides) {
      result = result.flatMap { base in (0..<length).map { base + $0 * stride } }
    }
    return result
  }
}

enum Gathering {
  static func shape(_ data: [Int], _ indices: [Int], _ axis: Int) -> [Int] {
    Array(data[..<axis]) + indices + Array(data[(axis + 1)...])
  }

  static func check(_ indices: [Int], length: Int) throws(GraphError) -> [Int] {
    guard indices.allSatisfy({ $0 >= -length && $0 < length }) else {
      throw .invalid("indices \(indices) are outside of \(length) elements")
    }
    return indices.map { $0 < 0 ? $0 + length : $0 }
  }
}

extension Shape {
  static func concatenated(_ shapes: [[Int]], axis: Int) throws(GraphError) -> [Int] {
    var result = shapes[0]
    for shape in shapes.dropFirst() {
      var rest = shape
      guard rest.count == result.count else { throw .invalid("shapes \(shapes) cannot be joined") }
      rest[axis] = result[axis]
      guard rest == result else { throw .invalid("shapes \(shapes) cannot be joined along axis \(axis)") }
      result[axis] += shape[axis]
      _ = try count(result)
    }
    return result
  }
}
