import Faces
import Foundation
import Storage
import SystemPackage

/// Looks at a photo again and compares what it finds with what is stored.
struct SampleComparison {
  enum Outcome: Equatable {
    case same
    /// It has changed since, is gone, or cannot be read.
    case leftOut
    case differs(String)
  }

  let cache: EmbeddingCache
  let pack: String
  /// Length of the pack's embeddings; nil where tests make them of any length.
  let dimensions: Int?
  let analyser: any PhotoAnalysing

  /// Other instruction sets round otherwise, and some faces stand on the verge of two places.
  static let leastCosine: Float = 0.999
  /// Of the longer side of a box, by which an edge may have moved; or a pixel.
  static let mostShift: Float = 0.02

  func compare(_ file: CachedFile) throws -> Outcome {
    guard let status = FileStatus(file.path), status.isThat(of: file), let bytes = try? FileReader.read(file.path),
      let known = try cache.content(of: file, pack: pack, dimensions: dimensions),
      let analysis = known.1
    else { return .leftOut }
    guard try cache.contentID(at: file.path) == ContentID(hash: bytes.hash) else {
      return .differs("the bytes are others than those that were indexed, though size and time are the same")
    }
    do throws(FaceError) {
      let new = try analyser.analyse(bytes.bytes)
      return Self.difference(known.0, analysis, new).map { .differs($0) } ?? .same
    } catch {
      if case .image(let reason) = error { return .differs("it could be read, and cannot be now: \(reason)") }
      throw LibraryError(error)
    }
  }

  /// nil where both are the same.
  private static func difference(_ content: CachedContent, _ old: CachedAnalysis, _ new: PhotoAnalysis) -> String? {
    guard (content.width, content.height, content.orientation) == (new.width, new.height, new.orientation) else {
      return "\(content.width)×\(content.height) pixels are stored, \(new.width)×\(new.height) were found"
    }
    guard old.faces.count == new.faces.count else {
      return "\(plural(old.faces.count, "face is", "faces are")) stored, \(new.faces.count) "
        + "\(new.faces.count == 1 ? "was" : "were") found"
    }
    let dimensions = old.faces.isEmpty ? 0 : old.embeddings.count / old.faces.count
    for (index, (stored, found)) in zip(old.faces, new.faces).enumerated() {
      guard isNear(stored.box, found.box) else { return "face \(index + 1) lies elsewhere than it was stored" }
      let embedding = old.embeddings[index * dimensions..<(index + 1) * dimensions]
      let cosine = zip(embedding, found.embedding).reduce(0) { $0 + $1.0 * $1.1 }
      guard embedding.count == found.embedding.count, cosine >= leastCosine else {
        return String(format: "face %d is another than it was stored: their score is %.4f", index + 1, cosine)
      }
    }
    return nil
  }

  private static func isNear(_ a: Box, _ b: Box) -> Bool {
    let most = max(1, mostShift * max(a.width, a.height))
    let shifts = [a.x - b.x, a.y - b.y, a.x + a.width - b.x - b.width, a.y + a.height - b.y - b.height]
    return shifts.allSatisfy { abs($0) <= most }
  }
}
