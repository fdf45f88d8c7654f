import Testing

@testable import Inference

@Suite("Winograd's method in whole networks")
struct WinogradModelTests {
  @Test("embeddings are those of the direct sums", arguments: InstructionSet.available, [1, 2])
  func embeddings(_ set: InstructionSet, threads: Int) throws {
    let shape = [3, 3, 112, 112]
    let image = Generator.noise(seed: 5, shape: shape, low: 0, high: 255)
    func embeddings(winograd: Bool) throws -> [Float] {
      let model = try Model(path: Paths.model("recognizer"), instructionSet: set, winograd: winograd)
      let input = try #require(model.inputs.first?.name)
      let session = try Session(model, shapes: [input: shape], threads: threads)
      return try #require(try session.run([input: image]).values.first).scalars
    }
    let fast = try embeddings(winograd: true)
    let direct = try embeddings(winograd: false)
    #expect(fast != direct, "the option has no effect")
    for face in 0..<3 {
      let part = face * fast.count / 3..<(face + 1) * fast.count / 3
      #expect(cosine(fast[part], direct[part]) > 0.999_999)
    }
  }

  private func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
  }
}
