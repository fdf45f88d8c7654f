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
    let columns = Self.overlap(x, width, limit: self.width)
    let rows = Self.overlap(y, height, limit: self.height)
    var part: [UInt8] = []
    part.reserveCapacity(columns.count * rows.count * 3)
    for row in rows {
      let start = row * self.width
      part += pixels[(start + columns.lowerBound) * 3..<(start + columns.upperBound) * 3]
    }
    return PixelImage(width: columns.count, height: rows.count, pixels: part)
  }

  private static func overlap(_ start: Int, _ length: Int, limit: Int) -> Range<Int> {
    let (end, overflow) = start.addingReportingOverflow(max(length, 1))
    let first = min(max(start, 0), limit - 1)
    let last = overflow ? limit : min(max(end, first + 1), limit)
    return first..<last
  }
}
