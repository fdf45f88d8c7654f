/// The states of files without their reasons, as `facetui doctor` names them.
public enum PhotoStateKind: String, Sendable, CaseIterable {
  case indexed
  case noFace = "no-face"
  case unreadable
  case unsupported
  case pending
}

extension PhotoState {
  public var kind: PhotoStateKind {
    switch self {
    case .pending: .pending
    case .indexed: .indexed
    case .noFace: .noFace
    case .unreadable: .unreadable
    case .unsupported: .unsupported
    }
  }

  /// Why a file is unreadable or unsupported.
  public var reason: String? {
    switch self {
    case .unreadable(let reason), .unsupported(let reason): reason
    case .pending, .indexed, .noFace: nil
    }
  }
}

/// How many files are in which state.
public struct LibrarySummary: Sendable, Equatable {
  /// Files in the folder; the counts add up to it.
  public private(set) var files = 0
  /// Faces in the folder.
  public private(set) var faces = 0
  public private(set) var unread = UnreadFiles(folders: 0, pictures: 0)
  private var counts: [PhotoStateKind: Int] = [:]

  public init(_ photos: [Photo]) {
    files = photos.count
    faces = photos.reduce(0) { $0 + $1.faces.count }
    for kind in photos.map(\.state.kind) { counts[kind, default: 0] += 1 }
    unread = UnreadFiles(
      folders: photos.count { $0.kind == .folder },
      pictures: photos.count { $0.kind == .picture && $0.state.reason != nil })
  }

  public func count(_ kind: PhotoStateKind) -> Int { counts[kind, default: 0] }
}

extension PhotoLibrary {
  public var summary: LibrarySummary { LibrarySummary(photos) }

  /// In path order.
  public func photos(in kind: PhotoStateKind) -> [Photo] { photos.filter { $0.state.kind == kind } }
}
