extension Pass {
  /// Computes what depends on constants only.
  static let foldConstants = Pass(name: "fold constants") { graph throws(GraphError) in
    var uses = graph.useCounts()
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      let folded = try node.folded(constants: graph.constants, shapes: [:], budget: &graph.budget)
      guard let constant = folded else { return [node] }
      for input in node.inputs {
        uses[input, default: 1] -= 1
        if uses[input] == 0 { graph.drop(input) }
      }
      graph.constants[node.output] = constant
      graph.budget.hold(graph.budget.held + constant.bytes)
      return []
    }
  }

  /// Removes nodes that pass their input on: Identity, Dropout, casts of float32 to float32.
  static let dropIdentities = Pass(name: "drop identities") { graph throws(GraphError) in
    var source: [String: String] = [:]
    let outputs = Set(graph.outputs.map(\.name))
    try graph.rewriteNodes { (node, _) throws(GraphError) in
      var node = node
      node.inputs = node.inputs.map { source[$0] ?? $0 }
      // An output of the network keeps its name.
      guard node.operation.passesOn, !outputs.contains(node.output) else { return [node] }
      source[node.output] = node.inputs[0]
      return []
    }
  }
}

extension Operation {
  /// A cast of a value that is computed can only be one from float32.
  fileprivate var passesOn: Bool {
    switch self {
    case .identity, .cast(toInteger: false): true
    default: false
    }
  }
}
