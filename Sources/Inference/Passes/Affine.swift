import KernelInterface

extension Pass {
  /// BatchNormalization, and arithmetic with one constant number, become x·scale + shift.
  static let lowerToAffine = Pass(name: "lower to affine") { graph throws(GraphError) in
    let original = graph
    let producers = graph.producers()
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      var result = node
      switch node.operation {
      case .batchNormalisation(let epsilon):
        // Two lists, and in a session two more that the kernels read.
        let channels = node.input(1).flatMap { original.constants[$0]?.values.count } ?? 0
        try graph.budget.spend(channels, of: 4 * MemoryLayout<Float>.stride)
        result.operation = try original.affine(of: node, epsilon: epsilon)
        result.inputs = [node.inputs[0]]
      case .binary(let operation, .identity):
        guard let (operation, operand) = original.affine(of: node, operation, producers) else { return [node] }
        result.operation = operation
        result.inputs = [operand]
      default: break
      }
      return [result]
    }
  }

  /// Two in a row become one, where they are for the same number of channels.
  static let mergeAffine = Pass(name: "merge affine") { graph in
    let uses = graph.useCounts()
    var result: [Node?] = []
    var position: [String: Int] = [:]
    for var node in graph.nodes {
      if case .affine(let scale, let shift) = node.operation, uses[node.inputs[0]] == 1,
        let before = position[node.inputs[0]], let first = result[before],
        case .affine(let firstScale, let firstShift) = first.operation,
        scale.count == firstScale.count || scale.count == 1 || firstScale.count == 1
      {
        node.operation = .affine(
          scale: combine(firstScale, scale, *),
          shift: combine(combine(firstShift, scale, *), shift, +))
        node.inputs = first.inputs
        result[before] = nil
      }
      position[node.output] = result.count
      result.append(node)
    }
    graph.nodes = result.compactMap(\.self)
  }

  /// W·x + b, then ·scale + shift: into the weights and the bias.
  static let foldAffineIntoProducer = Pass(name: "fold affine into producer") { graph throws(GraphError) in
    let uses = graph.useCounts()
    var result: [Node] = []
    var position: [String: Int] = [:]
    let producers = graph.producers()
    for node in graph.nodes {
      if case .affine(let scale, let shift) = node.operation, uses[node.inputs[0]] == 1,
        let before = position[node.inputs[0]], let convolution = result[before].operation.convolution,
        scale.count == 1 || scale.count == convolution.outputChannels,
        scale.count == 1 || graph.channelsAreAxis1(of: result[before], producers)
      {
        let weights = result[before].inputs[1]
        let folded = try graph.folded(result[before], convolution, scale, shift)
        if uses[weights] == 1 { graph.drop(weights) }
        position[result[before].output] = nil
        result[before] = folded
        result[before].output = node.output
        position[node.output] = before
        continue
      }
      position[node.output] = result.count
      result.append(node)
    }
    graph.nodes = result
  }

  /// x·scale + shift, then W·x + b: exact unless zeros from the padding would have to become shifted ones.
  static let foldAffineIntoConsumer = Pass(name: "fold affine into consumer") { graph throws(GraphError) in
    let uses = graph.useCounts()
    let producers = graph.producers()
    let outputs = Set(graph.outputs.map(\.name))
    for index in graph.nodes.indices {
      let node = graph.nodes[index]
      guard let convolution = node.operation.convolution, let before = producers[node.inputs[0]],
        case .affine(let scale, let shift) = graph.nodes[before].operation, uses[node.inputs[0]] == 1,
        !outputs.contains(node.inputs[0]),
        !convolution.window.mayPad || shift.allSatisfy({ $0 == 0 }),
        scale.count == 1 || scale.count == convolution.weightShape[1] * convolution.groups,
        scale.count == 1 || graph.channelsAreAxis1(of: node, producers)
      else { continue }
      graph.nodes[index] = try graph.absorbed(node, convolution, scale, shift)
      if uses[node.inputs[1]] == 1 { graph.drop(node.inputs[1]) }
      graph.nodes[index].inputs[0] = graph.nodes[before].inputs[0]
    }
    graph.removeUnused()
  }
}

