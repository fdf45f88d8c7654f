import Foundation
import Testing

@testable import Inference

struct ModelCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Output: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var offset, stride, samples: Int
    var largest: Float
    var sum: Double
  }

  var model, input, kind: String
  var shape: [Int]
  var seed: UInt64
  var outputs: [Output]

  var testDescription: String { "\(model) \(shape) \(kind)" }
  var isBundled: Bool { ["detector", "recognizer"].contains(model) }
  var image: Tensor {
    kind == "noise"
      ? Generator.noise(seed: seed, shape: shape, low: 0, high: 255) : Generator.smooth(seed: seed, shape: shape)
  }

  static func all(bundled: Bool) -> [ModelCase] {
    guard let data = try? Data(contentsOf: Paths.fixtures.appendingPathComponent("models.json")),
      let cases = try? JSONDecoder().decode([ModelCase].self, from: data)
    else { return [] }
    return cases.filter { $0.isBundled == bundled }
  }
}

@Suite("The five models against onnxruntime")
struct ModelTests {
  static let reference = Result { try Floats("models.bin") }

  @Test("bundled models", arguments: ModelCase.all(bundled: true))
  func bundled(_ example: ModelCase) throws {
    try check(example)
  }

  @Test("public models", .enabled(if: Paths.hasShared, "needs ../shared"), arguments: ModelCase.all(bundled: false))
  func shared(_ example: ModelCase) throws {
    try check(example)
  }

  @Test("the fixtures are there")
  func fixtures() {
    #expect(ModelCase.all(bundled: true).count == 14)
    #expect(ModelCase.all(bundled: false).count == 14)
  }

  private func check(_ example: ModelCase) throws {
    let reference = try Self.reference.get().values
    for set in InstructionSet.available {
      let model = try Model(path: Paths.model(example.model), instructionSet: set)
      for threads in [1, 2] {
        let session = try Session(model, shapes: [example.input: example.shape], threads: threads)
        // The second run meets what the first one left in memory.
        _ = try session.run([example.input: example.image])
        let results = try session.run([example.input: example.image])
        #expect(results.count == example.outputs.count)
        for output in example.outputs {
          let result = try #require(results[output.name])
          #expect(result.shape == output.shape)
          let expected = reference[output.offset..<output.offset + output.samples]
          let samples = stride(from: 0, to: result.scalars.count, by: output.stride).map { result.scalars[$0] }
          // onnxruntime's sigmoid is a rational function with an absolute error of about 1e-7, whatever the result.
          let largest = max(output.largest, 2e-3)
          let error = zip(samples, expected).map { abs($0 - $1) }.max() ?? .infinity
          #expect(samples.count == expected.count)
          #expect(error < 1e-4 * largest, "\(set) \(output.name): \(error) of \(output.largest)")
          let sum = result.scalars.reduce(0.0) { $0 + Double($1) }
          #expect(abs(sum - output.sum) < 1e-4 * Double(largest) * Double(result.scalars.count))
        }
      }
    }
  }
}
