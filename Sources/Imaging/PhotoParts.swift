/// Parts of a photo at one size, for when its whole picture would take too much memory and time.
public struct PhotoParts: Sendable {
  /// As many as were asked for, each with at least the pixels asked for, as far as they lie inside the photo.
  public var windows: [PixelWindow]

  /// - Parameters:
  ///   - bytes: of a file that `DecodedPhoto` reads, best of one that it has read without a warning.
  ///   - rectangles: in pixels of the whole photo, after orientation.
  ///   - longSide: as for `DecodedPhoto`; the pixels are those of that picture.
  public init(_ rectangles: [PixelRectangle], of bytes: [UInt8], longSide: Int? = nil) throws(ImageError) {
    if FileFormat(bytes).decoder is JPEG.Type {
      windows = try JPEG.windows(rectangles, of: bytes, longSide: longSide)
    } else {
      let photo = try DecodedPhoto(bytes, longSide: longSide)
      windows = rectangles.map { photo.window($0) }
    }
  }
}

extension DecodedPhoto {
  /// - Parameter rectangle: in pixels of the whole photo.
  fileprivate func window(_ rectangle: PixelRectangle) -> PixelWindow {
    func scaled(_ range: Range<Int>, _ image: Int, _ whole: Int) -> Range<Int> {
      let first = range.lowerBound * image / whole - 1
      return first..<range.upperBound * image / whole + 2
    }
    let inside = rectangle.clipped(width: width, height: height)
    let part = PixelRectangle(
      columns: scaled(inside.columns, image.width, width), rows: scaled(inside.rows, image.height, height)
    ).clipped(width: image.width, height: image.height)
    return PixelWindow(image.cropped(part), x: part.x, y: part.y, width: image.width, height: image.height)
  }
}
