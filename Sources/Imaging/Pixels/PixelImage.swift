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

  public var longSide: Int { max(width, height) }

  /// The part of a rectangle that lies inside the picture, and at least the nearest pixel of it.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> PixelImage {
    cropped(PixelRectangle(x: x, y: y, width: width, height: height))
  }

  func cropped(_ rectangle: PixelRectangle) -> PixelImage {
    let part = rectangle.clipped(width: width, height: height)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(part.area * 3)
    for row in part.rows { bytes += pixels[(row * width + part.x) * 3..<(row * width + part.x + part.width) * 3] }
    return PixelImage(width: part.width, height: part.height, pixels: bytes)
  }
}
