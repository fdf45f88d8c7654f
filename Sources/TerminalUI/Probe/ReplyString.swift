/// A control string that a terminal sends in reply: device control, operating system command or application program
/// command, ended by a string terminator or, as xterm's are, by a bell (ECMA-48, 5.6). Somebody who presses Alt and a
/// letter sends the same first two bytes, so a string counts only once its text begins like a reply.
enum ReplyString {
  enum Scan: Equatable {
    /// Bytes of keys.
    case none
    /// More is needed; whether it is a reply for certain.
    case partial(isReply: Bool)
    /// The bytes that it takes, and of these its text.
    case whole(count: Int, text: Range<Int>)
  }

  /// No reply to what is asked is as long.
  static let longest = 1024
  private static let escape: UInt8 = 0x1B

  static func isBeginning(_ second: UInt8) -> Bool { [0x50, 0x5D, 0x5F].contains(second) }

  /// - Parameter bytes: an escape, a byte for which `isBeginning` holds, and what follows; places in the result are
  ///   counted from the first.
  static func scan(_ bytes: some Collection<UInt8>) -> Scan {
    let bytes = Array(bytes.prefix(longest + 2))
    let text = bytes.dropFirst(2)
    guard let end = text.firstIndex(where: { $0 < 0x20 }) ?? (bytes.count < longest ? nil : bytes.count) else {
      return likeness(of: text, after: bytes[1]).map { .partial(isReply: $0) } ?? .none
    }
    guard likeness(of: text[..<end], after: bytes[1]) == true else { return .none }
    guard end < bytes.count else { return .whole(count: end, text: 2..<end) }
    switch bytes[end] {
    case escape where end + 1 == bytes.count: return .partial(isReply: true)
    case escape where bytes[end + 1] == UInt8(ascii: "\\"): return .whole(count: end + 2, text: 2..<end)
    case 0x07: return .whole(count: end + 1, text: 2..<end)
    // Cut off by what is no part of it.
    default: return .whole(count: end, text: 2..<2)
    }
  }

  private static let deviceReplies = [">|", "!|", "0$r", "1$r", "0+r", "1+r"].map { Array($0.utf8) }

  /// - Returns: whether the text begins like a reply; nil where it cannot become one.
  private static func likeness(of text: ArraySlice<UInt8>, after introducer: UInt8) -> Bool? {
    switch introducer {
    case 0x50:
      if deviceReplies.contains(where: { text.starts(with: $0) }) { return true }
      return deviceReplies.contains { $0.starts(with: text) } ? false : nil
    case 0x5D:
      let number = text.prefix { (0x30...0x39).contains($0) }
      if number.count > 4 || number.isEmpty && !text.isEmpty { return nil }
      guard let next = text.dropFirst(number.count).first else { return false }
      return next == UInt8(ascii: ";") ? true : nil
    default: return text.first.map { $0 == UInt8(ascii: "G") ? true : nil } ?? false
    }
  }
}
