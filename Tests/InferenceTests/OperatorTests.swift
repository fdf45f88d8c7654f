import Foundation
import Testing

@testable import Inference

struct OperatorCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Part: Decodable, Sendable {
    var offset, bytes: Int
  }

  struct Output: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var data: Part
  }

  var name: String
  var seed: UInt64
  var model: Part
  var inputs: [String: [Int]]
  var outputs: [Output]

  var testDescription: String { name }

  var tensors: [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: inputs.map { name, shape in
        (name, Generator.noise(seed: name == "z" ? seed + 1000 : seed, shape: shape, low: -1, high: 1))
      })
  }

  static let all: [OperatorCase] = {
    guard let data = try? Data(contentsOf: Paths.fixtures.appendingPathComponent("operators.json")) else { return [] }
    return (try? JSONDecoder().decode([OperatorCase].self, from: data)) ?? []
  }()

  static func named(_ name: String) throws -> OperatorCase {
    try #require(all.first { $0.name == name })
  }
}

@Suite("Operators against onnxruntime")
struct OperatorTests {
  static let blob = Result { try Data(contentsOf: Paths.fixtures.appendingPathComponent("operators.bin")) }

  @Test("the fixtures are there")
  func fixtures() {
    #expect(OperatorCase.all.count > 190)
  }

  @Test("same numbers", arguments: OperatorCase.all)
  func operators(_ example: OperatorCase) throws {
    let blob = try Self.blob.get()
    func bytes(_ part: OperatorCase.Part) -> Data { blob[part.offset..<part.offset + part.bytes] }
    try Paths.withFile(bytes(example.model)) { path in
      for set in InstructionSet.available {
        let session = try Session(try Model(path: path, instructionSet: set), shapes: example.inputs)
        for _ in 0..<2 {
          let results = try session.run(example.tensors)
          #expect(results.count == example.outputs.count)
          for output in example.outputs {
            let result = try #require(results[output.name])
            let expected = floats(bytes(output.data))
            #expect(result.shape == output.shape)
            #expect(result.scalars.count == expected.count)
            let largest = expected.map(abs).max() ?? 0
            let error = zip(result.scalars, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error <= 1e-5 * max(largest, 0.1), "\(set): \(error) of \(largest)")
          }
        }
      }
    }
  }

  private func floats(_ data: Data) -> [Float] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
  }
}
