import Foundation
import SwiftProtobuf
import Testing

@testable import Inference

@Suite("Damaged and hostile files")
struct DamagedFileTests {
  /// A clean error that names the file, or a model that runs.
  private func survives(_ data: Data) throws {
    try Paths.withFile(data) { path in
      do throws(InferenceError) {
        let model = try Model(path: path)
        var shapes: [String: [Int]] = [:]
        for input in model.inputs { shapes[input.name] = input.shape.map { $0 ?? 1 } }
        let session = try Session(model, shapes: shapes)
        guard session.activationBytes < 1 << 28 else { return }
        var inputs: [String: Tensor] = [:]
        for (name, shape) in session.inputShapes {
          inputs[name] = Tensor(shape: shape, scalars: [Float](repeating: 1, count: shape.reduce(1, *)))
        }
        _ = try session.run(inputs)
      } catch {
        #expect(error.description.contains(path))
      }
    }
  }

  @Test("truncated anywhere")
  func truncated() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Paths.model("recognizer")))
    let places = Generator.uniform(seed: 1, count: 60).map { Int(Float(data.count) * $0) }
    for length in places + Array(0..<40) + (data.count - 40..<data.count) { try survives(data.prefix(length)) }
  }

  @Test("flipped bytes in the big model")
  func flipped() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Paths.model("recognizer")))
    let places = Generator.uniform(seed: 2, count: 80).map { Int(Float(data.count - 1) * $0) }
    // The nodes and the names lie at the front, where a flip does more than change a weight.
    for (index, place) in (places + places.map { $0 % 9000 } + places.map { data.count - 1 - $0 % 600 }).enumerated() {
      var damaged = data
      damaged[place] ^= UInt8(truncatingIfNeeded: 1 << (index % 8))
      try survives(damaged)
    }
  }

  @Test("flipped bytes in small networks", arguments: OperatorCase.all)
  func flippedOperators(_ example: OperatorCase) throws {
    let blob = try OperatorTests.blob.get()
    let data = Data(blob[example.model.offset..<example.model.offset + example.model.bytes])
    for (index, place) in Generator.uniform(seed: example.seed, count: 24).enumerated() {
      var damaged = data
      damaged[Int(place * Float(data.count - 1))] = [0, 0xFF, 0x7F, 0x80, 1, 0x40][index % 6]
      try survives(damaged)
    }
  }

  @Test("garbage, nothing, a folder, no file")
  func noModels() throws {
    try survives(Data())
    try survives(Data("not a model".utf8))
    try survives(Data(repeating: 0xFF, count: 1000))
    #expect(throws: InferenceError.notReadable(path: "/nowhere/x.onnx", reason: "there is no such file")) {
      _ = try Model(path: "/nowhere/x.onnx")
    }
    #expect(throws: InferenceError.notReadable(path: "/tmp", reason: "it is not a regular file")) {
      _ = try Model(path: "/tmp")
    }
  }

  @Test("what is wrong is said", arguments: Fault.all)
  func reasons(_ fault: Fault) throws {
    var proto = Fault.smallModel()
    fault.damage(&proto)
    try Paths.withFile(try proto.serializedData()) { path in
      do throws(InferenceError) {
        let model = try Model(path: path)
        _ = try Session(model, shapes: [:])
        Issue.record("no error")
      } catch {
        #expect(error.description.contains(path))
        #expect(error.description.contains(fault.says), "\(error)")
      }
    }
  }
}

/// One thing wrong with a network of one convolution.
struct Fault: Sendable, CustomTestStringConvertible {
  let says: String
  let damage: @Sendable (inout Onnx_ModelProto) -> Void

  var testDescription: String { says }

