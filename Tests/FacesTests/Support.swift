import Foundation
import Imaging

@testable import Faces

let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// Photos and networks that developers have beside the project and that are never part of it.
enum Shared {
  static let root = packageRoot.deletingLastPathComponent().appendingPathComponent("shared")
  static let exists = FileManager.default.fileExists(atPath: root.path)

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }
}

/// The packs of the tests: the bundled one and those of Tests/Scripts/make_packs.sh.
enum TestPacks {
  static let names = ["facetui-mini", "yunet-mobilefacenet", "scrfd-mobilefacenet"]
  static let bundled = packageRoot.appendingPathComponent("assets/models/facetui-mini").path

  private static let made = Result { try make() }

  static func load(_ name: String) throws -> ModelPack {
    try ModelPack.load(name == "facetui-mini" ? bundled : try made.get().appendingPathComponent(name).path)
  }

  private static func make() throws -> URL {
    let folder = try temporaryFolder()
    let script = Process()
    script.executableURL = packageRoot.appendingPathComponent("Tests/Scripts/make_packs.sh")
    script.arguments = [folder.path, Shared.root.appendingPathComponent("models").path]
    try script.run()
    script.waitUntilExit()
    return folder
  }
}

/// A new folder; all of them are removed when the tests end.
func temporaryFolder() throws -> URL {
  let folder = TemporaryFolders.root.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

private enum TemporaryFolders {
  static let root: URL = {
    atexit { try? FileManager.default.removeItem(at: TemporaryFolders.root) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("facetui-\(UUID().uuidString)")
  }()
}

func cosine(_ a: [Float], _ b: [Float]) -> Float {
  func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}

extension PhotoAnalysis {
  /// The face with the largest box.
  var largest: DetectedFace? { faces.max { $0.box.width * $0.box.height < $1.box.width * $1.box.height } }
}
