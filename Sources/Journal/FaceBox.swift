/// Where a face is, in shares of the upright picture's width and height: 0, 0 is the upper left corner and 1, 1 the lower
/// right one. Rounded to four decimals; a box may stand out of the picture.
public struct FaceBox: Hashable, Sendable {
  public let x, y, width, height: Double

  /// - Returns: nil where the numbers are no box that a picture may have: sides above 0, everything within -1 to 2.
  public init?(x: Double, y: Double, width: Double, height: Double) {
    let values = [x, y, width, height]
    guard values.allSatisfy({ $0.isFinite && (-1...2).contains($0) }) else { return nil }
    self.x = Self.rounded(x)
    self.y = Self.rounded(y)
    self.width = Self.rounded(width)
    self.height = Self.rounded(height)
    guard self.width > 0, self.height > 0 else { return nil }
  }

  private init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y) = (Self.rounded(x), Self.rounded(y))
    (self.width, self.height) = (width, height)
  }

  private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

  /// From where on two boxes count as the same face's.
  public static let leastOverlap = 0.5

  /// The part that two boxes share of what they cover together, 0 to 1.
  public func overlap(_ other: FaceBox) -> Double {
    let width = min(x + self.width, other.x + other.width) - max(x, other.x)
    let height = min(y + self.height, other.y + other.height) - max(y, other.y)
    guard width > 0, height > 0 else { return 0 }
    return width * height / (self.width * self.height + other.width * other.height - width * height)
  }

  /// Where it lies when the picture is turned as EXIF orientation 1-8 says.
  public func oriented(_ orientation: Int) -> FaceBox { flipped(orientation).transposed(orientation) }

  /// Where it lay before the picture was turned so.
  public func unoriented(_ orientation: Int) -> FaceBox { transposed(orientation).flipped(orientation) }

  private func flipped(_ orientation: Int) -> FaceBox {
    FaceBox(
      [2, 3, 7, 8].contains(orientation) ? 1 - x - width : x, [3, 4, 6, 7].contains(orientation) ? 1 - y - height : y,
      width, height)
  }

  private func transposed(_ orientation: Int) -> FaceBox {
    (5...8).contains(orientation) ? FaceBox(y, x, height, width) : self
  }
}