  static let all: [Fault] = [
    Fault(says: "opset 42") { $0.opsetImport[0].version = 42 },
    Fault(says: "opset 8") { $0.opsetImport[0].version = 8 },
    Fault(says: "operator Einsum (node first) is not supported") { $0.graph.node[0].opType = "Einsum" },
    Fault(says: "com.example.Conv") { $0.graph.node[0].domain = "com.example" },
    Fault(says: "holds 8 values instead of 9") { $0.graph.initializer[0].floatData.removeLast() },
    Fault(says: "too large") { $0.graph.initializer[0].dims = [1 << 40, 1 << 40, 3, 3] },
    Fault(says: "too large") { $0.graph.initializer[0].dims = [-1, 1, 3, 3] },
    Fault(says: "lies in another file") { $0.graph.initializer[0].dataLocation = .external },
    Fault(says: "element type float16") {
      $0.graph.initializer[0].dataType = Int32(Onnx_TensorProto.DataType.float16.rawValue)
    },
    Fault(says: "reads w, which nothing produces") { $0.graph.initializer.removeAll() },
    Fault(says: "cycle") {
      $0.graph.node.append(
        .with {
          $0.opType = "Relu"
          $0.input = ["b"]
          $0.output = ["a"]
        })
      $0.graph.node.append(
        .with {
          $0.opType = "Relu"
          $0.input = ["a"]
          $0.output = ["b"]
        })
    },
    Fault(says: "produced twice") { $0.graph.node.append($0.graph.node[0]) },
    Fault(says: "output z is not produced") { $0.graph.output[0].name = "z" },
    Fault(says: "it has no outputs") { $0.graph.output.removeAll() },
    Fault(says: "holds no network") { $0.clearGraph() },
    Fault(says: "group = 0") { $0.graph.node[0].attribute.append(.integer("group", 0)) },
    Fault(says: "strides = [0, 1]") { $0.graph.node[0].attribute.append(.integers("strides", [0, 1])) },
    Fault(says: "pads must have 4") { $0.graph.node[0].attribute.append(.integers("pads", [1, 1])) },
    Fault(says: "is not a whole number") { $0.graph.node[0].attribute.append(.integers("group", [1])) },
    Fault(says: "contradicts weights") { $0.graph.node[0].attribute.append(.integers("kernel_shape", [2, 2])) },
    Fault(says: "a window of 3 does not fit") {
      $0.graph.input[0].type.tensorType.shape.dim[3].dimValue = 2
    },
    Fault(says: "do not fit the input") { $0.graph.input[0].type.tensorType.shape.dim[1].dimValue = 2 },
    Fault(says: "is not a float32 tensor") { $0.graph.input[0].type.tensorType.elemType = 7 },
    Fault(says: "cannot have shape") { $0.graph.input[0].type.tensorType.shape.dim[2].dimValue = 1 << 60 },
    Fault(says: "needs a shape") { $0.graph.input[0].type.tensorType.shape.dim[0].dimParam = "N" },
  ]

  /// x (1, 1, 5, 5) convolved with w (1, 1, 3, 3).
  static func smallModel() -> Onnx_ModelProto {
    .with {
      $0.irVersion = 7
      $0.opsetImport = [.with { $0.version = 13 }]
      $0.graph.node = [
        .with {
          $0.name = "first"
          $0.opType = "Conv"
          $0.input = ["x", "w"]
          $0.output = ["y"]
        }
      ]
      $0.graph.initializer = [
        .with {
          $0.name = "w"
          $0.dims = [1, 1, 3, 3]
          $0.dataType = 1
          $0.floatData = [Float](repeating: 1, count: 9)
        }
      ]
      $0.graph.input = [
        .with {
          $0.name = "x"
          $0.type.tensorType.elemType = 1
          $0.type.tensorType.shape.dim = [1, 1, 5, 5].map { size in .with { $0.dimValue = size } }
        }
      ]
      $0.graph.output = [.with { $0.name = "y" }]
    }
  }
}

extension Onnx_AttributeProto {
  static func integer(_ name: String, _ value: Int64) -> Self {
    .with {
      $0.name = name
      $0.i = value
      $0.type = .int
    }
  }

  static func integers(_ name: String, _ values: [Int64]) -> Self {
    .with {
      $0.name = name
      $0.ints = values
      $0.type = .ints
    }
  }
}
