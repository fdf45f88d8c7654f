import Testing

@testable import Inference

@Suite("Models and sessions")
struct SessionTests {
  @Test("kernels that do not exist are an error that lists the others")
  func kernels() throws {
    #expect(try InstructionSet.named("portable") == .portable)
    #expect(
      throws: InferenceError.kernelsUnavailable(
        name: "sse9", available: InstructionSet.available.map(\.rawValue))
    ) { try InstructionSet.named("sse9") }
  }

  @Test("a model tells its inputs and outputs")
  func descriptions() throws {
    let model = try Model(path: Paths.model("recognizer"))
    #expect(model.inputs == [ValueDescription(name: "image", shape: [nil, 3, 112, 112])])
    #expect(model.outputs.map(\.name) == ["embedding"])
  }

  @Test("shapes and tensors that do not fit are errors")
  func misfits() throws {
    let model = try Model(path: Paths.model("recognizer"))
    #expect(throws: InferenceError.self) { try Session(model) }
    #expect(throws: InferenceError.self) { try Session(model, shapes: ["image": [1, 3, 64, 64]]) }
    #expect(throws: InferenceError.self) { try Session(model, shapes: ["image": [1, 3, 112]]) }
    #expect(throws: InferenceError.self) { try Session(model, shapes: ["image": [0, 3, 112, 112]]) }
    #expect(throws: InferenceError.self) { try Session(model, shapes: ["picture": [1, 3, 112, 112]]) }
    let session = try Session(model, shapes: ["image": [1, 3, 112, 112]])
    let image = Generator.smooth(seed: 1, shape: [1, 3, 112, 112])
    #expect(throws: InferenceError.self) { try session.run([:]) }
    #expect(throws: InferenceError.self) {
      try session.run(["image": Generator.smooth(seed: 1, shape: [2, 3, 112, 112])])
    }
    #expect(throws: InferenceError.self) { try session.run(["image": image, "other": image]) }
    #expect(try session.run(["image": image])["embedding"]?.shape == [1, 128])
  }

  @Test("a detector refuses a size that its pyramid cannot add up, with the file's name")
  func oddSize() throws {
    let model = try Model(path: Paths.model("detector"))
    do throws(InferenceError) {
      _ = try Session(model, shapes: ["image": [1, 3, 100, 100]])
      Issue.record("no error")
    } catch {
      #expect(error.description.contains("detector.onnx"))
      #expect(error.description.contains("do not fit together"))
    }
  }

  @Test("images of a batch do not mix")
  func batch() throws {
    let model = try Model(path: Paths.model("recognizer"))
    let pair = Generator.smooth(seed: 3, shape: [2, 3, 112, 112])
    let both = try #require(try Session(model, shapes: ["image": [2, 3, 112, 112]]).run(["image": pair])["embedding"])
    let second = Tensor(shape: [1, 3, 112, 112], scalars: Array(pair.scalars.suffix(3 * 112 * 112)))
    let alone = try #require(
      try Session(model, shapes: ["image": [1, 3, 112, 112]]).run(["image": second])["embedding"])
    let largest = alone.scalars.map(abs).max() ?? 0
    for (a, b) in zip(both.scalars.suffix(128), alone.scalars) { #expect(abs(a - b) <= 1e-5 * largest) }
  }

  @Test("a profile names every fused operator, and its operations add up")
  func profile() throws {
    let session = try Session(try Model(path: Paths.model("recognizer")), shapes: ["image": [1, 3, 112, 112]])
    let times = try session.profile(["image": Generator.smooth(seed: 1, shape: [1, 3, 112, 112])])
    #expect(Set(times.map(\.kind)) == ["Load", "Conv", "Conv+PRelu", "Conv+Add", "MatMul", "Store"])
    #expect(times.map(\.operations).reduce(0, +) > 100_000_000)
  }
}
