/// A photo as a viewer shows it: the EXIF orientation is already applied to `image` and to the sizes.
public struct DecodedPhoto: Sendable {
  /// Perhaps smaller than the photo, where less was asked for.
  public var image: PixelImage
  /// Size of the whole photo in pixels, after orientation.
  public var width, height: Int
  /// How the stored pixels were turned, as EXIF numbers it, 1-8; 1 where the format's own transformations did that.
  public var orientation: Int
  /// When the photo was taken (or digitised) by its EXIF: "YYYY-MM-DD HH:MM:SS", the camera's local time.
  public var captured: String?
  /// What was wrong with the file although it gave a picture, as in "the file is cut off: …".
  public var warning: String?

  /// Reads a photo from the bytes of its file.
  /// - Parameter longSide: the picture may be decoded smaller (by a half, a quarter, an eighth) as long as its longer side
  ///   keeps this many pixels; nil decodes all, of camera raw files half of it.
  public init(_ bytes: [UInt8], longSide: Int? = nil) throws(ImageError) {
    let format = FileFormat(bytes)
    if let reason = format.reasonAgainst { throw .unsupported(reason) }
    guard let decoder = format.decoder else { throw .unsupported(FileFormat.unknown) }
    let decoded = try decoder.decode(bytes, longSide: longSide)
    let exif = EXIF(decoder.exif(in: bytes))
    orientation = decoded.orientation ?? exif.orientation
    let transposed = orientation >= 5
    image = decoded.image.oriented(orientation)
    if let profile = decoded.profile { image.bringToSRGB(from: profile) }
    width = transposed ? decoded.height : decoded.width
    height = transposed ? decoded.width : decoded.height
    captured = exif.captured
    warning = decoded.warning
  }
}

extension DecodedPhoto {
  /// Bytes that reading a photo takes at most, its picture included; nil where there is none to be read.
  public static func memory(of bytes: [UInt8], longSide: Int? = nil) -> Int? {
    try? FileFormat(bytes).decoder?.memory(bytes, longSide: longSide)
  }
}

/// Why a file gives no picture. The text completes the sentence "photo.jpg: …".
public enum ImageError: Error, Equatable, CustomStringConvertible {
  /// A format that the program does not read, or a file that is no picture.
  case unsupported(String)
  /// A picture that is damaged or too large.
  case unreadable(String)

  public var description: String {
    switch self {
    case .unsupported(let reason), .unreadable(let reason): reason
    }
  }
}
