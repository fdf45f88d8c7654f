import Foundation
import SwiftProtobuf
import Testing

@testable import Inference

/// Files that ask for more than they hold, or whose parts contradict each other.
@Suite("Hostile models")
struct HostileModelTests {
  /// What is said of a network, or "it runs".
  private func outcome(_ model: Onnx_ModelProto) throws -> String {
    try outcome(model.serializedBytes() as [UInt8])
  }

  private func outcome(_ bytes: [UInt8]) throws -> String {
    let start = ContinuousClock.now
    defer { #expect(ContinuousClock.now - start < .seconds(60)) }
    do throws(InferenceError) {
      let session = try Session(Model(bytes, path: "/hostile.onnx"))
      var inputs: [String: Tensor] = [:]
      for (name, shape) in session.inputShapes {
        inputs[name] = Tensor(shape: shape, scalars: [Float](repeating: 1, count: shape.reduce(1, *)))
      }
      _ = try session.run(inputs)
      return "it runs"
    } catch {
      #expect(error.description.hasPrefix("/hostile.onnx") || error.description.contains(" /hostile.onnx"))
      #expect(error.description.utf8.count < 1000)
      return error.description
    }
  }

  /// A network with the input x that ends in the value y.
  private func network(
    _ input: [Int64] = [1, 3, 8, 8], _ constants: [Onnx_TensorProto] = [], outputs: [String] = ["y"],
    _ nodes: [Onnx_NodeProto]
  ) -> Onnx_ModelProto {
    .with {
      $0.irVersion = 7
      $0.opsetImport = [.with { $0.version = 13 }]
      $0.graph.node = nodes
      $0.graph.initializer = constants
      $0.graph.input = [
        .with {
          $0.name = "x"
          $0.type.tensorType.elemType = 1
          $0.type.tensorType.shape.dim = input.map { size in .with { $0.dimValue = size } }
        }
      ]
      $0.graph.output = outputs.map { name in .with { $0.name = name } }
    }
  }

  private func node(
    _ type: String, _ inputs: [String], _ output: String, _ attributes: [Onnx_AttributeProto] = []
  ) -> Onnx_NodeProto {
    .with {
      $0.opType = type
      $0.input = inputs
      $0.output = [output]
      $0.attribute = attributes
    }
  }

  private func floats(_ name: String, _ dims: [Int64], _ values: [Float]) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dims = dims
      $0.dataType = 1
      $0.floatData = values
    }
  }

  private func integers(_ name: String, _ values: [Int64]) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dims = [Int64(values.count)]
      $0.dataType = 7
      $0.rawData = values.withUnsafeBytes { Data($0) }
    }
  }

  @Test("normalisations for other numbers of channels in a row")
  func normalisations() throws {
    let parameters = ["p": 3, "r": 5].flatMap { name, count in
      "abcd".map { floats("\(name)\($0)", [Int64(count)], [Float](repeating: 1, count: count)) }
    }
    let text = try outcome(
      network(
        parameters,
        [
          node("BatchNormalization", ["x", "pa", "pb", "pc", "pd"], "q"),
          node("BatchNormalization", ["q", "ra", "rb", "rc", "rd"], "y"),
        ]))
    #expect(text.contains("5 values do not fit the channels of [1, 3, 8, 8]"), "\(text)")
  }

  private func network(_ constants: [Onnx_TensorProto], _ nodes: [Onnx_NodeProto]) -> Onnx_ModelProto {
    network([1, 3, 8, 8], constants, nodes)
  }

  @Test("matrices with an empty side", arguments: ["MatMul", "Gemm"])
  func emptyMatrices(type: String) throws {
    let text = try outcome(
      network(
        [floats("w", [192, 0], []), floats("s", [], [2])],
        [node("Flatten", ["x"], "f"), node(type, ["f", "w"], "m"), node("Mul", ["m", "s"], "y")]))
    #expect(text.contains("weights of shape [0, 192] are empty"), "\(text)")
  }

  @Test("slices with steps of any size, one after the other and on one axis")
  func slices() throws {
    func slice(_ input: String, _ output: String) -> Onnx_NodeProto {
      node("Slice", [input, "s", "e", "a", "t"], output)
    }
    func bounds(axes: [Int64]) -> [Onnx_TensorProto] {
      let (zeros, ones) = (axes.map { _ in Int64(0) }, axes.map { _ in Int64(1) })
      return [
        integers("s", zeros), integers("e", ones), integers("a", axes), integers("t", axes.map { _ in 1 << 28 }),
        floats("k", [1, 3, 8, 8], [Float](repeating: 1, count: 192)),
      ]
    }
    let chain = [slice("x", "b"), slice("b", "c"), slice("c", "d"), slice("d", "y")]
    #expect(try outcome(network(bounds(axes: [2, 3]), chain)) == "it runs")
    #expect(try outcome(network(bounds(axes: [2, 2, 2]), chain)).contains("axes [2, 2, 2] repeat one"))
    let folded = [slice("k", "l"), node("Add", ["x", "l"], "y")]
    #expect(try outcome(network(bounds(axes: [0, 0, 0, 0]), folded)).contains("repeat one"))
  }

  private func fill(_ output: String, of shape: String) -> Onnx_NodeProto {
    let value = Onnx_TensorProto.with {
      $0.dims = [1]
      $0.dataType = 1
      $0.floatData = [0]
    }
    return node("ConstantOfShape", [shape], output, [.tensor("value", value)])
  }

  /// What is said of a network whose constants may take 1 MiB: a small budget is met as a large one is, but sooner.
  private func thrifty(_ model: Onnx_ModelProto) throws -> String {
    do throws(GraphError) {
      var model = model
      var graph = try ModelFile.graph(&model)
      graph.budget = ByteBudget("constants", limit: 1 << 20)
      try graph.apply(Pass.onLoad)
      try graph.packWeights(InstructionSet.portable.kernels, winograd: true)
      return "it loads"
    } catch {
      return error.inFile("/hostile.onnx").description
    }
  }

  @Test("constants that fill memory")
  func constants() throws {
    let fills = (0..<30).map { fill("k\($0)", of: "n") }
    let shape = integers("n", [1 << 14])
    let unread = network([shape], fills + [node("Relu", ["x"], "y")])
    #expect(try thrifty(unread) == "it loads")
    let read = network([shape], fills + [node("Concat", fills.map { $0.output[0] }, "y", [.integer("axis", 0)])])
    #expect(try thrifty(read).contains("its constants need more than 1 MiB"))
    #expect(try outcome(read) == "it runs")
    let large = network([integers("n", [1 << 26])], [fill("k", of: "n"), node("Add", ["x", "k"], "y")])
    #expect(try outcome(large).contains("its constants need more than 128 MiB"))
  }

  @Test("layers that share one tensor, each with a copy of its own")
  func sharedWeights() throws {
    let weights = floats("w", [192, 64], [Float](repeating: 1, count: 192 * 64))
    let layers = (0..<30).map { node("MatMul", ["f", "w"], "m\($0)") }
    let sum = node("Concat", layers.map { $0.output[0] }, "y", [.integer("axis", 1)])
    let model = network([weights], [node("Flatten", ["x"], "f")] + layers + [sum])
    #expect(try thrifty(model).contains("its constants need more than 1 MiB"))
    // Packed, a single output channel takes the room of a panel.
    let kernels = (0..<20).flatMap { [node("Conv", ["x", "w"], "c\($0)"), node("Relu", ["c\($0)"], "r\($0)")] }
    let thin = network(
      [floats("w", [1, 3, 8, 300], [Float](repeating: 1, count: 7200))],
      kernels + [node("Concat", (0..<20).map { "r\($0)" }, "y", [.integer("axis", 1)])])
    #expect(try thrifty(thin).contains("its weights need more than 1 MiB"))
  }

  @Test("many indices are one step")
  func gather() throws {
    let indices = integers("i", [Int64](repeating: 3, count: 1 << 18))
    let model = network([1, 1, 1, 8], [indices], [node("Gather", ["x", "i"], "y", [.integer("axis", 3)])])
    let session = try Session(Model(model.serializedBytes(), path: "/hostile.onnx"))
    let input = Tensor(shape: [1, 1, 1, 8], scalars: (0..<8).map { Float($0) })
    #expect(try session.profile(["x": input]).map(\.kind) == ["Load", "Gather", "Store"])
    #expect(try session.run(["x": input])["y"]?.scalars == [Float](repeating: 3, count: 1 << 18))
    let more = network([integers("i", [Int64](repeating: 0, count: 1 << 20 + 1))], [node("Gather", ["x", "i"], "y")])
    #expect(try outcome(more).contains("more than 1048576 whole numbers"))
  }

  @Test("activations and outputs have a budget that the error tells")
  func activations() throws {
    let shape = integers("n", [1, 3, 8192, 8192])
    let expanded = node("Expand", ["p", "n"], "y")
    let pooled = node("GlobalAveragePool", ["x"], "p")
    #expect(try outcome(network([shape], [pooled, expanded])).contains("is too large"))
    let smaller = (0..<12).map { node("Relu", ["q"], "y\($0)") }
    let model = network(
      [1, 3, 8, 8], [integers("n", [1, 3, 2048, 2048])], outputs: smaller.map { $0.output[0] },
      [pooled, node("Expand", ["p", "n"], "q")] + smaller)
    let text = try outcome(model)
    #expect(text.contains("its activations need more than 640 MiB"), "\(text)")
  }

  @Test(
    "slow kernels are counted as slow",
    arguments: [
      ("MaxPool", [Int64](repeating: 45, count: 2), [Int64](repeating: 1, count: 2), [Int64](repeating: 22, count: 4)),
      ("MaxPool", [31, 31], [1, 1], [15, 15, 15, 15]), ("AveragePool", [61, 61], [1, 1], [30, 30, 30, 30]),
      ("Conv", [21, 21], [100, 100], [1000, 1000, 1000, 1000]),
    ])
  func slowKernels(kind: String, kernel: [Int64], dilations: [Int64], pads: [Int64]) throws {
    let isConvolution = kind == "Conv"
    let side: Int64 = isConvolution ? 3000 : 1000
    var attributes: [Onnx_AttributeProto] = [.integers("kernel_shape", kernel), .integers("pads", pads)]
    if isConvolution { attributes.append(.integers("dilations", dilations)) }
    let layer = node(kind, ["b"] + (isConvolution ? ["w"] : []), "y", attributes)
    let model = network(
      [1, 3, 1, 1], [integers("n", [1, 3, side, side]), integers("s", [3, 3] + kernel)],
      (isConvolution ? [fill("w", of: "s")] : []) + [node("Expand", ["x", "n"], "b"), layer])
    #expect(try outcome(model).contains("it would compute for too long"))
  }

  @Test("work has a bound that the error tells")
  func work() throws {
    var nodes = [fill("w", of: "n")]
    for index in 0..<40 {
      let from = index == 0 ? "x" : "c\(index - 1)"
      nodes.append(node("Conv", [from, "w"], index == 39 ? "y" : "c\(index)", [.integers("pads", [4, 4, 4, 4])]))
    }
    let model = network([1, 64, 512, 512], [integers("n", [64, 64, 9, 9])], nodes)
    #expect(try outcome(model).contains("it would compute for too long"))
  }

  @Test("limits of nodes, ports, axes, taps and parts")
  func counts() throws {
    let chain = (0..<5001).map { node("Relu", [$0 == 0 ? "x" : "r\($0 - 1)"], "r\($0)") }
    #expect(try outcome(network([], chain)).contains("it has 5001 nodes"))
    let many = node("Concat", [String](repeating: "x", count: 4000), "y", [.integer("axis", 0)])
    #expect(try outcome(network([], [many])) == "it runs")
    #expect(try outcome(network([], [many, many, many, many, many, many, many])).contains("28000 inputs"))
    let outputs = (0..<12_000).map { "y\($0)" }
    #expect(try outcome(network([1, 1], [], outputs: outputs, [many])).contains("12000 inputs or outputs"))
    let axes = integers("a", [Int64](1...100_000))
    #expect(try outcome(network([axes], [node("Unsqueeze", ["x", "a"], "y")])).contains("axes; at most 16"))
    let window = integers("n", [1, 3, 500, 500])
    #expect(try outcome(network([window], [fill("w", of: "n"), node("Conv", ["x", "w"], "y")])).contains("500×500"))
    // Two bytes each: a graph (field 7) of nothing but empty nodes (field 1).
    var empty: [UInt8] = []
    for _ in 0..<2_000_000 { empty += [0x0A, 0] }
    #expect(try outcome([0x3A, 0x80, 0x92, 0xF4, 0x01] + empty).contains("more than 1048576 parts"))
  }

  @Test("what stands in a file does not make a message long")
  func messages() throws {
    let name = String(repeating: "name ", count: 1_000_000)
    #expect(try outcome(network([], [node("Relu", [name], "y")])).hasSuffix("…"))
    #expect(try outcome(network([], [node(name, ["x"], "y")])).contains("is not supported"))
    var long = node("Relu", ["x", "x"], "y")
    long.name = name
    #expect(try outcome(network([], [long])).contains("it has 2 inputs"))
    let numbers = floats("f", [100_000], [Float](repeating: .infinity, count: 100_000))
    let cast = node("Cast", ["f"], "y", [.integer("to", 7)])
    #expect(try outcome(network([numbers], [cast])).contains("(100000 in all)"))
    let indices = integers("i", [Int64](repeating: 77, count: 100_000))
    #expect(try outcome(network([indices], [node("Gather", ["x", "i"], "y")])).contains("(100000 in all)"))
  }

  @Test("a shape with a length of 0 beside lengths that overflow")
  func hiddenOverflow() throws {
    let tensor = floats("k", [0, 1 << 62, 1 << 62], [])
    #expect(try outcome(network([tensor], [node("Add", ["x", "k"], "y")])).contains("too large"))
  }
}
