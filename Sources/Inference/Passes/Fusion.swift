import KernelInterface

extension Pass {
  /// Clip with constant limits becomes an activation.
  static let lowerToActivations = Pass(name: "lower to activations") { graph throws(GraphError) in
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      guard case .clip = node.operation else { return [node] }
      func limit(_ index: Int, _ absent: Float) throws(GraphError) -> Float {
        guard let name = node.input(index) else { return absent }
        guard let floats = graph.constants[name]?.floats, floats.count == 1, !floats[0].isNaN else {
          throw .invalid("its limits must be constant numbers")
        }
        return floats[0]
      }
      var result = node
      let low = try limit(1, -.greatestFiniteMagnitude)
      result.operation = .activation(.clip(low: low, high: try limit(2, .greatestFiniteMagnitude)))
      result.inputs = [node.inputs[0]]
      return [result]
    }
  }

  /// PRelu with one slope, or one per channel, becomes an activation; with others relu(x) − slope·relu(−x).
  static let lowerPRelu = Pass(name: "lower PRelu") { graph throws(GraphError) in
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      guard case .prelu = node.operation, let shape = graph.shapes[node.inputs[0]] else { return [node] }
      var result = node
      if let slopes = graph.constants[node.inputs[1]]?.floats, let slopeShape = graph.shapes[node.inputs[1]] {
        result.inputs = [node.inputs[0]]
        if slopes.count == 1 {
          result.operation = .activation(.leakyRelu(slope: slopes[0]))
          return [result]
        }
        if isPerChannel(slopeShape, of: shape) {
          try graph.budget.spend(slopes.count)
          result.operation = .activation(.prelu(AlignedBuffer(slopes, padding: AlignedBuffer.vectorPadding)))
          return [result]
        }
      }
      return graph.generalPRelu(node, shape)
    }
  }

  /// Add becomes part of the convolution that computes one of its operands last.
  static let fuseResidual = Pass(name: "fuse residual") { graph in
    let uses = graph.useCounts()
    var producers = graph.producers()
    var removed: Set<Int> = []
    for index in graph.nodes.indices {
      let node = graph.nodes[index]
      guard case .binary(.add, .identity) = node.operation,
        graph.shapes[node.inputs[0]] == graph.shapes[node.inputs[1]], node.inputs[0] != node.inputs[1]
      else { continue }
      let candidates = node.inputs.indices.filter { side in
        guard uses[node.inputs[side]] == 1, let producer = producers[node.inputs[side]],
          let convolution = graph.nodes[producer].operation.convolution
        else { return false }
        return !convolution.hasResidual && convolution.activation.isIdentity && !removed.contains(producer)
      }
      guard let side = candidates.max(by: { producers[node.inputs[$0]] ?? 0 < producers[node.inputs[$1]] ?? 0 }),
        let producer = producers[node.inputs[side]]
      else { continue }
      var fused = graph.nodes[producer]
      fused.operation.convolution?.hasResidual = true
      fused.inputs.append(node.inputs[1 - side])
      fused.kind += "+Add"
      fused.output = node.output
      graph.nodes[index] = fused
      removed.insert(producer)
      producers[node.output] = index
    }
    graph.nodes = graph.nodes.indices.filter { !removed.contains($0) }.map { graph.nodes[$0] }
  }

  /// An activation becomes part of the convolution or the arithmetic that it follows.
  static let fuseActivation = Pass(name: "fuse activation") { graph in
    let uses = graph.useCounts()
    var position: [String: Int] = [:]
    var result: [Node] = []
    for node in graph.nodes {
      if case .activation(let activation) = node.operation, uses[node.inputs[0]] == 1,
        let before = position[node.inputs[0]],
        let fused = result[before].operation.fused(activation, rank: graph.shapes[node.output]?.count ?? 0)
      {
        position[result[before].output] = nil
        result[before].operation = fused
        result[before].kind += "+" + node.kind
        result[before].output = node.output
        position[node.output] = before
        continue
      }
      position[node.output] = result.count
      result.append(node)
    }
    graph.nodes = result
  }
}

private func isPerChannel(_ slope: [Int], of shape: [Int]) -> Bool {
  guard shape.count >= 2 else { return false }
  let padded = [Int](repeating: 1, count: shape.count - slope.count) + slope
  return padded.indices.allSatisfy { padded[$0] == ($0 == 1 ? shape[1] : 1) }
}

extension Operation {
  /// This operation with an activation at its end, or nil where the kernels cannot do that.
  fileprivate func fused(_ activation: FusedActivation, rank: Int) -> Operation? {
    let isPerChannel = if case .prelu = activation { true } else { false }
    switch self {
    case .binary(let operation, .identity): return isPerChannel ? nil : .binary(operation, activation)
    case .convolution(var convolution):
      guard convolution.activation.isIdentity else { return nil }
      // Slopes would need padding for every group.
      if isPerChannel, convolution.groups > 1, !convolution.isDepthwise { return nil }
      convolution.activation = activation
      return .convolution(convolution)
    case .linear(var linear):
      guard linear.activation.isIdentity, !isPerChannel || rank == 2 else { return nil }
      linear.activation = activation
      return .linear(linear)
    default: return nil
    }
  }
}

extension Graph {
  fileprivate mutating func generalPRelu(_ node: Node, _ shape: [Int]) -> [Node] {
    let names = [":positive", ":negated", ":negative", ":scaled"].map { freshName(node.output + $0) }
    for name in names { shapes[name] = shape }
    let steps: [(Operation, [String], String)] = [
      (.activation(.relu), [node.inputs[0]], names[0]),
      (.affine(scale: [-1], shift: [0]), [node.inputs[0]], names[1]),
      (.activation(.relu), [names[1]], names[2]),
      (.binary(.multiply, .identity), [names[2], node.inputs[1]], names[3]),
      (.binary(.subtract, .identity), [names[0], names[3]], node.output),
    ]
    return steps.map { Node(name: node.name, kind: node.kind, operation: $0, inputs: $1, output: $2) }
  }
}
