import Testing

@testable import Inference

/// A graph in a few lines: x is the only input.
private func graph(
  _ nodes: [Node], _ constants: [String: Constant] = [:], outputs: [String] = ["y"], input: [Int?] = [1, 2, 4, 4]
) -> Graph {
  Graph(
    nodes: nodes, constants: constants, inputs: [ValueDescription(name: "x", shape: input)],
    outputs: outputs.map { ValueDescription(name: $0, shape: []) })
}

private func node(_ kind: String, _ operation: Operation, _ inputs: [String], _ output: String) -> Node {
  Node(name: output, kind: kind, operation: operation, inputs: inputs, output: output)
}

private func conv(_ inputs: [String], _ output: String, pads: [Int] = [0, 0, 0, 0]) -> Node {
  node("Conv", .convolution(Convolution(window: Window(pads: pads), weightShape: [2, 2, 1, 1])), inputs, output)
}

private let ones = Constant(shape: [2, 2, 1, 1], values: .floats([1, 2, 3, 4]))

extension Graph {
  fileprivate var kinds: [String] { nodes.map(\.kind) }

  fileprivate func applying(_ passes: Pass...) throws -> Graph {
    var copy = self
    try copy.apply(passes)
    return copy
  }

  fileprivate func sized(_ passes: Pass...) throws -> Graph {
    var copy = try resolved(inputShapes: ["x": inputs[0].shape.map { $0 ?? 1 }])
    try copy.apply(passes)
    return copy
  }
}

@Suite("Rewriting passes")
struct PassTests {
  @Test("constants are folded, through shape arithmetic too")
  func folding() throws {
    let original = graph(
      [
        node("Shape", .shape(start: 0, end: nil), ["x"], "s"),
        node("Gather", .gather(axis: 0), ["s", "i"], "n"),
        node("Mul", .binary(.multiply, .identity), ["n", "k"], "m"),
        node("Concat", .concat(axis: 0), ["m", "rest"], "shape"),
        node("Reshape", .reshape(allowZero: false), ["x", "shape"], "y"),
      ],
      ["i": .vector([1]), "k": .vector([4]), "rest": .vector([-1])])
    let folded = try original.sized()
    #expect(folded.kinds == ["Reshape"])
    #expect(folded.constants["shape"] == .vector([8, -1]))
    #expect(folded.shapes["y"] == [8, 4])
  }

  @Test("identities go, unless they name an output")
  func identities() throws {
    let original = graph([node("Identity", .identity, ["x"], "i"), node("Relu", .activation(.relu), ["i"], "y")])
    let result = try original.applying(.dropIdentities)
    #expect(result.kinds == ["Relu"])
    #expect(result.nodes[0].inputs == ["x"])
    #expect(try graph([node("Identity", .identity, ["x"], "y")]).applying(.dropIdentities).kinds == ["Identity"])
  }

  @Test("BatchNormalization goes into the convolution before it")
  func batchNormalisation() throws {
    let parameters: [String: Constant] = [
      "s": .vector([Float(2), 4]), "o": .vector([Float(1), 2]), "m": .vector([Float(3), 5]),
      "v": .vector([Float(4), 16]),
    ]
    let original = graph(
      [
        conv(["x", "w"], "c"),
        node("BatchNormalization", .batchNormalisation(epsilon: 0), ["c", "s", "o", "m", "v"], "y"),
      ],
      parameters.merging(["w": ones]) { a, _ in a })
    let result = try original.applying(.lowerToAffine, .foldAffineIntoProducer)
    #expect(result.kinds == ["Conv"])
    #expect(result.constants[result.nodes[0].inputs[1]]?.floats == [1, 2, 3, 4])
    #expect(result.constants[result.nodes[0].inputs[2]]?.floats == [-2, -3])
  }

  @Test("scale and shift go into the convolution after them, the shift only without padding")
  func affine() throws {
    func result(pads: [Int]) throws -> Graph {
      try graph(
        [
          node("Sub", .binary(.subtract, .identity), ["x", "a"], "d"),
          node("Mul", .binary(.multiply, .identity), ["d", "b"], "e"), conv(["e", "w"], "y", pads: pads),
        ],
        [
          "a": Constant(shape: [], values: .floats([3])), "b": Constant(shape: [], values: .floats([0.5])), "w": ones,
        ]
      ).applying(.lowerToAffine, .mergeAffine, .foldAffineIntoConsumer)
    }
    let folded = try result(pads: [0, 0, 0, 0])
    #expect(folded.kinds == ["Conv"])
    #expect(folded.constants[folded.nodes[0].inputs[1]]?.floats == [0.5, 1, 1.5, 2])
    #expect(folded.constants[folded.nodes[0].inputs[2]]?.floats == [-4.5, -10.5])
    #expect(try result(pads: [1, 0, 0, 0]).kinds == ["Mul", "Conv"])
  }

