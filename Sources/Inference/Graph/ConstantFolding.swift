import KernelInterface

extension Node {
  /// The output where it can be known without running the network, else nil.
  ///
  /// - Parameters:
  ///   - shapes: of the values whose shapes are known, for Shape.
  ///   - budget: for what is computed; what is read counts too, as time is spent on it.
  func folded(
    constants: [String: Constant], shapes: [String: [Int]], budget: inout ByteBudget
  ) throws(GraphError) -> Constant? {
    if case .shape(let start, let end) = operation {
      guard let shape = constants[inputs[0]]?.shape ?? shapes[inputs[0]] else { return nil }
      let range = try SliceRange(start: start, end: end ?? shape.count, step: 1, length: shape.count)
      return .vector(Array(shape[range.start..<range.start + range.count]))
    }
    let operands = operands(constants)
    guard let first = operands.first ?? nil, zip(inputs, operands).allSatisfy({ $0.isEmpty || $1 != nil }) else {
      return nil
    }
    guard let shape = try foldedShape(first, operands) else { return nil }
    let before = budget.held
    try budget.spend(Shape.count(shape), of: bytesOfFoldedElement(first))
    for case let operand? in operands { try budget.read(operand.values.count) }
    defer { budget.hold(before) }
    switch operation {
    case .cast(let toInteger): return try first.cast(toInteger: toInteger)
    case .concat(let axis): return try Constant.concatenated(operands.compactMap { $0 }, axis: axis)
    case .gather(let axis):
      return try first.gathered(try operands.integers(1, "indices"), operands[1]?.shape ?? [], axis)
    case .constantOfShape(let value): return value.repeated(shape)
    case .binary(let operation, .identity):
      return try operands[1].map { (other) throws(GraphError) in try first.combined(operation, other) }
    default: return try first.moved(operation, operands)
    }
  }

  /// Arithmetic lays both operands out as the result before it computes.
  private func bytesOfFoldedElement(_ first: Constant) -> Int {
    guard operation.isBinary else { return MemoryLayout<Int>.stride }
    return 3 * (first.floats == nil ? MemoryLayout<Int>.stride : MemoryLayout<Float>.stride)
  }

