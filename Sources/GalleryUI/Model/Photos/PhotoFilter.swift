import Library

/// A group of photos by what was found in them, that one key goes through.
enum PhotoFilter: String, CaseIterable, Sendable {
  case all = "all photos"
  case withFaces = "with faces"
  case withoutFaces = "without a face"
  case unreadable = "unreadable"
  case pending = "not looked at yet"

  func passes(_ kind: PhotoStateKind) -> Bool {
    switch (self, kind) {
    case (.all, _), (.withFaces, .indexed), (.withoutFaces, .noFace), (.pending, .pending): true
    case (.unreadable, .unreadable), (.unreadable, .unsupported): true
    default: false
    }
  }

  var next: PhotoFilter {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
