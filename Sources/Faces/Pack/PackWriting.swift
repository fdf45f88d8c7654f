import Crypto
import Foundation

extension ModelPack {
  /// Makes a new pack, and checks that it works before it is there.
  /// - Parameters:
  ///   - folder: must not exist yet, or be empty; its name becomes the pack's.
  ///   - licence: of both networks, for `facetui models`.
  ///   - recogniser, detector: lose their networks once these are written, so that the memory is free to try the pack.
  ///   - thresholds: cosines from strict to lenient.
  public static func create(
    at folder: String, licence: String, recogniser: inout RecogniserImport,
    detector: inout DetectorImport, thresholds: [Float]
  ) throws(FaceError) -> ModelPack {
    let target = URL(fileURLWithPath: folder).standardizedFileURL
    let temporary = target.deletingLastPathComponent().appendingPathComponent(".facetui-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: temporary) }
    let manifest = try PackManifest(
      name: target.lastPathComponent, licence: licence, recogniser, detector, thresholds, path: "\(folder)/pack.json")
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
      try write(manifest, recogniser, detector, to: temporary)
      recogniser.network = []
      detector.network = []
    } catch {
      throw .pack(.invalid(path: folder, reason: "the pack cannot be written there: \(error.localizedDescription)"))
    }
    do {
      try FaceAnalyser(pack: try checked(temporary.path)).detector.check()
    } catch {
      // The folder is gone by then.
      throw error.replacing(temporary.appendingPathComponent(manifest.detector.file).path, by: detector.path)
        .replacing(temporary.path, by: folder)
    }
    guard rename(temporary.path, target.path) == 0 else {
      let reason = errno == ENOTEMPTY || errno == EEXIST ? "is there already" : String(cString: strerror(errno))
      throw .pack(.invalid(path: folder, reason: "the pack cannot be written there: the folder \(reason)"))
    }
    return try checked(target.path)
  }

  private static func checked(_ folder: String) throws(FaceError) -> ModelPack {
    do {
      return try ModelPack(folder: folder)
    } catch {
      throw .pack(error)
    }
  }

  private static func write(
    _ manifest: PackManifest, _ recogniser: RecogniserImport, _ detector: DetectorImport, to folder: URL
  ) throws {
    try write(recogniser.network, to: folder.appendingPathComponent(manifest.recogniser.file))
    try write(detector.network, to: folder.appendingPathComponent(manifest.detector.file))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(manifest).write(to: folder.appendingPathComponent("pack.json"))
  }

  /// Without a copy, as a network may take hundreds of megabytes.
  private static func write(_ bytes: [UInt8], to file: URL) throws {
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
      try handle.write(contentsOf: Data(bytes[start..<min(start + 1 << 20, bytes.count)]))
    }
  }
}

extension PackManifest {
  fileprivate init(
    name: String, licence: String, _ recogniser: RecogniserImport, _ detector: DetectorImport, _ thresholds: [Float],
    path: String
  ) throws(FaceError) {
    guard thresholds.count == 3 else { throw .pack(.invalid(path: path, reason: "\"thresholds\" must be three")) }
    self.name = name
    version = "1"
    self.licence = licence
    self.detector = detector.settings
    self.detector.file = "detector.onnx"
    self.detector.sha256 = ModelPack.digest(detector.network)
    self.recogniser = RecogniserSettings(
      file: "recognizer.onnx", sha256: ModelPack.digest(recogniser.network), colour: recogniser.colour,
      mean: recogniser.mean, scale: recogniser.scale, inputSize: recogniser.inputSize, template: recogniser.template,
      mirror: recogniser.mirror, dimensions: recogniser.dimensions)
    self.thresholds = ModelPack.Thresholds(safe: thresholds[0], balanced: thresholds[1], everything: thresholds[2])
    if let problem { throw .pack(.invalid(path: path, reason: problem)) }
  }
}
