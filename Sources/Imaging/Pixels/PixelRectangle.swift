/// A part of a picture, in pixels.
public struct PixelRectangle: Sendable, Equatable {
  public var x, y, width, height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  init(columns: Range<Int>, rows: Range<Int>) {
    self.init(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }

  var columns: Range<Int> { x..<x + width }
  var rows: Range<Int> { y..<y + height }
  public var area: Int { width * height }

  /// The part inside a picture, and at least the nearest pixel of it.
  func clipped(width limitWidth: Int, height limitHeight: Int) -> PixelRectangle {
    PixelRectangle(
      columns: Self.overlap(x, width, limit: limitWidth), rows: Self.overlap(y, height, limit: limitHeight))
  }

  private static func overlap(_ start: Int, _ length: Int, limit: Int) -> Range<Int> {
    let (end, overflow) = start.addingReportingOverflow(max(length, 1))
    let first = min(max(start, 0), limit - 1)
    let last = overflow ? limit : min(max(end, first + 1), limit)
    return first..<last
  }

  /// The least rectangle that holds this one and another.
  public func union(_ other: PixelRectangle) -> PixelRectangle {
    PixelRectangle(
      columns: min(x, other.x)..<max(x + width, other.x + other.width),
      rows: min(y, other.y)..<max(y + height, other.y + other.height))
  }

  /// All pixels of a picture shrunk by `denominator` that show something of this part.
  func shrunk(by denominator: Int) -> PixelRectangle {
    PixelRectangle(columns: Self.shrunk(columns, denominator), rows: Self.shrunk(rows, denominator))
  }

  private static func shrunk(_ range: Range<Int>, _ denominator: Int) -> Range<Int> {
    range.lowerBound / denominator..<(range.upperBound + denominator - 1) / denominator
  }
}
