import SwiftProtobuf
import Testing

@testable import Inference

@Suite("Writing networks")
struct NetworkWriterTests {
  @Test("no two nodes of a file have the same name, whatever they are called")
  func names() throws {
    var writer = NetworkWriter(name: "n", producer: "tests")
    for (index, name) in ["a", "a", "a", "a.2"].enumerated() {
      writer.addNode("Relu", name: name, inputs: ["x\(index)"], output: "x\(index + 1)")
    }
    let file = try Onnx_ModelProto(serializedBytes: writer.serialised())
    let names = file.graph.node.map(\.name)
    #expect(names == ["a", "a.2", "a.3", "a.2.2"])
  }
}
