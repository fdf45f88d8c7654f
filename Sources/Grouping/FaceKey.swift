/// Names a face wherever its photo lies: by the photo's content, and its number there.
public struct FaceKey: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// The first 16 bytes of the SHA-256 of the photo's bytes, as two big-endian numbers.
  public let high, low: UInt64
  /// From 1, left to right.
  public let number: Int

  public init(high: UInt64, low: UInt64, number: Int) {
    self.high = high
    self.low = low
    self.number = number
  }

  public static func < (a: FaceKey, b: FaceKey) -> Bool { (a.high, a.low, a.number) < (b.high, b.low, b.number) }

  /// 32 hexadecimal digits, and the number: "0f3c…#2".
  public var description: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined() + "#\(number)"
  }
}
