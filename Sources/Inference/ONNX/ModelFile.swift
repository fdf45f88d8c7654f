import SwiftProtobuf

/// Reads an ONNX file into a graph whose nodes are in execution order.
enum ModelFile {
  static let opsets = 9...20

  /// Nodes of the graph without constants; an IResNet100 has about 500.
  static let mostNodes = 5000
  /// Of all nodes together.
  static let mostNodeInputs = 25_000
  /// SCRFD has 9 outputs, YuNet 12.
  static let mostPorts = 256

  /// - Parameters:
  ///   - bytes: let go as soon as they are decoded, as all that follows takes as much again.
  ///   - path: for errors.
  static func read(_ bytes: consuming [UInt8], path: String) throws(InferenceError) -> Graph {
    do throws(GraphError) {
      let size = bytes.count
      var proto = try decoded(bytes)
      bytes = []
      var graph = try graph(&proto)
      // What is computed of constants, and their copies, add up to a few times the weights.
      graph.budget = ByteBudget("constants", limit: ByteBudget.base + 8 * size)
      return graph
    } catch {
      throw error.inFile(path)
    }
  }

  private static func decoded(_ bytes: [UInt8]) throws(GraphError) -> Onnx_ModelProto {
    try MessageCount.check(bytes)
    guard let proto = try? Onnx_ModelProto(serializedBytes: bytes) else {
      throw .invalid("it is damaged or of another format")
    }
    return proto
  }

  /// - Parameter model: loses its tensors one after the other.
  static func graph(_ model: inout Onnx_ModelProto) throws(GraphError) -> Graph {
    guard model.hasGraph, !model.graph.node.isEmpty else { throw .invalid("it holds no network") }
    guard model.graph.sparseInitializer.isEmpty else { throw .invalid("sparse weights are not supported") }
    try checkCounts(model.graph)
    var decoder = OperatorDecoder(opset: try opset(model))
    var tensors = Array(model.graph.initializer.reversed())
    model.graph.initializer = []
    while let tensor = tensors.popLast() { try decoder.add(Constant(tensor), tensor.name) }
    let inputs = try descriptions(model.graph.input.filter { decoder.constants[$0.name] == nil })
    for node in model.graph.node { try decoder.decode(node) }
    if let twice = inputs.first(where: { decoder.constants[$0.name] != nil }) {
      throw .invalid("value \(twice.name) is produced twice")
    }
    let outputs = try descriptions(model.graph.output, checkType: false)
    guard !outputs.isEmpty else { throw .invalid("it has no outputs") }
    let nodes = try ordered(decoder.nodes, known: Set(decoder.constants.keys).union(inputs.map(\.name)))
    let graph = Graph(nodes: nodes, constants: decoder.constants, inputs: inputs, outputs: outputs)
    try checkOutputs(graph)
    return graph
  }

  private static func checkCounts(_ graph: Onnx_GraphProto) throws(GraphError) {
    let nodes = graph.node.count { $0.opType != "Constant" }
    let inputs = graph.node.reduce(0) { $0 + $1.input.count }
    guard nodes <= mostNodes, inputs <= mostNodeInputs else {
      throw .invalid(
        "it has \(nodes) nodes with \(inputs) inputs; at most \(mostNodes) with \(mostNodeInputs) are supported")
    }
    let ports = max(graph.input.count - graph.initializer.count, graph.output.count)
    guard ports <= mostPorts else {
      throw .invalid("it has \(ports) inputs or outputs; at most \(mostPorts) are supported")
    }
  }

  private static func opset(_ model: Onnx_ModelProto) throws(GraphError) -> Int {
    let found = model.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version ?? 1
    guard opsets.contains(Int(found)) else {
      throw .invalid("it uses opset \(found); supported are \(opsets.lowerBound) to \(opsets.upperBound)")
    }
    return Int(found)
  }

  private static func descriptions(
    _ values: [Onnx_ValueInfoProto], checkType: Bool = true
  ) throws(GraphError) -> [ValueDescription] {
    var result: [ValueDescription] = []
    for value in values {
      let tensor = value.type.tensorType
      guard !checkType || tensor.elemType == Onnx_TensorProto.DataType.float.rawValue else {
        throw .invalid("input \(value.name) is not a float32 tensor")
      }
      guard !result.contains(where: { $0.name == value.name }) else {
        throw .invalid("\(value.name) is declared twice")
      }
      try Shape.checkRank(tensor.shape.dim.count)
      let shape = tensor.shape.dim.map { $0.dimValue > 0 ? Int($0.dimValue) : nil }
      result.append(ValueDescription(name: value.name, shape: shape))
    }
    return result
  }

  private static func checkOutputs(_ graph: Graph) throws(GraphError) {
    let known = Set(graph.nodes.map(\.output)).union(graph.constants.keys).union(graph.inputs.map(\.name))
    for output in graph.outputs where !known.contains(output.name) {
      throw .invalid("output \(output.name) is not produced by any node")
    }
  }

  /// Sorts nodes so that each comes after those that it reads.
  private static func ordered(_ nodes: [Node], known: Set<String>) throws(GraphError) -> [Node] {
    var known = known.union([""])
    for node in nodes where !known.insert(node.output).inserted {
      throw .invalid("value \(node.output) is produced twice")
    }
    let produced = Set(nodes.map(\.output))
    for node in nodes {
      for input in node.inputs where !known.contains(input) {
        throw .invalid("\(node.kind) (node \(node.name)) reads \(input), which nothing produces")
      }
    }
    return try sorted(nodes, pending: produced)
  }

  /// Kahn's algorithm; keeps the file's order where that is already right.
  private static func sorted(_ nodes: [Node], pending: Set<String>) throws(GraphError) -> [Node] {
    var readers: [String: [Int]] = [:]
    var missing = nodes.map { node in Set(node.inputs.filter(pending.contains)).count }
    for (index, node) in nodes.enumerated() {
      for input in Set(node.inputs) where pending.contains(input) { readers[input, default: []].append(index) }
    }
    var result: [Node] = []
    var ready = nodes.indices.filter { missing[$0] == 0 }
    if isSorted(nodes, pending: pending) { return nodes }
    while let index = ready.popLast() {
      result.append(nodes[index])
      for reader in readers[nodes[index].output] ?? [] {
        missing[reader] -= 1
        if missing[reader] == 0 { ready.append(reader) }
      }
    }
    guard result.count == nodes.count else { throw .invalid("its nodes form a cycle") }
    return result
  }

  private static func isSorted(_ nodes: [Node], pending: Set<String>) -> Bool {
    var pending = pending
    for node in nodes {
      guard node.inputs.allSatisfy({ !pending.contains($0) }) else { return false }
      pending.remove(node.output)
    }
    return true
  }
}
