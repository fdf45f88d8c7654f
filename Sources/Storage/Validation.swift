import SystemPackage

// The cache is a file like others: what is read from it is used only where it is as it can be. Other values count as
// if they were not there.

extension FilePath {
  /// Whether no component is `.` or `..`.
  static func isPlain(_ bytes: [UInt8]) -> Bool {
    var dots = 0
    var others = 0
    for byte in bytes + [separator] {
      if byte == separator {
        if others == 0, dots == 1 || dots == 2 { return false }
        (dots, others) = (0, 0)
      } else if byte == UInt8(ascii: ".") {
        dots += 1
      } else {
        others += 1
      }
    }
    return true
  }

  private static let separator = UInt8(ascii: "/")
}

extension CachedContent {
  var isValid: Bool {
    let sides = (state == .picture ? 1 : 0)...Self.longestSide
    return sides.contains(width) && sides.contains(height) && (1...8).contains(orientation)
      && captured.map(Self.isDate) ?? true && (warning?.utf8.count ?? 0) <= Self.longestText
  }

  /// Pixels; far beyond what any format can have.
  private static let longestSide = 1_000_000
  /// Bytes of a reason.
  private static let longestText = 10_000

  /// "YYYY-MM-DD HH:MM:SS"
  private static func isDate(_ text: String) -> Bool {
    let pattern = Array("0000-00-00 00:00:00".utf8)
    return text.utf8.count == pattern.count
      && zip(text.utf8, pattern).allSatisfy { byte, sample in
        sample == UInt8(ascii: "0") ? UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte : byte == sample
      }
  }
}

extension CachedFace {
  var isValid: Bool {
    let lengths = [x, y, width, height] + landmarks
    return lengths.allSatisfy { abs($0) <= 1e9 } && width > 0 && height > 0 && landmarks.count == 10
      && score.isFinite && sharpness.isFinite && (0...3).contains(turn) && (0...1).contains(quality)
  }

  /// Whether it is a direction, of length 1 as they are written; rounding moves that by far less than a hundredth.
  static func isEmbedding(_ values: ArraySlice<Float>) -> Bool {
    var square: Float = 0
    for value in values { square += value * value }
    return (0.99 * 0.99...1.01 * 1.01).contains(square)
  }
}
