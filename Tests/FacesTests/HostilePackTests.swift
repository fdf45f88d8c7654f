import Foundation
import Inference
import Testing

@testable import Faces

/// Files that ask for more memory or time than a pack needs.
struct HostilePackTests {
  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no failure"
    } catch {
      return "\(error)"
    }
  }

  /// A file of zeros that takes no room on the disk.
  private func sparse(_ name: String, bytes: UInt64, in folder: URL) throws -> String {
    let file = folder.appendingPathComponent(name)
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: bytes)
    try handle.close()
    return file.path
  }

  @Test func `a file of gigabytes is refused unread, whatever it is meant to be`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = try sparse("model.onnx", bytes: 6 << 30, in: folder)
    let start = ContinuousClock.now
    var assumptions: [String] = []
    #expect(refusal { _ = try RecogniserImport(onnx: model, assumptions: &assumptions) }.contains("320 MiB"))
    #expect(refusal { _ = try DetectorImport(onnx: model) }.contains("model.onnx: cannot be read: it has 6442450944"))
    let bundled = URL(fileURLWithPath: TestPacks.bundled)
    var text = try String(contentsOf: bundled.appendingPathComponent("pack.json"), encoding: .utf8)
    text.replace("\"detector.onnx\"", with: "\"model.onnx\"")
    try Data(text.utf8).write(to: folder.appendingPathComponent("pack.json"))
    #expect(refusal { _ = try ModelPack.load(folder.path) }.contains("model.onnx: cannot be read: it has 6442450944"))
    _ = try sparse("pack.json", bytes: 6 << 30, in: folder)
    #expect(refusal { _ = try ModelPack.load(folder.path) }.contains("pack.json: cannot be read: it has 6442450944"))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  /// SCRFD's nine outputs, each a mean of the picture stretched to what the layout asks of an input of 32×32, or more.
  private func detector(sides: [Int?], batch: Int? = 1, copies: Int = 1) throws -> (URL, String) {
    var writer = NetworkWriter(name: "detector", producer: "tests")
    writer.addInput("image", shape: [batch, 3] + sides)
    writer.addNode("GlobalAveragePool", name: "mean", inputs: ["image"], output: "mean")
    writer.addNode("Flatten", name: "flat", inputs: ["mean"], output: "flat")
    for width in [1, 4, 10] {
      writer.addWeights(
        "w\(width)", Tensor(shape: [3, width], scalars: [Float](repeating: 0.01, count: 3 * width)))
      writer.addNode("MatMul", name: "m\(width)", inputs: ["flat", "w\(width)"], output: "m\(width)")
      for cells in [16, 4, 1] {
        let rows = [String](repeating: "m\(width)", count: cells * 2 * copies)
        writer.addNode(
          "Concat", name: "o\(width)-\(cells)", inputs: rows, output: "o\(width)-\(cells)",
          attributes: ["axis": .integer(0)])
        writer.addOutput("o\(width)-\(cells)", shape: [nil, width])
      }
    }
    let folder = try temporaryFolder()
    let file = folder.appendingPathComponent("detector.onnx")
    try Data(try writer.serialised()).write(to: file)
    return (folder, file.path)
  }

  @Test(arguments: [[3_000_000_000, 1], [1 << 31, 1 << 31], [1, 1 << 62], [0x7fff_ffff, 8], [5000, 32]])
  func `a detector's fixed sides are checked before a picture is made for them`(sides: [Int]) throws {
    let (folder, file) = try detector(sides: sides)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(refusal { _ = try DetectorImport(onnx: file) }.contains("takes pictures of another size"))
  }

  @Test func `a detector is tried before its pack is there`() throws {
    for (sides, batch, copies, reason) in [
      ([32, 32] as [Int?], 1 as Int?, 1, "no failure"), ([32, 32], 1, 2, "where 32 numbers belong"),
      ([32, 32], 2, 1, "takes several pictures at a time"), ([nil, nil], nil, 1, "where 12800 numbers belong"),
    ] {
      let (folder, file) = try detector(sides: sides, batch: batch, copies: copies)
      defer { try? FileManager.default.removeItem(at: folder) }
      var assumptions: [String] = []
      var recogniser = try RecogniserImport(onnx: "\(TestPacks.bundled)/recognizer.onnx", assumptions: &assumptions)
      let target = folder.appendingPathComponent("made").path
      let text = refusal {
        var detector = try DetectorImport(onnx: file)
        _ = try ModelPack.create(
          at: target, licence: "none", recogniser: &recogniser, detector: &detector,
          thresholds: [0.5, 0.4, 0.3])
      }
      #expect(text.contains(reason), "\(text)")
      #expect(text.contains(file) != (reason == "no failure") && !text.contains(".facetui-"), "\(text)")
      #expect(FileManager.default.fileExists(atPath: target) == (reason == "no failure"))
    }
  }

  @Test func `a recogniser's sides and batch are checked before a picture is made for them`() throws {
    for (batch, side, reason) in [
      (1, 1 << 31, "another size"), (1, 4096, "4096 pixels a side"), (1, 8, "8 pixels a side"),
      (1 << 40, 112, "another size"), (65, 112, "another size"),
    ] {
      var writer = NetworkWriter(name: "mean", producer: "tests")
      writer.addInput("image", shape: [batch, 3, side, side])
      writer.addNode("GlobalAveragePool", name: "mean", inputs: ["image"], output: "mean")
      writer.addOutput("mean", shape: [nil, nil, nil, nil])
      let folder = try temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appendingPathComponent("mean.onnx")
      try Data(try writer.serialised()).write(to: file)
      var assumptions: [String] = []
      let model = { try ModelPack.network(file.path).model }
      let text = refusal {
        _ = try model()
        _ = try RecogniserImport(onnx: file.path, assumptions: &assumptions)
      }
      #expect(text.contains(reason), "\(text)")
    }
  }

  @Test func `boxes without number are bounded, the surest are kept`() {
    let boxes = (0..<20_000).map { index in
      let corner = Point(x: Float(index % 200) * 20, y: Float(index / 200) * 20)
      return Detection(
        box: Box(x: corner.x, y: corner.y, width: 10, height: 10), landmarks: [Point](repeating: corner, count: 5),
        score: Float(index) / 20_000)
    }
    let kept = boxes.suppressed(threshold: 0.9)
    #expect(kept.count == 1000)
    #expect(kept.map(\.score) == boxes.reversed().prefix(1000).map(\.score))
  }
}
