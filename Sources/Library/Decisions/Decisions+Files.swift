import Faces
import Journal
import SystemPackage

/// A face of a file, which need not be in the library.
public struct FileFace: Sendable {
  public let file: FilePath
  /// In pixels of the upright photo.
  public let box: Box
  /// Of the upright photo, in pixels.
  public let width, height: Int

  public init(file: FilePath, box: Box, width: Int, height: Int) {
    (self.file, self.box) = (file, box)
    (self.width, self.height) = (width, height)
  }
}

extension Decisions {
  /// Faces of the library that are not the person of others, see `DecidedFaces.strangers`. Reads the files.
  /// - Parameter faces: of one person.
  public func strangers(to faces: [FileFace]) -> Set<FaceID> {
    let decided = self.faces
    guard !decided.people.faces.isEmpty else { return [] }
    return decided.strangers(to: faces.compactMap { number(of: $0, decided.people) })
  }

  /// nil where nothing was said of the face.
  private func number(of face: FileFace, _ people: People) -> People.FaceNumber? {
    guard let bytes = try? FileReader.read(face.file).bytes,
      let box = FaceBox(face.box, width: face.width, height: face.height)
    else { return nil }
    let key = PhotoKey(contents: bytes)
    var candidates = people.faces(inPhoto: key.hash)
    if candidates.isEmpty, let pixels = key.pixels { candidates = people.faces(withPixels: pixels) }
    let overlaps = candidates.map { ($0.number, $0.boxes.map { $0.overlap(box) }.max() ?? 0) }
    return overlaps.max { $0.1 < $1.1 }.flatMap { $0.1 >= FaceBox.leastOverlap ? $0.0 : nil }
  }
}
