/// What is there of a larger picture, in its place.
public struct PixelWindow: Sendable, Equatable {
  public let image: PixelImage
  /// Of the window's first pixel in the larger picture.
  public let x, y: Int
  /// Of the larger picture.
  public let width, height: Int

  /// A whole picture.
  public init(_ image: PixelImage) { self.init(image, x: 0, y: 0, width: image.width, height: image.height) }

  /// - Parameter image: lies inside the larger picture.
  init(_ image: PixelImage, x: Int, y: Int, width: Int, height: Int) {
    precondition(x >= 0 && y >= 0 && x + image.width <= width && y + image.height <= height)
    self.image = image
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  public var longSide: Int { max(width, height) }

  /// The part of a rectangle in the larger picture that the window shows, and at least the nearest pixel of it.
  public func cropped(_ rectangle: PixelRectangle) -> PixelImage {
    var part = rectangle.clipped(width: width, height: height)
    part.x -= x
    part.y -= y
    return image.cropped(part)
  }
}
