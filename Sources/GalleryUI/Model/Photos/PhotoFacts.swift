import Library

/// What order and filter need of a photo, in few bytes: a table of them is read from front to back for each change.
struct PhotoFacts: Sendable, Equatable {
  /// nil where the photo does not tell.
  var date: CaptureDate?
  /// 0 while unknown.
  var pixels: Int
  var faces: Int32
  var kind: PhotoStateKind

  init(_ photo: Photo) {
    date = photo.captured.flatMap(CaptureDate.init)
    pixels = max(0, photo.width) * max(0, photo.height)
    faces = Int32(clamping: photo.faces.count)
    kind = photo.state.kind
  }

  /// The program has looked for faces.
  var isExamined: Bool { kind == .indexed || kind == .noFace }
}
