import KernelInterface

extension PlanBuilder {
  mutating func add(_ node: Node) throws(GraphError) {
    switch node.operation {
    case .convolution(let convolution): try addConvolution(node, convolution)
    case .linear(let linear): try addLinear(node, linear)
    case .matrixProduct: try addMatrixProduct(node)
    case .affine(let scale, let shift): try addAffine(node, scale, shift)
    case .activation(let activation): try addActivation(node, activation)
    case .binary(let operation, let activation): try addBinary(node, operation, activation)
    case .maxPool(let window): try addPool(node, window, tapCost: Self.maxTapCost, kernels.maxPool)
    case .averagePool(let window, let countPadding):
      let average = kernels.averagePool
      try addPool(node, window, tapCost: Self.averageTapCost) { average($0, $1, $2, $3, countPadding) }
    case .globalAveragePool: try addMean(node, axes: [2, 3])
    case .reduceMean(_, let emptyMeansNone):
      let rank = try value(node.inputs[0]).view.shape.count
      let axes = try node.reducedAxes(operands(node), rank: rank, emptyMeansNone)
      try addMean(node, axes: try Shape.axes(axes, rank: rank))
    case .softmax(let axis, let flattening): try addSoftmax(node, axis: axis, flattening: flattening)
    case .resize(let resize): try addResize(node, resize)
    case .concat(let axis): try addConcat(node, axis: axis)
    case .gather(let axis): try addGather(node, axis: axis)
    case .cast: values[node.output] = try value(node.inputs[0])
    case .flatten, .reshape, .transpose, .squeeze, .unsqueeze, .slice, .expand, .identity: try addMovement(node)
    case .gemm, .batchNormalisation, .prelu, .clip, .shape, .constantOfShape:
      throw .unsupported(operator: node.kind, node: node.name)
    }
  }

  /// 25 and 10 nanoseconds.
  private static let maxTapCost = 500.0
  static let averageTapCost = 200.0

  /// Of one index, 10 nanoseconds.
  private static let gatherCost = 400.0

  private mutating func addMovement(_ node: Node) throws(GraphError) {
    var source = try value(node.inputs[0])
    let operands = operands(node)
    var view = try node.operation.moved(source.view, operands: operands)
    if view == nil {
      source = rowMajor(source, for: node)
      view = try node.operation.moved(source.view, operands: operands)
    }
    guard let view else { throw .invalid("shape \(source.view.shape) cannot be rearranged so") }
    values[node.output] = Value(storage: source.storage, view: view)
  }

  private mutating func addConcat(_ node: Node, axis: Int) throws(GraphError) {
    let target = concatenation(node.output)
    let axis = try Shape.axis(axis, rank: target.view.shape.count)
    var start = 0
    for name in node.inputs {
      let part = try value(name)
      let count = part.view.shape[axis]
      if !isPlaced(name, in: node.output) {
        let view = target.view.sliced(axis: axis, start: start, count: count)
        addCopy(part, to: Value(storage: target.storage, view: view), for: node)
      }
      start += count
    }
  }

  private mutating func addGather(_ node: Node, axis: Int) throws(GraphError) {
    let source = try value(node.inputs[0])
    let axis = try Shape.axis(axis, rank: source.view.shape.count)
    let indices = try Gathering.check(
      try operands(node).integers(1, "indices"), length: source.view.shape[axis])
    var shape = source.view.shape
    shape[axis] = indices.count
    let target = allocate(.rowMajor(shape))
    let copy = StridedCopy(
      from: source.view.sliced(axis: axis, start: 0, count: 1), to: target.view.sliced(axis: axis, start: 0, count: 1))
    let (fromStep, toStep) = (source.view.strides[axis], target.view.strides[axis])
    let cost = Double(indices.count) * (copy.cost + Self.gatherCost)
    addStep(node, reads: [source], writes: [target], work: 0, cost: cost) { memory, _ in
      let (from, to) = (memory.base(source), memory.base(target))
      for (position, index) in indices.enumerated() {
        copy.run(from: from + index * fromStep, to: to + position * toStep)
      }
    }
    values[node.output] = Value(storage: target.storage, view: .rowMajor(graph.shapes[node.output] ?? []))
  }
}
