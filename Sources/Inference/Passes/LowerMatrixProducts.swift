import KernelInterface

extension Pass {
  /// Gemm and MatMul with constant weights become a linear layer; other Gemms become MatMul, Mul and Add.
  static let lowerMatrixProducts = Pass(name: "lower matrix products") { graph throws(GraphError) in
    let uses = graph.useCounts()
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      switch node.operation {
      case .matrixProduct:
        guard let weights = graph.constants[node.inputs[1]], weights.shape.count == 2, weights.floats != nil else {
          return [node]
        }
        try graph.budget.spend(weights.values.count)
        let name = graph.add(weights.matrix(transposed: true), node.output + ":weights")
        if uses[node.inputs[1]] == 1 { graph.drop(node.inputs[1]) }
        return [node.linear([node.inputs[0], name])]
      case .gemm(let gemm): return try graph.lower(gemm, node)
      default: return [node]
      }
    }
  }

  /// Checks the weights of every convolution and linear layer and notes their shape.
  static let attachWeights = Pass(name: "attach weights") { graph throws(GraphError) in
    try graph.rewriteNodes { (node, graph) throws(GraphError) in
      guard var convolution = node.operation.convolution else { return [node] }
      guard let weights = graph.constants[node.inputs[1]], weights.floats != nil else {
        throw .invalid("its weights must be constants of type float32")
      }
      convolution.weightShape = weights.shape
      try convolution.check(isLinear: node.operation.isLinear)
      if let name = node.input(2) {
        guard let bias = graph.constants[name], bias.floats?.count == convolution.outputChannels else {
          throw .invalid("its bias must be \(convolution.outputChannels) constants of type float32")
        }
      }
      var result = node
      result.operation.convolution = convolution
      return [result]
    }
  }
}

extension Operation {
  fileprivate var isLinear: Bool {
    if case .linear = self { true } else { false }
  }
}

extension Convolution {
  fileprivate func check(isLinear: Bool) throws(GraphError) {
    guard weightShape.allSatisfy({ $0 > 0 }) else { throw .invalid("weights of shape \(weightShape) are empty") }
    guard !isLinear else { return }
    guard weightShape.count == 4 else {
      throw .invalid("weights of shape \(weightShape); only two-dimensional convolutions are supported")
    }
    guard weightShape[2] * weightShape[3] <= Window.largestTaps else {
      throw .invalid("a window of \(weightShape[2])×\(weightShape[3]) is too large")
    }
    guard window.kernel == nil || window.kernel == Array(weightShape[2...]) else {
      throw .invalid("kernel_shape \(window.kernel ?? []) contradicts weights of shape \(weightShape)")
    }
    guard weightShape[0] % groups == 0 else {
      throw .invalid("\(weightShape[0]) channels do not form \(groups) groups")
    }
  }
}

extension Constant {
  fileprivate func matrix(transposed: Bool, times factor: Float = 1) -> Constant {
    let (rows, columns) = (shape[0], shape[1])
    let source = floats ?? []
    guard transposed else { return Constant(shape: shape, values: .floats(source.map { $0 * factor })) }
    let values = [Float](unsafeUninitializedCapacity: rows * columns) { target, count in
      for column in 0..<columns {
        for row in 0..<rows { target[column * rows + row] = source[row * columns + column] * factor }
      }
      count = rows * columns
    }
    return Constant(shape: [columns, rows], values: .floats(values))
  }
}

extension Node {
  fileprivate func linear(_ inputs: [String]) -> Node {
    var result = self
    result.operation = .linear(Convolution(window: .pointwise))
    result.inputs = inputs
    return result
  }
}

extension Graph {
  fileprivate mutating func lower(_ gemm: Gemm, _ node: Node) throws(GraphError) -> [Node] {
    var result: [Node] = []
    func step(_ suffix: String, _ operation: Operation, _ inputs: [String]) -> String {
      let output = freshName(node.output + suffix)
      result.append(Node(name: node.name, kind: node.kind, operation: operation, inputs: inputs, output: output))
      return output
    }
    let a = gemm.transposeA ? step(":a", .transpose([1, 0]), [node.inputs[0]]) : node.inputs[0]
    if let b = constants[node.inputs[1]], b.floats != nil {
      guard b.shape.count == 2 else { throw .invalid("its matrix has shape \(b.shape)") }
      var weights = node.inputs[1]
      if !gemm.transposeB || gemm.alpha != 1 {
        try budget.spend(b.values.count)
        weights = add(b.matrix(transposed: !gemm.transposeB, times: gemm.alpha), node.output + ":weights")
      }
      let outputs = gemm.transposeB ? b.shape[0] : b.shape[1]
      if let bias = bias(node, gemm, outputs) {
        result.append(node.linear([a, weights] + bias))
        return result
      }
      result.append(node.linear([a, weights]))
    } else {
      let b = gemm.transposeB ? step(":b", .transpose([1, 0]), [node.inputs[1]]) : node.inputs[1]
      var product = node
      product.operation = .matrixProduct
      product.inputs = [a, b]
      result.append(product)
      if gemm.alpha != 1 { result.scale(by: gemm.alpha, freshName(node.output + ":product")) }
    }
    guard var c = node.input(2) else { return result }
    if gemm.beta != 1 { c = step(":c", .affine(scale: [gemm.beta], shift: [0]), [c]) }
    let product = freshName(node.output + ":sum")
    let producer = result.lastIndex { $0.output == node.output }
    if let producer { result[producer].output = product }
    result.append(
      Node(
        name: node.name, kind: node.kind, operation: .binary(.add, .identity), inputs: [product, c], output: node.output
      ))
    return result
  }

  /// The bias of a linear layer where C is one value per column; an empty list where there is no C.
  private mutating func bias(_ node: Node, _ gemm: Gemm, _ outputs: Int) -> [String]? {
    guard let name = node.input(2) else { return [] }
    guard let c = constants[name], let values = c.floats else { return nil }
    guard values.count == 1 || (values.count == outputs && c.shape.last == outputs) else { return nil }
    let row = (0..<outputs).map { values[values.count == 1 ? 0 : $0] * gemm.beta }
    return [add(.vector(row), node.output + ":bias")]
  }
}

extension [Node] {
  /// Multiplies the result of the last node.
  fileprivate mutating func scale(by factor: Float, _ product: String) {
    guard var last = popLast() else { return }
    let output = last.output
    last.output = product
    append(last)
    append(
      Node(
        name: last.name, kind: last.kind, operation: .affine(scale: [factor], shift: [0]), inputs: [product],
        output: output))
  }
}
