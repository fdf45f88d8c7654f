extension Graph {
  /// The graph for these input shapes: every value's shape known, shape arithmetic folded away.
  func resolved(inputShapes: [String: [Int]]) throws(GraphError) -> Graph {
    var result = self
    result.nodes = []
    result.shapes = inputShapes
    for (name, constant) in constants { result.shapes[name] = constant.shape }
    var elements = 0
    for node in nodes {
      do throws(GraphError) {
        try result.resolve(node)
        elements += try Shape.count(result.shapes[node.output] ?? [])
        guard elements <= Self.largestTotal else {
          throw GraphError.invalid("up to here the values of a run take more than 8 GiB one after the other")
        }
      } catch {
        throw error.at(node)
      }
    }
    return result
  }

  /// Elements of all values that a run computes: 8 GiB of float32, some seconds of work even where nothing is multiplied.
  private static let largestTotal = 1 << 31

  private mutating func resolve(_ node: Node) throws(GraphError) {
    if let constant = try node.folded(constants: constants, shapes: shapes, budget: &budget) {
      constants[node.output] = constant
      budget.hold(budget.held + constant.bytes)
      shapes[node.output] = constant.shape
      return
    }
    let shape = try node.outputShape(shapes: shapes, constants: constants)
    guard try Shape.count(shape) > 0 else { throw .invalid("its result would be empty") }
    shapes[node.output] = shape
    nodes.append(node)
  }
}

extension Node {
  fileprivate func outputShape(shapes: [String: [Int]], constants: [String: Constant]) throws(GraphError) -> [Int] {
    func shape(_ index: Int) throws(GraphError) -> [Int] {
      guard let name = input(index), let shape = shapes[name] else { throw .invalid("input \(index) has no shape") }
      return shape
    }
    let x = try shape(0)
    let operands = operands(constants)
    switch operation {
    case .convolution(let convolution): return try convolution.outputShape(x)
    case .linear(let linear): return try linear.linearShape(x)
    case .matrixProduct: return try Shape.matrixProduct(x, try shape(1))
    case .affine(let scale, _):
      guard scale.count == 1 || (x.count > 1 && x[1] == scale.count) else {
        throw .invalid("\(scale.count) values do not fit the channels of \(x)")
      }
      return x
    case .activation, .softmax: return x
    case .cast(let toInteger):
      guard !toInteger else { throw .invalid("only values known before the run can become whole numbers") }
      return x
    case .prelu:
      let slope = try shape(1)
      guard try Shape.broadcast(x, slope) == x else { throw .invalid("slope \(slope) does not fit \(x)") }
      return x
    case .binary: return try Shape.broadcast(x, try shape(1))
    case .concat(let axis):
      var all: [[Int]] = []
      for index in inputs.indices { all.append(try shape(index)) }
      return try Shape.concatenated(all, axis: try Shape.axis(axis, rank: x.count))
    case .maxPool(let window), .averagePool(let window, _): return try window.pooledShape(x)
    case .globalAveragePool:
      guard x.count == 4 else { throw .invalid("its input \(x) is no image") }
      return [x[0], x[1], 1, 1]
    case .reduceMean(let keep, let emptyMeansNone):
      let axes = try Shape.axes(reducedAxes(operands, rank: x.count, emptyMeansNone), rank: x.count)
      if keep { return x.indices.map { axes.contains($0) ? 1 : x[$0] } }
      return x.indices.filter { !axes.contains($0) }.map { x[$0] }
    case .resize(let resize): return try resize.geometry(x, operands).shape
    case .gather(let axis):
      let axis = try Shape.axis(axis, rank: x.count)
      _ = try Gathering.check(try operands.integers(1, "indices"), length: x[axis])
      return Gathering.shape(x, operands[1]?.shape ?? [], axis)
    case .gemm, .batchNormalisation, .clip: throw .invalid("its weights or limits must be constants")
    case .constantOfShape, .shape: throw .invalid("its operand must be a constant")
    case .flatten, .reshape, .transpose, .squeeze, .unsqueeze, .slice, .expand, .identity:
      guard let view = try operation.moved(.rowMajor(x), operands: operands) else {
        throw .invalid("shape \(x) cannot be rearranged so")
      }
      return view.shape
    }
  }

