import CJPEG

extension JPEG {
  /// Parts of the picture that `decode` gives, turned as EXIF says and in sRGB.
  /// - Parameter rectangles: in pixels of the whole picture as it is shown.
  static func windows(
    _ rectangles: [PixelRectangle], of bytes: [UInt8], longSide: Int?
  ) throws(ImageError) -> [PixelWindow] {
    let (width, height) = try size(of: bytes)
    let orientation = EXIF(exif(in: bytes)).orientation
    let shown = orientation >= 5 ? (width: height, height: width) : (width: width, height: height)
    let denominator = PictureBounds.denominator(width: width, height: height, longSide: longSide)
    let parts = rectangles.map { rectangle in
      rectangle.clipped(width: shown.width, height: shown.height)
        .stored(orientation, width: width, height: height).shrunk(by: denominator)
    }
    let columns = (width + denominator - 1) / denominator
    let rows = (height + denominator - 1) / denominator
    let profile = profile(in: bytes)
    return zip(parts, try decode(parts, of: bytes, denominator: denominator)).map { part, image in
      var image = image.oriented(orientation)
      if let profile { image.bringToSRGB(from: profile) }
      let place = part.oriented(orientation, width: columns, height: rows)
      return PixelWindow(
        image, x: place.x, y: place.y, width: orientation >= 5 ? rows : columns,
        height: orientation >= 5 ? columns : rows)
    }
  }

  /// - Parameter parts: in pixels of the shrunken picture as it is stored.
  private static func decode(
    _ parts: [PixelRectangle], of bytes: [UInt8], denominator: Int
  ) throws(ImageError) -> [PixelImage] {
    var report = cjpeg_report()
    var status: Int32 = -1
    let count = parts.reduce(0) { $0 + $1.area * 3 }
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      target.initialize(repeating: 0)
      var start = target.baseAddress
      let places = parts.map { part in
        defer { start = start.map { $0 + part.area * 3 } }
        return cjpeg_part(
          x: UInt32(part.x), y: UInt32(part.y), width: UInt32(part.width), height: UInt32(part.height), pixels: start)
      }
      status = cjpeg_decode_parts(bytes, bytes.count, UInt32(denominator), places, places.count, &report)
      filled = count
    }
    guard status == 0 else { throw refusal(report) }
    var start = 0
    return parts.map { part in
      defer { start += part.area * 3 }
      return PixelImage(
        width: part.width, height: part.height, pixels: Array(pixels[start..<start + part.area * 3]))
    }
  }
}
