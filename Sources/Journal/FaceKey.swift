/// Names a face by what its photo is, not by where it lies: it is found again when the photo is moved, when the cache is
/// gone, when metadata change, when it is turned without loss, and with another model pack, whose boxes differ a little.
public struct FaceKey: Hashable, Sendable {
  /// What stays of a photo whose bytes change but whose pixels do not.
  public struct Pixels: Hashable, Sendable {
    /// SHA-256 in 64 hex digits of the picture, turned in a way that does not depend on how the file has it.
    public let hash: String
    /// 1-8, as EXIF numbers it: turns the upright picture so.
    public let turned: Int

    public init?(hash: String, turned: Int) {
      guard FaceKey.isHash(hash), (1...8).contains(turned) else { return nil }
      (self.hash, self.turned) = (hash, turned)
    }
  }

  /// SHA-256 of the file's bytes in 64 hex digits.
  public let photo: String
  /// nil where the file could not be read when the user decided.
  public let pixels: Pixels?
  /// Of the upright picture, in pixels.
  public let width, height: Int
  public let box: FaceBox

  public init?(photo: String, pixels: Pixels?, width: Int, height: Int, box: FaceBox) {
    guard Self.isHash(photo), (1...1_000_000).contains(width), (1...1_000_000).contains(height) else { return nil }
    (self.photo, self.pixels) = (photo, pixels)
    (self.width, self.height) = (width, height)
    self.box = box
  }

  static func isHash(_ text: String) -> Bool { text.utf8.count == 64 && text.isLowercaseHex }
}
