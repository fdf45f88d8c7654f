import SwiftProtobuf
import Testing

@testable import Inference

/// A network is within its memory, or refused in one sentence that tells the limit.
@Suite("Memory of a network")
struct ModelMemoryTests {
  /// Convolutions 3×3 of 32 channels, one after the other.
  private func chain(_ layers: Int, side: Int = 8) -> Graph {
    let shape = [32, 32, 3, 3]
    let weights = (0..<layers).map { layer in
      Constant(shape: shape, values: .floats(Generator.uniform(seed: UInt64(layer), count: shape.reduce(1, *))))
    }
    let nodes = (0..<layers).map { layer in
      Node(
        name: "c\(layer)", kind: "Conv",
        operation: .convolution(Convolution(window: Window(pads: [1, 1, 1, 1]), weightShape: shape)),
        inputs: [layer == 0 ? "x" : "v\(layer - 1)", "w\(layer)"], output: layer == layers - 1 ? "y" : "v\(layer)")
    }
    return Graph(
      nodes: nodes, constants: Dictionary(uniqueKeysWithValues: weights.indices.map { ("w\($0)", weights[$0]) }),
      inputs: [ValueDescription(name: "x", shape: [1, 32, side, side])],
      outputs: [ValueDescription(name: "y", shape: [])])
  }

  private func packed(_ graph: Graph, most: Int) throws -> [PackedWeights] {
    var graph = graph
    try graph.packWeights(InstructionSet.portable.kernels, winograd: true, mostPacked: most)
    let packed = graph.nodes.compactMap { $0.operation.convolution?.packed }
    #expect(graph.packedBytes <= most)
    #expect(graph.packedBytes >= packed.reduce(0) { $0 + $1.weights.count * MemoryLayout<Float>.stride })
    #expect(graph.constants.isEmpty && graph.budget.held == 0)
    return packed
  }

  @Test("where memory is short, the first layers are transformed for Winograd's method and the others are not")
  func winograd() throws {
    let graph = chain(6)
    let all = try packed(graph, most: ByteBudget.mostPacked)
    #expect(all.allSatisfy { $0.winograd == .four })
    // Direct weights are 36 KiB each, transformed ones 144 KiB.
    let some = try packed(graph, most: 500 << 10)
    #expect(some.map { $0.winograd != nil } == [true, true, false, false, false, false])
    #expect(throws: GraphError.self) { try packed(graph, most: 200 << 10) }
  }

  @Test("weights and activations count together")
  func together() throws {
    var graph = chain(2, side: 512)
    try graph.packWeights(InstructionSet.portable.kernels, winograd: true)
    let sized = try graph.resolved(inputShapes: ["x": [1, 32, 512, 512]])
    #expect(throws: Never.self) { try PlanBuilder.plan(sized, kernels: InstructionSet.portable.kernels, threads: 1) }
    graph.packedBytes = 800 << 20
    let heavy = try graph.resolved(inputShapes: ["x": [1, 32, 512, 512]])
    let error = #expect(throws: GraphError.self) {
      try PlanBuilder.plan(heavy, kernels: InstructionSet.portable.kernels, threads: 1)
    }
    let text = error?.inFile("/heavy.onnx").description ?? ""
    #expect(text.contains("its weights need 800 MiB and its activations") && text.contains("exceed 1 GiB"), "\(text)")
  }

  @Test("whole numbers of all tensors have a bound, as they take eight bytes where the file has one")
  func wholeNumbers() throws {
    var model = Onnx_ModelProto()
    model.opsetImport = [.with { $0.version = 13 }]
    model.graph.node = [
      .with {
        $0.opType = "Relu"
        $0.input = ["x"]
        $0.output = ["y"]
      }
    ]
    model.graph.input = [
      .with {
        $0.name = "x"
        $0.type.tensorType.elemType = 1
        $0.type.tensorType.shape.dim = [.with { $0.dimValue = 8 }]
      }
    ]
    model.graph.output = [.with { $0.name = "y" }]
    model.graph.initializer = (0..<5).map { index in
      .with {
        $0.name = "w\(index)"
        $0.dims = [1 << 20]
        $0.dataType = Int32(Onnx_TensorProto.DataType.uint8.rawValue)
        $0.rawData = .init(count: 1 << 20)
      }
    }
    let bytes: [UInt8] = try model.serializedBytes()
    let error = #expect(throws: InferenceError.self) { try Model(bytes, path: "/whole.onnx") }
    #expect(error?.description.contains("more than 4194304 whole numbers") == true, "\(error?.description ?? "")")
  }

  @Test("constants that follow from each other are dropped as soon as nothing reads them")
  func foldedChain() throws {
    let fill = Constant(shape: [1], values: .floats([1]))
    var nodes = [
      Node(name: "f", kind: "ConstantOfShape", operation: .constantOfShape(fill), inputs: ["n"], output: "k0")
    ]
    for index in 0..<8 {
      nodes.append(
        Node(
          name: "t\(index)", kind: "Transpose", operation: .transpose([1, 0]), inputs: ["k\(index)"],
          output: "k\(index + 1)"))
    }
    nodes.append(
      Node(name: "y", kind: "Add", operation: .binary(.add, .identity), inputs: ["x", "k8"], output: "y"))
    var graph = Graph(
      nodes: nodes, constants: ["n": .vector([256, 256])],
      inputs: [ValueDescription(name: "x", shape: [256, 256])], outputs: [ValueDescription(name: "y", shape: [])])
    // A megabyte for the one that is read and the one that is made, counted as eight bytes an element.
    graph.budget = ByteBudget("constants", mostHeld: 1 << 20)
    try graph.apply(Pass.onLoad)
    #expect(graph.nodes.count == 1 && graph.budget.held == 256 << 10)
  }
}
