/// A row of a matrix with its score against a query.
public struct RankedRow: Sendable, Equatable {
  public var row: Int
  /// -1 to 1
  public var score: Float

  public init(row: Int, score: Float) {
    self.row = row
    self.score = score
  }
}

/// Score and row in one number that orders as results are: a better score is larger, and so is an earlier row of equal
/// score.
struct RankKey: Comparable {
  let bits: UInt64

  init(score: Float, row: Int) {
    bits = UInt64(Self.ordered(score)) << 32 | UInt64(~UInt32(truncatingIfNeeded: row))
  }

  var score: Float {
    let ordered = UInt32(truncatingIfNeeded: bits >> 32)
    return Float(bitPattern: ordered >> 31 == 1 ? ordered ^ 1 << 31 : ~ordered)
  }

  var row: Int { Int(~UInt32(truncatingIfNeeded: bits)) }

  static func < (a: RankKey, b: RankKey) -> Bool { a.bits < b.bits }

  /// Unsigned numbers in the order of the scores; -0 counts as 0.
  static func ordered(_ score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }
}
