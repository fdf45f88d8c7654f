import Foundation
import Imaging
import Inference
import Testing

@testable import Faces

struct PackImportTests {
  /// A recogniser whose embedding is the mean of each of 4×4 squares.
  private func network(
    channels: Int = 1, side: Int? = 32, begins operation: String? = nil, outputs: Int = 1
  ) throws -> String {
    var writer = NetworkWriter(name: "means", producer: "tests")
    writer.addInput("image", shape: [nil, channels, side, side])
    writer.addWeights("factor", Tensor(shape: [1], scalars: [0.5]))
    if let operation { writer.addNode(operation, name: "first", inputs: ["image", "factor"], output: "first") }
    let size = (side ?? 112) / 4
    writer.addNode(
      "AveragePool", name: "pool", inputs: [operation == nil ? "image" : "first"], output: "pooled",
      attributes: ["kernel_shape": .integers([size, size]), "strides": .integers([size, size])])
    writer.addNode("Flatten", name: "flatten", inputs: ["pooled"], output: "embedding")
    writer.addOutput("embedding", shape: [nil, nil])
    if outputs > 1 { writer.addOutput("pooled", shape: [nil, nil, nil, nil]) }
    let file = try temporaryFolder().appendingPathComponent("means.onnx")
    try Data(try writer.serialised()).write(to: file)
    return file.path
  }

  private func pack(_ recogniser: RecogniserImport, at folder: String? = nil) throws -> ModelPack {
    var recogniser = recogniser
    var detector = try DetectorImport(pack: try ModelPack.load())
    return try ModelPack.create(
      at: folder ?? (try temporaryFolder().appendingPathComponent("made").path), licence: "none",
      recogniser: &recogniser, detector: &detector, thresholds: [0.5, 0.4, 0.3])
  }

  @Test func `what an ONNX file tells is taken from it, and the rest is said`() throws {
    var assumptions: [String] = []
    let plain = try RecogniserImport(onnx: try network(), assumptions: &assumptions)
    #expect(plain.colour == .grey && plain.inputSize == 32 && plain.networkDimensions == 16)
    #expect(plain.mean == 127.5 && abs(plain.scale * 127.5 - 1) < 1e-6)
    #expect(assumptions.count == 1 && assumptions[0].contains("begins without arithmetic"))
    assumptions = []
    let own = try RecogniserImport(
      onnx: try network(channels: 3, side: nil, begins: "Mul"), assumptions: &assumptions)
    #expect(own.colour == .rgb && own.inputSize == 112 && own.networkDimensions == 48)
    #expect(own.mean == 0 && own.scale == 1)
    #expect(assumptions.count == 3, "\(assumptions)")
  }

  @Test func `a network that is no recogniser is one clear sentence`() throws {
    for (path, reason) in [
      (try network(channels: 4), "has 4 channels"), (try network(outputs: 2), "1 inputs and 2 outputs"),
      ("/nowhere.onnx", "no such file"),
    ] {
      var assumptions: [String] = []
      #expect {
        try RecogniserImport(onnx: path, assumptions: &assumptions)
      } throws: {
        "\($0)".hasPrefix(path) && "\($0)".contains(reason)
      }
    }
  }

  @Test(arguments: [MirrorUse.none, .sum, .concatenate])
  func `a grey recogniser's embeddings use the mirrored crop as the pack says`(mirror: MirrorUse) throws {
    var assumptions: [String] = []
    var made = try RecogniserImport(onnx: try network(), assumptions: &assumptions)
    made.mirror = mirror
    let pack = try pack(made)
    #expect(pack.name == "made" && pack.dimensions == (mirror == .concatenate ? 32 : 16))
    let pixels = (0..<32 * 32 * 3).map { UInt8(truncatingIfNeeded: $0 * $0 / 37) }
    let crop = PixelImage(width: 32, height: 32, pixels: pixels)
    let embedding = try Recogniser(pack: pack, networks: SharedNetworks(), threads: 1).embedding(crop).values
    let straight = means(crop)
    let mirrored = means(crop.mirrored)
    let expected =
      switch mirror {
      case .none: straight
      case .sum: zip(straight, mirrored).map { $0 + $1 }
      case .concatenate: straight + mirrored
      }
    #expect(embedding.count == expected.count)
    #expect(abs(cosine(embedding, expected) - 1) < 1e-5)
  }

  private func means(_ image: PixelImage) -> [Float] {
    (0..<16).map { square in
      let values = (0..<64).map { index -> Float in
        let place = ((square / 4 * 8 + index / 8) * 32 + square % 4 * 8 + index % 8) * 3
        let colours = image.pixels[place..<place + 3].map { Float($0) }
        return (0.299 * colours[0] + 0.587 * colours[1] + 0.114 * colours[2]).rounded() / 127.5 - 1
      }
      return values.reduce(0, +) / 64
    }
  }

  @Test func `a pack is never written over another`() throws {
    var assumptions: [String] = []
    let made = try RecogniserImport(onnx: try network(), assumptions: &assumptions)
    let folder = try temporaryFolder().path
    #expect(try pack(made, at: folder).folder == folder)
    #expect {
      try pack(made, at: folder)
    } throws: {
      "\($0)".contains("is there already")
    }
    let left = try FileManager.default.contentsOfDirectory(
      atPath: URL(fileURLWithPath: folder).deletingLastPathComponent().path)
    #expect(!left.contains { $0.hasPrefix(".facetui-") })
  }

  @Test func `a detector is known by its outputs`() throws {
    #expect(try DetectorImport(onnx: "\(TestPacks.bundled)/detector.onnx").settings.layout == .yunet)
    #expect {
      try DetectorImport(onnx: "\(TestPacks.bundled)/recognizer.onnx")
    } throws: {
      "\($0)".contains("neither YuNet's nor SCRFD's")
    }
  }
}