/// Element by element, one value standing for all of the other list.
private func combine(_ a: [Float], _ b: [Float], _ operation: (Float, Float) -> Float) -> [Float] {
  let count = max(a.count, b.count)
  return (0..<count).map { operation(a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
}

extension Graph {
  fileprivate func affine(of node: Node, epsilon: Float) throws(GraphError) -> Operation {
    let parameters = node.inputs.dropFirst().compactMap { constants[$0]?.floats }
    guard parameters.count == 4, Set(parameters.map(\.count)).count == 1, !parameters[0].isEmpty else {
      throw .invalid("its four parameters must be constants of one length")
    }
    // In float64: the reference divides by the root in float32 as well, but the products then meet the weights once more.
    let factors = zip(parameters[0], parameters[3]).map { Double($0) / (Double($1) + Double(epsilon)).squareRoot() }
    let shift = zip(parameters[1], zip(parameters[2], factors)).map { Double($0) - Double($1.0) * $1.1 }
    return .affine(scale: factors.map { Float($0) }, shift: shift.map { Float($0) })
  }

  /// The affine form of an operation with one number, and the operand that stays.
  fileprivate func affine(
    of node: Node, _ operation: BinaryOperation, _ producers: [String: Int]
  ) -> (Operation, operand: String)? {
    func number(_ index: Int) -> Float? {
      guard let constant = constants[node.inputs[index]], let floats = constant.floats, floats.count == 1 else {
        return nil
      }
      // A number with more axes than the other operand would add some to the result.
      let rank = rank(of: node.inputs[1 - index], producers: producers) ?? 1
      return constant.shape.count <= rank ? floats[0] : nil
    }
    if let c = number(1) {
      switch operation {
      case .add: return (.affine(scale: [1], shift: [c]), node.inputs[0])
      case .subtract: return (.affine(scale: [1], shift: [-c]), node.inputs[0])
      case .multiply: return (.affine(scale: [c], shift: [0]), node.inputs[0])
      case .divide: return (.affine(scale: [1 / c], shift: [0]), node.inputs[0])
      }
    }
    guard let c = number(0) else { return nil }
    switch operation {
    case .add: return (.affine(scale: [1], shift: [c]), node.inputs[1])
    case .subtract: return (.affine(scale: [-1], shift: [c]), node.inputs[1])
    case .multiply: return (.affine(scale: [c], shift: [0]), node.inputs[1])
    case .divide: return nil
    }
  }

  /// Affine scales run along axis 1; a linear layer's channels are its last axis.
  fileprivate func channelsAreAxis1(of node: Node, _ producers: [String: Int]) -> Bool {
    if case .convolution = node.operation { return true }
    return rank(of: node.inputs[0], producers: producers) == 2
  }

  /// The layer with its outputs scaled and shifted.
  fileprivate mutating func folded(
    _ node: Node, _ convolution: Convolution, _ scale: [Float], _ shift: [Float]
  ) throws(GraphError) -> Node {
    try spendCopy(of: node, convolution)
    var scaled = constants[node.inputs[1]]?.floats ?? []
    let perOutput = scaled.count / convolution.outputChannels
    func at(_ values: [Float], _ index: Int) -> Float { values[values.count == 1 ? 0 : index] }
    for output in 0..<convolution.outputChannels {
      let factor = at(scale, output)
      for index in output * perOutput..<(output + 1) * perOutput { scaled[index] *= factor }
    }
    let bias = node.input(2).flatMap { constants[$0]?.floats }
    let shifted = (0..<convolution.outputChannels).map { at(shift, $0) + at(scale, $0) * (bias?[$0] ?? 0) }
    return replacing(node, convolution, weights: scaled, bias: shifted)
  }

  /// The layer with its inputs scaled and shifted.
  fileprivate mutating func absorbed(
    _ node: Node, _ convolution: Convolution, _ scale: [Float], _ shift: [Float]
  ) throws(GraphError) -> Node {
    try spendCopy(of: node, convolution)
    var weights = constants[node.inputs[1]]?.floats ?? []
    var bias =
      node.input(2).flatMap { constants[$0]?.floats } ?? [Float](repeating: 0, count: convolution.outputChannels)
    let inputs = convolution.weightShape[1]
    let taps = convolution.weightShape.dropFirst(2).reduce(1, *)
    let outputsOfGroup = convolution.outputChannels / convolution.groups
    func at(_ values: [Float], _ index: Int) -> Float { values[values.count == 1 ? 0 : index] }
    for output in 0..<convolution.outputChannels {
      var sum = 0.0
      for input in 0..<inputs {
        let channel = output / outputsOfGroup * inputs + input
        let start = (output * inputs + input) * taps
        for tap in start..<start + taps {
          sum += Double(weights[tap]) * Double(at(shift, channel))
          weights[tap] *= at(scale, channel)
        }
      }
      bias[output] += Float(sum)
    }
    return replacing(node, convolution, weights: weights, bias: bias)
  }

  /// A file may let many layers share one tensor, each of which then gets its own.
  private mutating func spendCopy(of node: Node, _ convolution: Convolution) throws(GraphError) {
    try budget.spend(constants[node.inputs[1]]?.values.count ?? 0)
    try budget.spend(convolution.outputChannels)
  }

  private mutating func replacing(_ node: Node, _ convolution: Convolution, weights: [Float], bias: [Float]) -> Node {
    var result = node
    let packed = Constant(shape: convolution.weightShape, values: .floats(weights))
    result.inputs = [node.inputs[0], add(packed, node.output + ":weights"), add(.vector(bias), node.output + ":bias")]
    return result
  }
}
