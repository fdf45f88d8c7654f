import Crypto
import Faces
import Foundation
import Glibc
import Learning
import SystemPackage

/// What was learnt from a library's confirmed faces: a projection of one pack's embeddings, and how much it helps.
public struct Correction: Sendable, Equatable {
  public var packName: String
  /// "YYYY-MM-DD", in UTC.
  public var learnt: String
  public var people, faces: Int
  /// Of held-out faces.
  public var before, after: RecognitionScore
  var pack: String
  var projection: Projection
}

/// The file that keeps a folder's correction, as docs/file-formats.md describes it.
struct CorrectionFile: Sendable {
  let path: FilePath
  private let folder: FilePath

  static let format = 1
  /// A projection of 2,048 dimensions takes 22 MiB.
  private static let largest: Int64 = 64 << 20

  /// - Parameter folder: absolute and without links.
  init(folder: FilePath, dataDirectory: FilePath) {
    self.folder = folder
    let digest = SHA256.hash(
      data: folder.withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
        .map { UInt8(bitPattern: $0) })
    let name = digest.prefix(16).map { String(format: "%02x", $0) }.joined()
    path = dataDirectory.appending("corrections").appending("\(name).json")
  }

  private struct Content: Codable {
    var format: Int
    var folder: String
    var pack, packName, learnt: String
    var people, faces: Int
    var before, after: RecognitionScore
    var dimensions: Int
    /// Little-endian float32, row by row.
    var matrix: Data
    /// SHA-256 of `matrix`.
    var checksum: String
  }

  private struct Version: Decodable { var format: Int }

  /// - Returns: nil where there is none.
  /// - Throws: where the file cannot be used; the reason completes "FILE: …".
  func load() throws(ReadFailure) -> Correction? {
    guard path.withPlatformString({ access($0, F_OK) }) == 0 else { return nil }
    let bytes = Data(try FileReader.read(path, largest: Self.largest).bytes)
    let decoder = JSONDecoder()
    guard let version = try? decoder.decode(Version.self, from: bytes) else { throw Self.damaged }
    guard version.format == Self.format else { throw ReadFailure(reason: "another version of facetui wrote it") }
    guard let content = try? decoder.decode(Content.self, from: bytes),
      content.checksum == Self.checksum(content.matrix),
      let projection = Projection(dimensions: content.dimensions, values: Self.floats(content.matrix))
    else { throw Self.damaged }
    return Correction(
      packName: content.packName, learnt: content.learnt, people: content.people, faces: content.faces,
      before: content.before, after: content.after, pack: content.pack, projection: projection)
  }

  private static let damaged = ReadFailure(reason: "it is damaged")

  func save(_ correction: Correction) throws(LibraryError) {
    let matrix = Self.data(correction.projection.values)
    let content = Content(
      format: Self.format, folder: folder.string, pack: correction.pack, packName: correction.packName,
      learnt: correction.learnt, people: correction.people, faces: correction.faces, before: correction.before,
      after: correction.after, dimensions: correction.projection.dimensions, matrix: matrix,
      checksum: Self.checksum(matrix))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try path.removingLastComponent().makeFolders()
      try AtomicFile.write(Array(encoder.encode(content)), to: path)
    } catch {
      throw .file(path.text, reason: "the correction cannot be stored: \(error)")
    }
  }

  /// - Returns: whether there was one.
  func remove() throws(LibraryError) -> Bool {
    guard path.withPlatformString({ unlink($0) }) != 0 else { return true }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .file(path.text, reason: "the correction cannot be removed: \(Errno(rawValue: errno))")
    }
    return false
  }

  private static func checksum(_ data: Data) -> String {
    SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
  }

  private static func data(_ values: [Float]) -> Data {
    Data(values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
  }

  private static func floats(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
  }
}

extension CorrectionFile {
  /// The correction for a pack, or a sentence for the user why the one that is there is not used.
  /// - Parameter dimensions: of the library's embeddings; 0 where there is none yet.
  func load(for pack: ModelPack, dimensions: Int) -> (correction: Correction?, notice: String?) {
    do throws(ReadFailure) {
      guard let correction = try load() else { return (nil, nil) }
      if correction.pack == pack.identity {
        guard dimensions == 0 || correction.projection.dimensions == dimensions else { throw Self.damaged }
        return (correction, nil)
      }
      return (
        nil,
        "the correction that was learnt here belongs to the pack \(correction.packName); it is not used with "
          + "\(pack.name)"
      )
    } catch {
      return (
        nil,
        "\(path.text): \(error.reason), and the correction is not used; facetui learn makes a new one, "
          + "facetui learn --forget removes it"
      )
    }
  }
}
