/// A network as nodes in execution order; values are named, as in the file.
struct Graph: Sendable {
  var nodes: [Node]
  var constants: [String: Constant]
  var inputs: [ValueDescription]
  var outputs: [ValueDescription]
  /// Filled by shape inference, when the shapes of the inputs are known.
  var shapes: [String: [Int]] = [:]
  /// For constants that are computed or copied when the network is prepared.
  var budget = ByteBudget("constants")
  /// Of all packed weights.
  var packedBytes = 0
  /// Every name that a value has or had.
  private var names: Set<String>

  init(
    nodes: [Node], constants: [String: Constant], inputs: [ValueDescription], outputs: [ValueDescription]
  ) {
    self.nodes = nodes
    self.constants = constants
    self.inputs = inputs
    self.outputs = outputs
    names = Set(nodes.map(\.output)).union(constants.keys).union(inputs.map(\.name)).union(outputs.map(\.name))
  }

  /// A name that no value has, from now on taken.
  mutating func freshName(_ base: String) -> String {
    var name = base
    while !names.insert(name).inserted { name += "'" }
    return name
  }

  /// How often each value is read, by nodes or as an output of the network.
  func useCounts() -> [String: Int] {
    var counts: [String: Int] = [:]
    for node in nodes {
      for input in node.inputs { counts[input, default: 0] += 1 }
    }
    for output in outputs { counts[output.name, default: 0] += 1 }
    return counts
  }

  /// Index of the node that produces each value.
  func producers() -> [String: Int] {
    var producers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() { producers[node.output] = index }
    return producers
  }

  /// Drops nodes and constants that no output depends on.
  mutating func removeUnused() {
    var needed = Set(outputs.map(\.name))
    var kept: [Node] = []
    for node in nodes.reversed() where needed.contains(node.output) {
      needed.formUnion(node.inputs)
      kept.append(node)
    }
    nodes = kept.reversed()
    dropUnusedConstants()
  }

  /// Drops constants that no node reads, and counts the others.
  mutating func dropUnusedConstants() {
    var needed = Set(outputs.map(\.name))
    for node in nodes { needed.formUnion(node.inputs) }
    constants = constants.filter { needed.contains($0.key) }
    budget.hold(constants.values.reduce(0) { $0 + $1.bytes })
  }

  /// Drops a constant whose last reader has become another.
  mutating func drop(_ name: String) {
    budget.release(constants[name]?.bytes ?? 0)
    constants[name] = nil
  }
}

struct Node: Sendable {
  /// As in the file, or its output's name where the file gives none.
  var name: String
  /// ONNX's operator name, with what was fused into it: "Conv+Relu".
  var kind: String
  var operation: Operation
  /// Names of values; "" where an optional one is left out.
  var inputs: [String]
  var output: String

  /// The name of an input, or nil where it is left out.
  func input(_ index: Int) -> String? {
    index < inputs.count && !inputs[index].isEmpty ? inputs[index] : nil
  }
}
