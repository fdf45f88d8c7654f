import SystemPackage

/// The photos that were marked in the gallery, whether they are shown or not.
struct GalleryMarks: Sendable, Equatable {
  var photos: Set<FilePath> = []
  /// Where a range of marks began.
  var anchor: FilePath?
  /// Those that were last taken away all at once, to be brought back.
  var dropped: Set<FilePath> = []
}

/// A list of photos for a file.
public struct PhotoExport: Sendable, Equatable {
  /// As typed.
  public var file: String
  /// Relative to the library's folder.
  public var photos: [FilePath]
  public var overwrite: Bool
}

/// What the gallery asks in the line at the bottom.
enum GalleryPrompt: Sendable, Equatable {
  case filter
  case export
  case overwrite(PhotoExport)
  case openMarked

  var isQuestion: Bool {
    switch self {
    case .filter, .export: false
    case .overwrite, .openMarked: true
    }
  }

  /// What the keys do, for the footer.
  var hints: [(key: String, hint: String)] {
    switch self {
    case .filter: [("such as", "faces:2 date:2021-06"), ("Tab", "complete"), ("Enter", "show"), ("Esc", "cancel")]
    case .export: [("Tab", "complete"), ("Enter", "go"), ("Esc", "cancel")]
    case .overwrite: [("y", "replace"), ("n", "keep")]
    case .openMarked: [("y", "open"), ("n", "do not")]
    }
  }
}