  @Test("an activation and a residual go into the convolution")
  func fusion() throws {
    let original = graph(
      [
        conv(["x", "w"], "c"), conv(["c", "w"], "d"), node("Add", .binary(.add, .identity), ["d", "c"], "e"),
        node("Relu", .activation(.relu), ["e"], "y"),
      ], ["w": ones])
    let result = try original.sized(.fuseResidual, .fuseActivation)
    #expect(result.kinds == ["Conv", "Conv+Add+Relu"])
    #expect(result.nodes[1].inputs == ["c", "w", "c"])
    #expect(result.nodes[1].operation.convolution?.hasResidual == true)
  }

  @Test("a value that is read elsewhere is not fused away")
  func sharedValue() throws {
    let original = graph(
      [conv(["x", "w"], "c"), node("Relu", .activation(.relu), ["c"], "y")], ["w": ones], outputs: ["y", "c"])
    #expect(try original.sized(.fuseActivation).kinds == ["Conv", "Relu"])
  }

  @Test("unused nodes and constants go")
  func unused() throws {
    let original = graph(
      [conv(["x", "w"], "y"), node("Relu", .activation(.relu), ["x"], "r")], ["w": ones, "k": .vector([1])])
    let result = try original.applying(.removeUnused)
    #expect(result.kinds == ["Conv"])
    #expect(result.constants.count == 1)
  }

  @Test("PRelu with one slope per channel is an activation, with others arithmetic")
  func prelu() throws {
    func kinds(_ slope: Constant) throws -> Int {
      try graph([node("PRelu", .prelu, ["x", "p"], "y")], ["p": slope]).sized(.lowerPRelu).nodes.count
    }
    #expect(try kinds(Constant(shape: [2, 1, 1], values: .floats([1, 2]))) == 1)
    #expect(try kinds(Constant(shape: [1], values: .floats([1]))) == 1)
    #expect(try kinds(Constant(shape: [4], values: .floats([1, 2, 3, 4]))) == 5)
  }

  @Test("small convolutions of one input become one, unless something could be fused into them")
  func siblings() throws {
    let heads = graph(
      [
        conv(["x", "w"], "a"), conv(["x", "w"], "b"), node("Transpose", .transpose(nil), ["a"], "t"),
        node("Transpose", .transpose(nil), ["b"], "u"),
      ], ["w": ones], outputs: ["t", "u"])
    let merged = try heads.applying(.mergeSiblings, .removeUnused)
    #expect(merged.kinds == ["Conv", "Slice", "Slice", "Transpose", "Transpose"])
    #expect(merged.nodes[0].operation.convolution?.weightShape == [4, 2, 1, 1])
    #expect(merged.constants[merged.nodes[0].inputs[1]]?.floats == [1, 2, 3, 4, 1, 2, 3, 4])
    let activated = graph(
      [
        conv(["x", "w"], "a"), conv(["x", "w"], "b"), node("Relu", .activation(.relu), ["a"], "t"),
        node("Relu", .activation(.relu), ["b"], "u"),
      ], ["w": ones], outputs: ["t", "u"])
    #expect(try activated.applying(.mergeSiblings).kinds == activated.kinds)
  }

  @Test("depthwise convolutions of all parts of one tensor become one")
  func depthwiseSiblings() throws {
    func depthwise(_ input: String, _ output: String) -> Node {
      var node = conv([input, "d"], output)
      node.operation.convolution?.groups = 2
      return node
    }
    let heads = graph(
      [
        conv(["x", "w"], "a"), conv(["x", "w"], "b"), depthwise("a", "c"), depthwise("b", "e"),
        node("Transpose", .transpose(nil), ["c"], "t"), node("Transpose", .transpose(nil), ["e"], "u"),
      ],
      [
        "w": ones, "d": Constant(shape: [2, 1, 1, 1], values: .floats([5, 6])),
      ], outputs: ["t", "u"])
    let merged = try heads.applying(.attachWeights, .mergeSiblings, .mergeDepthwiseSiblings, .removeUnused)
    #expect(merged.kinds == ["Conv", "Conv", "Slice", "Slice", "Transpose", "Transpose"])
    #expect(merged.nodes[1].inputs[0] == merged.nodes[0].output)
    #expect(merged.nodes[1].operation.convolution?.groups == 4)
    #expect(merged.constants[merged.nodes[1].inputs[1]]?.floats == [5, 6, 5, 6])
  }
}
