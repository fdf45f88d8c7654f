/// An 8-bit RGB picture, row-major, three bytes a pixel, no padding.
public struct PixelImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `width · height · 3` bytes.
  public var pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0 && pixels.count == width * height * 3)
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
