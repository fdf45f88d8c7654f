extension Pass {
  /// Convolutions of one input with few outputs each, as the heads of a detector have them, become one.
  ///
  /// A kernel computes a whole panel of output channels even where one is asked for. Their results are then channels
  /// of one tensor, so this is left alone where an activation or a sum could be fused into one of them.
  static let mergeSiblings = Pass(name: "merge siblings") { graph throws(GraphError) in
    var readers: [String: [Node]] = [:]
    for node in graph.nodes {
      for input in node.inputs { readers[input, default: []].append(node) }
    }
    let eligible = graph.nodes.indices.filter { index in
      let node = graph.nodes[index]
      guard case .convolution(let convolution) = node.operation, convolution.groups == 1 else { return false }
      return !(readers[node.output] ?? []).contains { $0.operation.isFusable }
    }
    let families = Dictionary(grouping: eligible) { SiblingKey(graph.nodes[$0]) }
      .values.filter { graph.gains(from: $0) }.sorted { $0[0] < $1[0] }
    var replaced: [Int: [Node]] = [:]
    for family in families {
      let merged = try graph.merged(family.map { graph.nodes[$0] })
      for index in family { replaced[index] = [] }
      replaced[family[0]] = merged
    }
    graph.nodes = graph.nodes.indices.flatMap { replaced[$0] ?? [graph.nodes[$0]] }
  }

  /// Depthwise convolutions of all the parts of one tensor become one of the whole.
  ///
  /// Where the siblings of a head go on depthwise, each would leave most lanes of its vectors empty.
  static let mergeDepthwiseSiblings = Pass(name: "merge depthwise siblings") { graph throws(GraphError) in
    let producers = graph.producers()
    let uses = graph.useCounts()
    var readers: [String: [Node]] = [:]
    for node in graph.nodes { readers[node.inputs[0], default: []].append(node) }
    let eligible = graph.nodes.indices.filter { index in
      let node = graph.nodes[index]
      guard case .convolution(let convolution) = node.operation, convolution.isChannelwise, uses[node.inputs[0]] == 1,
        let slice = producers[node.inputs[0]], case .slice = graph.nodes[slice].operation
      else { return false }
      return !(readers[node.output] ?? []).contains { $0.operation.isFusable }
    }
    let families = Dictionary(grouping: eligible) { index in
      var key = SiblingKey(graph.nodes[index])
      key.input = producers[key.input].map { graph.nodes[$0].inputs[0] } ?? ""
      return key
    }
    var replaced: [Int: [Node]] = [:]
    for (key, family) in families where family.count > 1 {
      let parts = family.compactMap { producers[graph.nodes[$0].inputs[0]].map { graph.nodes[$0] } }
      guard let whole = producers[key.input].flatMap({ graph.nodes[$0].operation.convolution }),
        graph.fills(parts, channels: whole.outputChannels)
      else { continue }
      for index in family { replaced[index] = [] }
      replaced[family[0]] = try graph.merged(family.map { graph.nodes[$0] }, input: key.input)
    }
    graph.nodes = graph.nodes.indices.flatMap { replaced[$0] ?? [graph.nodes[$0]] }
  }
}

/// What convolutions must share to be computed together.
private struct SiblingKey: Hashable {
  var input: String
  var window: Window
  var kernel: [Int]

  init(_ node: Node) {
    let convolution = node.operation.convolution
    input = node.inputs[0]
    window = convolution?.window ?? .pointwise
    kernel = Array(convolution?.weightShape.dropFirst() ?? [])
  }
}

extension Operation {
  fileprivate var isFusable: Bool {
    switch self {
    case .activation, .prelu, .clip, .binary, .affine, .batchNormalisation: true
    default: false
    }
  }
}

extension Convolution {
  /// Depthwise, one channel included.
  fileprivate var isChannelwise: Bool { weightShape.count == 4 && weightShape[0] == groups && weightShape[1] == 1 }
}

extension Graph {
  /// The widest panel of all kernel sets.
  private static let panel = 32

  /// Whether one convolution fills fewer panels than all.
  fileprivate func gains(from family: [Int]) -> Bool {
    func panels(_ channels: Int) -> Int { (channels + Self.panel - 1) / Self.panel }
    let channels = family.map { nodes[$0].operation.convolution?.outputChannels ?? 0 }
    return panels(channels.reduce(0, +)) < channels.map(panels).reduce(0, +)
  }

  /// Whether these slices along axis 1 are all channels, in their order.
  fileprivate func fills(_ slices: [Node], channels: Int) -> Bool {
    var end = 0
    for slice in slices {
      let bounds = slice.inputs.dropFirst().map { constants[$0]?.integers ?? [] }
      guard bounds.count == 3, bounds[0] == [end], bounds[1].count == 1, bounds[2] == [1] else { return false }
      end = bounds[1][0]
    }
    return end == channels
  }

  /// - Parameter input: what the one convolution reads, channel by channel, where the family has several inputs.
  fileprivate mutating func merged(_ family: [Node], input: String? = nil) throws(GraphError) -> [Node] {
    for node in family { try budget.spend(constants[node.inputs[1]]?.values.count ?? 0) }
    var node = family[0]
    let channels = family.map { $0.operation.convolution?.outputChannels ?? 0 }
    guard var convolution = node.operation.convolution else { return family }
    convolution.weightShape[0] = channels.reduce(0, +)
    if input != nil { convolution.groups = convolution.weightShape[0] }
    var weights: [Float] = []
    weights.reserveCapacity(convolution.weightShape.reduce(1, *))
    for node in family { weights += constants[node.inputs[1]]?.floats ?? [] }
    let bias = zip(family, channels).flatMap { sibling, count in
      sibling.input(2).flatMap { constants[$0]?.floats } ?? [Float](repeating: 0, count: count)
    }
    node.operation = .convolution(convolution)
    node.output = freshName(node.output + ":siblings")
    let shared = Constant(shape: convolution.weightShape, values: .floats(weights))
    node.inputs = [
      input ?? node.inputs[0], add(shared, node.output + ":weights"), add(.vector(bias), node.output + ":bias"),
    ]
    let axis = add(.vector([1]), node.output + ":axis")
    var result = [node]
    var start = 0
    for (sibling, count) in zip(family, channels) {
      let bounds = [start, start + count].map { add(.vector([$0]), sibling.output + ":bound") }
      result.append(
        Node(
          name: sibling.name, kind: "Slice", operation: .slice, inputs: [node.output] + bounds + [axis],
          output: sibling.output))
      start += count
    }
    return result
  }
}
