import Foundation

@testable import Inference

enum Paths {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let mini = root.appendingPathComponent("assets/models/facetui-mini")
  static let shared = root.deletingLastPathComponent().appendingPathComponent("shared")
  static let fixtures = Bundle.module.resourceURL?.appendingPathComponent("Fixtures") ?? root

  static var hasShared: Bool {
    FileManager.default.fileExists(atPath: shared.appendingPathComponent("models/scrfd_500m.onnx").path)
  }

  /// The file of one of the five models.
  static func model(_ name: String) -> String {
    let folder = ["detector", "recognizer"].contains(name) ? mini : shared.appendingPathComponent("models")
    return folder.appendingPathComponent(name + ".onnx").path
  }

  /// Writes bytes to a new temporary file, calls `body` with its path and removes it.
  static func withFile<R>(_ data: Data, _ body: (String) throws -> R) throws -> R {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".onnx")
    try data.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}

/// Float32 numbers, little-endian, as the Python scripts write them.
struct Floats {
  let values: [Float]

  init(_ name: String) throws {
    let data = try Data(contentsOf: Paths.fixtures.appendingPathComponent(name))
    values = stride(from: 0, to: data.count - 3, by: 4).map { start in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[data.startIndex + start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
  }
}
