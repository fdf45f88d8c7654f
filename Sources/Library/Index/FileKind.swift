import Imaging
import SystemPackage

/// What a file of the folder is; the interface shows pictures only, `facetui doctor` accounts for all.
public enum FileKind: Sendable, Equatable {
  /// By its name, or by its first bytes where the name says nothing.
  case picture
  /// A folder whose files are not known, as it cannot be read.
  case folder
  case other
}

extension Photo {
  public var isPicture: Bool { kind == .picture }
}

extension FileKind {
  /// - Parameter state: of a file that was looked into.
  init(path: FilePath, state: PhotoState) {
    // Opening a library asks for thousands.
    if state == .indexed || state == .noFace {
      self = .picture
      return
    }
    self = PictureName(path).kind ?? (state == .unsupported(PictureName.noPicture) ? .other : .picture)
  }
}

extension ListedFile {
  /// Judges a file whose name says nothing.
  /// - Parameter path: absolute.
  mutating func judgeByFirstBytes(at path: FilePath) {
    do {
      let bytes = size == 0 ? [] : try FileReader.read(path, first: FirstBytes.count)
      (kind, state) = Self.judge(FirstBytes(bytes))
    } catch {
      (kind, state) = (.picture, .unreadable(error.reason))
    }
  }

  private static func judge(_ bytes: FirstBytes) -> (FileKind, PhotoState?) {
    switch bytes {
    case .picture: (.picture, nil)
    case .otherPicture(let reason): (.picture, .unsupported(reason))
    case .noPicture: (.other, .unsupported(PictureName.noPicture))
    }
  }
}
