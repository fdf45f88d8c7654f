import Crypto
import Foundation
import Inference

extension ModelPack {
  /// Counts the changes of detection, alignment and embedding in this program that change embeddings.
  private static let pipeline = 5

  /// Reads the manifest of a folder and, unless told otherwise, checks the files that it names.
  init(folder: String, verifies: Bool = true) throws(PackError) {
    let path = "\(folder)/pack.json"
    let manifest = try PackManifest(json: try Self.read(path, largest: Self.largestManifest), path: path)
    name = manifest.name
    version = manifest.version
    licence = manifest.licence
    thresholds = manifest.thresholds
    detector = manifest.detector
    recogniser = manifest.recogniser
    identity = Self.identity(detector, recogniser)
    self.folder = folder
    if verifies { try verify() }
  }

  /// Reads the files that the manifest names and compares their checksums.
  public func verify() throws(PackError) {
    try Self.verify(detectorPath, sha256: detector.sha256)
    try Self.verify(recogniserPath, sha256: recogniser.sha256)
  }

  /// Bytes; the bundled one has 738.
  private static let largestManifest = 1 << 20

  var detectorPath: String { path(of: detector.file) }
  var recogniserPath: String { path(of: recogniser.file) }

  private func path(of file: String) -> String { file.hasPrefix("/") ? file : "\(folder)/\(file)" }

  /// Of everything that decides which faces are found and what their embeddings are; the files' names do not.
  private static func identity(_ detector: DetectorSettings, _ recogniser: RecogniserSettings) -> String {
    var detector = detector
    var recogniser = recogniser
    detector.file = ""
    recogniser.file = ""
    // The synthesised descriptions name every field, so a new setting cannot be forgotten here.
    return hex(SHA256.hash(data: Data("\(pipeline) \(detector) \(recogniser)".utf8))).prefix(32).description
  }

  /// SHA-256 in hexadecimal digits.
  static func digest(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  private static func verify(_ path: String, sha256: String) throws(PackError) {
    guard digest(try read(path)) == sha256 else {
      throw .invalid(
        path: path, reason: "its SHA-256 is not the one in pack.json; the file is damaged or another version")
    }
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  private static func read(_ path: String, largest: Int = ModelBytes.largest) throws(PackError) -> [UInt8] {
    do {
      return try ModelBytes.read(path, largest: largest)
    } catch {
      guard case .notReadable(_, let reason) = error else { throw .invalid(path: path, reason: "cannot be read") }
      throw .invalid(path: path, reason: "cannot be read: \(reason)")
    }
  }
}
