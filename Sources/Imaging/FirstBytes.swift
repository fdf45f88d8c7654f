/// What the first bytes of a file say about it, for names that say nothing.
public enum FirstBytes: Sendable, Equatable {
  /// So many bytes are enough; fewer are those of a small file.
  public static let count = 64

  case jpeg
  /// A picture in a format that is not read; completes the sentence "photo: …".
  case otherPicture(String)
  case noPicture

  public init(_ bytes: [UInt8]) {
    switch FileFormat(bytes) {
    case .jpeg: self = .jpeg
    case .other(let reason): self = FileFormat.isPicture(bytes) ? .otherPicture(reason) : .noPicture
    }
  }
}