  func reducedAxes(_ operands: [Constant?], rank: Int, _ emptyMeansNone: Bool) throws(GraphError) -> [Int] {
    if let axes = try operands.optionalIntegers(1, "axes"), !axes.isEmpty { return axes }
    return emptyMeansNone ? [] : Array(0..<rank)
  }
}

extension Convolution {
  fileprivate func outputShape(_ x: [Int]) throws(GraphError) -> [Int] {
    guard x.count == 4 else { throw .invalid("its input \(x) is no image") }
    guard x[1] == weightShape[1] * groups else {
      throw .invalid("weights \(weightShape) with \(groups) groups do not fit the input \(x)")
    }
    let height = try window.extent(axis: 0, input: x[2], kernel: weightShape[2])
    let width = try window.extent(axis: 1, input: x[3], kernel: weightShape[3])
    return [x[0], outputChannels, height.output, width.output]
  }

  fileprivate func linearShape(_ x: [Int]) throws(GraphError) -> [Int] {
    guard let last = x.last, last == weightShape[1] else {
      throw .invalid("weights \(weightShape) do not fit the input \(x)")
    }
    return x.dropLast() + [outputChannels]
  }
}

extension Window {
  fileprivate func pooledShape(_ x: [Int]) throws(GraphError) -> [Int] {
    guard x.count == 4, let kernel else { throw .invalid("its input \(x) is no image") }
    guard autoPad != .explicit || (max(pads[0], pads[2]) < kernel[0] && max(pads[1], pads[3]) < kernel[1]) else {
      throw .invalid("pads \(pads) reach beyond the window \(kernel)")
    }
    let height = try extent(axis: 0, input: x[2], kernel: kernel[0])
    let width = try extent(axis: 1, input: x[3], kernel: kernel[1])
    return [x[0], x[1], height.output, width.output]
  }
}

extension Shape {
  static func matrixProduct(_ a: [Int], _ b: [Int]) throws(GraphError) -> [Int] {
    guard a.count >= 2, b.count >= 2, a[a.count - 1] == b[b.count - 2] else {
      throw .invalid("matrices \(a) and \(b) cannot be multiplied")
    }
    return try broadcast(Array(a.dropLast(2)), Array(b.dropLast(2))) + [a[a.count - 2], b[b.count - 1]]
  }
}

extension Resize {
  struct Geometry: Equatable {
    var shape: [Int]
    var scales: [Float]
  }

  /// Output shape and the scale of each axis, from the operands `scales` or `sizes`.
  func geometry(_ x: [Int], _ operands: [Constant?]) throws(GraphError) -> Geometry {
    guard x.count == 4 else { throw .invalid("its input \(x) is no image") }
    let axes =
      try self.axes.map { (axes) throws(GraphError) in
        var checked: [Int] = []
        for axis in axes { checked.append(try Shape.axis(axis, rank: x.count)) }
        return checked
      } ?? Array(x.indices)
    var result = Geometry(shape: x, scales: [1, 1, 1, 1])
    if let sizes = try operands.optionalIntegers(3, "sizes"), !sizes.isEmpty {
      guard sizes.count == axes.count else { throw .invalid("sizes \(sizes.brief) do not fit \(x)") }
      for (axis, size) in zip(axes, sizes) {
        guard size > 0, size <= Resize.largestSide else { throw .invalid("size \(size) is out of range") }
        result.shape[axis] = size
        result.scales[axis] = Float(size) / Float(x[axis])
      }
    } else if let scales = try operands.optionalFloats(2, "scales"), !scales.isEmpty {
      guard scales.count == axes.count else { throw .invalid("scales \(scales.brief) do not fit \(x)") }
      for (axis, scale) in zip(axes, scales) {
        let size = (Float(x[axis]) * scale).rounded(.down)
        guard scale > 0, size >= 1, size <= Float(Resize.largestSide) else {
          throw .invalid("scale \(scale) is out of range")
        }
        result.shape[axis] = Int(size)
        result.scales[axis] = scale
      }
    } else {
      throw .invalid("it has neither scales nor sizes that are constants")
    }
    guard result.shape[0] == x[0], result.shape[1] == x[1] else {
      throw .invalid("only height and width can be resized")
    }
    return result
  }
}
