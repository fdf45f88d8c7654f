import Foundation
import SwiftProtobuf

@testable import Inference

/// SplitMix64, so that a seed gives the same graph everywhere.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func happens(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// - Parameter list: not empty.
  mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &self)] }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
}

/// A network that grows by chance, and what is known of its values.
struct RandomGraph {
  struct Value {
    var name: String
    var shape: [Int]
  }

  var chance: Chance
  let opset: Int
  let input: [Int]
  /// Of type float32, whose shapes are known as they have been run.
  var values: [Value]
  private(set) var nodes: [Onnx_NodeProto] = []
  private(set) var initialisers: [Onnx_TensorProto] = []
  private var names = 0

  init(seed: UInt64) {
    chance = Chance(seed: seed)
    opset = Int.random(in: ModelFile.opsets, using: &chance)
    let small = [1, 1, 2, 3, 4, 5, 7, 8, 16, 17]
    let rank = chance.happens(0.7) ? 4 : chance.below(6)
    var input: [Int] = []
    for _ in 0..<rank { input.append(chance.pick(small)) }
    self.input = input
    values = [Value(name: "x", shape: input)]
  }

  // MARK: - Parts

  mutating func freshName() -> String {
    names += 1
    return "v\(names)"
  }

  /// - Returns: the name of the output.
  @discardableResult
  mutating func add(_ type: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = []) -> String {
    let output = freshName()
    nodes.append(
      .with {
        $0.opType = type
        $0.input = inputs
        $0.output = [output]
        $0.attribute = attributes
      })
    return output
  }

  /// A constant of small numbers; once in a while they are not as many as the shape says.
  mutating func floats(_ shape: [Int]) -> String {
    let honest = shape.allSatisfy { (0...4096).contains($0) } ? shape.reduce(1, *) : 1
    let count = chance.happens(0.01) ? honest + 1 : min(honest, 1 << 16)
    return add(
      .with {
        $0.dims = shape.map { Int64($0) }
        $0.dataType = 1
        for _ in 0..<count { $0.floatData.append(Float(chance.below(9)) / 4 - 1) }
      })
  }

  mutating func integers(_ numbers: [Int], shape: [Int]? = nil) -> String {
    add(
      .with {
        $0.dims = (shape ?? [numbers.count]).map { Int64($0) }
        $0.dataType = 7
        $0.int64Data = numbers.map { Int64($0) }
      })
  }

  private mutating func add(_ tensor: Onnx_TensorProto) -> String {
    var tensor = tensor
    tensor.name = freshName()
    initialisers.append(tensor)
    return tensor.name
  }

  // MARK: - Numbers

  /// Numbers at which arithmetic on sizes goes wrong.
  static let oddities = [
    0, -1, -2, 1, 2, 3, 6, 17, 255, 4096, 65_536, 1 << 20, 1 << 27, 1 << 28, 1 << 31, (1 << 31) - 1, -(1 << 31),
    1 << 62, .max, .min,
  ]

  /// The number that fits, or an odd one.
  mutating func maybe(_ fitting: Int) -> Int { chance.happens(0.97) ? fitting : chance.pick(Self.oddities) }

  mutating func small() -> Int { chance.pick([1, 1, 2, 3, 4, 5, 8, 16, 17, 33]) }

  /// Any shape.
  mutating func shape() -> [Int] {
    var result: [Int] = []
    for _ in 0..<chance.below(6) { result.append(maybe(small())) }
    return result
  }

  /// One that can be broadcast to another.
  mutating func broadcastable(_ shape: [Int]) -> [Int] {
    if chance.happens(0.05) { return self.shape() }
    var result = Array(shape.dropFirst(chance.below(shape.count + 1)))
    for axis in result.indices where chance.happens(0.4) { result[axis] = 1 }
    return result
  }

  mutating func axis(_ rank: Int) -> Int { maybe(chance.below(2 * rank) - rank) }

  // MARK: - The file

  /// - Parameter outputs: names of values.
  func model(outputs: [String]) -> Onnx_ModelProto {
    .with {
      $0.irVersion = 7
      $0.opsetImport = [.with { $0.version = Int64(opset) }]
      $0.graph.node = nodes
      $0.graph.initializer = initialisers
      $0.graph.input = [
        .with {
          $0.name = "x"
          $0.type.tensorType.elemType = 1
          $0.type.tensorType.shape.dim = input.map { size in .with { $0.dimValue = Int64(size) } }
        }
      ]
      $0.graph.output = outputs.map { name in .with { $0.name = name } }
    }
  }
}

extension Onnx_AttributeProto {
  static func float(_ name: String, _ value: Float) -> Self {
    .with {
      $0.name = name
      $0.f = value
      $0.type = .float
    }
  }

  static func text(_ name: String, _ value: String) -> Self {
    .with {
      $0.name = name
      $0.s = Data(value.utf8)
      $0.type = .string
    }
  }

  static func tensor(_ name: String, _ value: Onnx_TensorProto) -> Self {
    .with {
      $0.name = name
      $0.t = value
      $0.type = .tensor
    }
  }
}
