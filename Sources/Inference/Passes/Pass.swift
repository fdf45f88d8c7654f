/// One rewriting of a graph that leaves its results unchanged.
struct Pass: Sendable {
  let name: String
  let apply: @Sendable (inout Graph) throws(GraphError) -> Void

  /// What a model runs once, before its weights are packed; no shapes are known yet.
  static let onLoad: [Pass] = [
    .removeUnused, .foldConstants, .dropIdentities, .lowerMatrixProducts, .attachWeights, .lowerToActivations,
    .lowerToAffine, .mergeAffine, .foldAffineIntoProducer, .foldAffineIntoConsumer, .mergeSiblings,
    .mergeDepthwiseSiblings, .removeUnused,
  ]

  /// What every session runs, on known shapes and packed weights.
  static let onShapes: [Pass] = [.dropIdentities, .lowerPRelu, .fuseResidual, .fuseActivation, .removeUnused]

  static let removeUnused = Pass(name: "remove unused") { graph in graph.removeUnused() }
}

extension Graph {
  mutating func apply(_ passes: [Pass]) throws(GraphError) {
    for pass in passes {
      try pass.apply(&self)
      dropUnusedConstants()
    }
  }

  /// Puts every node through `rewrite`, which may see the nodes rewritten so far.
  mutating func rewriteNodes(_ rewrite: (Node, inout Graph) throws(GraphError) -> [Node]) throws(GraphError) {
    let old = nodes
    nodes = []
    for node in old {
      do throws(GraphError) {
        let new = try rewrite(node, &self)
        nodes.append(contentsOf: new)
      } catch {
        throw error.at(node)
      }
    }
  }

  /// Adds a constant and returns its name.
  mutating func add(_ constant: Constant, _ base: String) -> String {
    let name = freshName(base)
    constants[name] = constant
    shapes[name] = constant.shape
    return name
  }

  /// Number of axes of a value as far as the operators tell without shapes; nil too where a thousand do not.
  func rank(of value: String, producers: [String: Int]) -> Int? {
    var value = value
    for _ in 0..<1000 {
      if let input = inputs.first(where: { $0.name == value }) { return input.shape.count }
      if let constant = constants[value] { return constant.shape.count }
      guard let index = producers[value] else { return nil }
      let node = nodes[index]
      switch node.operation {
      case .flatten, .gemm: return 2
      case .convolution, .maxPool, .averagePool, .globalAveragePool, .resize: return 4
      case .linear, .affine, .activation, .prelu, .clip, .softmax, .identity, .batchNormalisation:
        value = node.inputs[0]
      case .transpose(let permutation?): return permutation.count
      case .reshape: return constants[node.inputs[1]]?.shape.first
      default: return nil
      }
    }
    return nil
  }
}