  /// The shape of what `folded` computes, known before any memory is taken; nil where it computes nothing.
  private func foldedShape(_ first: Constant, _ operands: [Constant?]) throws(GraphError) -> [Int]? {
    switch operation {
    case .cast: return first.shape
    case .concat(let axis):
      return try Shape.concatenated(
        operands.compactMap { $0?.shape }, axis: try Shape.axis(axis, rank: first.shape.count))
    case .gather(let axis):
      return Gathering.shape(first.shape, operands[1]?.shape ?? [], try Shape.axis(axis, rank: first.shape.count))
    case .constantOfShape: return try operands.integers(0, "shape")
    case .binary(_, .identity):
      return try operands[1].map { (other) throws(GraphError) in try Shape.broadcast(first.shape, other.shape) }
    default:
      guard operation.isMovement else { return nil }
      guard let view = try operation.moved(.rowMajor(first.shape), operands: operands) else {
        throw .invalid("a constant of shape \(first.shape) cannot be rearranged so")
      }
      return view.shape
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
    return picking(view)
  }

  /// The elements that a view on the row-major values selects.
  fileprivate func picking(_ view: View) -> Constant {
    switch values {
    case .floats(let floats): Constant(shape: view.shape, values: .floats(view.elements(of: floats)))
    case .integers(let whole): Constant(shape: view.shape, values: .integers(view.elements(of: whole)))
    }
  }

  /// A single value in all places of a shape.
  fileprivate func repeated(_ shape: [Int]) -> Constant {
    picking(View(shape: shape, strides: [Int](repeating: 0, count: shape.count)))
  }

  fileprivate func cast(toInteger: Bool) throws(GraphError) -> Constant {
    switch values {
    case .floats(let floats) where toInteger:
      guard floats.allSatisfy({ abs($0) < 0x1p62 }) else {
        throw .invalid("\(floats.brief) cannot become whole numbers")
      }
      return Constant(shape: shape, values: .integers(floats.map { Int($0) }))
    case .integers(let whole) where !toInteger: return Constant(shape: shape, values: .floats(whole.map { Float($0) }))
    default: return self
    }
  }

  fileprivate func gathered(_ indices: [Int], _ indexShape: [Int], _ axis: Int) throws(GraphError) -> Constant {
    let axis = try Shape.axis(axis, rank: shape.count)
    let checked = try Gathering.check(indices, length: shape[axis])
    let inner = try Shape.count(Array(shape[(axis + 1)...]))
    let outer = try Shape.count(Array(shape[..<axis]))
    func rows<T>(_ values: [T]) -> [T] {
      var result: [T] = []
      guard inner > 0 else { return result }
      result.reserveCapacity(outer * checked.count * inner)
      for row in 0..<outer {
        for index in checked {
          let start = (row * shape[axis] + index) * inner
          result += values[start..<start + inner]
        }
      }
      return result
    }
    let values: Values =
      switch values {
      case .floats(let floats): .floats(rows(floats))
      case .integers(let whole): .integers(rows(whole))
      }
    return Constant(shape: Gathering.shape(shape, indexShape, axis), values: values)
  }

  fileprivate static func concatenated(_ parts: [Constant], axis: Int) throws(GraphError) -> Constant {
    let axis = try Shape.axis(axis, rank: parts[0].shape.count)
    let shape = try Shape.concatenated(parts.map(\.shape), axis: axis)
    let outer = try Shape.count(Array(shape[..<axis]))
    func join<T>(_ values: [[T]]) -> [T] {
      var result: [T] = []
      result.reserveCapacity(values.reduce(0) { $0 + $1.count })
      for row in 0..<outer {
        for part in values { result += part[(part.count / outer * row)..<(part.count / outer * (row + 1))] }
      }
      return result
    }
    guard outer > 0 else { throw .invalid("it has no elements") }
    let empty = parts[0].values
    let parts = parts.filter { $0.values.count > 0 }
    guard !parts.isEmpty else { return Constant(shape: shape, values: empty) }
    let floats = parts.compactMap(\.floats)
    if floats.count == parts.count { return Constant(shape: shape, values: .floats(join(floats))) }
    let whole = parts.compactMap(\.integers)
    guard whole.count == parts.count else { throw .invalid("whole numbers and floating-point ones are mixed") }
    return Constant(shape: shape, values: .integers(join(whole)))
  }

  fileprivate func combined(_ operation: BinaryOperation, _ other: Constant) throws(GraphError) -> Constant {
    let shape = try Shape.broadcast(shape, other.shape)
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
  /// The elements in row-major order.
  fileprivate func elements<T>(of buffer: [T]) -> [T] {
    guard count > 0 else { return [] }
    var result: [T] = []
    result.reserveCapacity(count)
    var position = [Int](repeating: 0, count: shape.count)
    var place = offset
    while true {
      result.append(buffer[place])
      var axis = shape.count - 1
      while axis >= 0 {
        position[axis] += 1
        place += strides[axis]
        if position[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        position[axis] = 0
        axis -= 1
      }
      if axis < 0 { return result }
    }
  }
}

enum Gathering {
  static func shape(_ data: [Int], _ indices: [Int], _ axis: Int) -> [Int] {
    Array(data[..<axis]) + indices + Array(data[(axis + 1)...])
  }

  static func check(_ indices: [Int], length: Int) throws(GraphError) -> [Int] {
    guard indices.allSatisfy({ $0 >= -length && $0 < length }) else {
      throw .invalid("indices \(indices.brief) are outside of \(length) elements")
    }
    return indices.map { $0 < 0 ? $0 + length : $0 }
  }
}

extension Shape {
  static func concatenated(_ shapes: [[Int]], axis: Int) throws(GraphError) -> [Int] {
    var result = shapes[0]
    for shape in shapes.dropFirst() {
      var rest = shape
      guard rest.count == result.count else { throw .invalid("shapes \(shapes.brief) cannot be joined") }
      rest[axis] = result[axis]
      guard rest == result else { throw .invalid("shapes \(shapes.brief) cannot be joined along axis \(axis)") }
      result[axis] += shape[axis]
      _ = try count(result)
    }
    return result
  }
}
