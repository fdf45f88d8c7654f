/// What the first bytes of a file say about it, for names that say nothing.
public enum FirstBytes: Sendable, Equatable {
  /// So many bytes are enough; fewer are those of a small file.
  public static let count = 64

  /// A picture in a format that is read.
  case picture
  /// A picture in a format that is not read; completes the sentence "photo: …".
  case otherPicture(String)
  case noPicture

  public init(_ bytes: [UInt8]) {
    let format = FileFormat(bytes)
    guard FileFormat.isPicture(bytes) else {
      self = .noPicture
      return
    }
    // So few bytes do not tell camera raw files in TIFF's form from others.
    let isRead = format.reasonAgainst == nil || format == .tiff && CameraRaw.isBuiltIn
    self = isRead ? .picture : .otherPicture(format.reasonAgainst ?? FileFormat.unknown)
  }
}
