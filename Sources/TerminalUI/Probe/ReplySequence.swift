/// A control sequence: `ESC [`, parameters, intermediate bytes and a final one (ECMA-48, 5.4).
struct ReplySequence: Equatable {
  enum Scan: Equatable {
    /// Bytes of keys.
    case none
    case partial
    case whole(ReplySequence)
  }

  private static let longest = 64

  /// The bytes that it takes.
  var count: Int
  /// "?" or ">" before the numbers, or nothing.
  var prefix: String
  /// 0 for one that is left out.
  var numbers: [Int]
  var intermediates: String
  var final: Character

  /// - Parameter bytes: an escape, a bracket, and what follows.
  static func scan(_ bytes: some Collection<UInt8>) -> Scan {
    let bytes = Array(bytes.prefix(longest))
    let parameters = bytes.dropFirst(2).prefix { (0x30...0x3F).contains($0) }
    let intermediates = bytes[parameters.endIndex...].prefix { (0x20...0x2F).contains($0) }
    guard intermediates.endIndex < bytes.count else { return bytes.count < longest ? .partial : .none }
    let final = bytes[intermediates.endIndex]
    guard (0x40...0x7E).contains(final) else { return .none }
    let text = String(decoding: parameters, as: UTF8.self)
    let prefix = text.prefix { "<=>?".contains($0) }
    let numbers = text.dropFirst(prefix.count).split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    return .whole(
      ReplySequence(
        count: intermediates.endIndex + 1, prefix: String(prefix), numbers: numbers,
        intermediates: String(decoding: intermediates, as: UTF8.self), final: Character(Unicode.Scalar(final))))
  }

  /// Whether no key sends such a sequence: device attributes, sizes of windows and cells, states of modes, and of graphics.
  var isReply: Bool {
    switch final {
    case "c": prefix == "?" || prefix == ">"
    case "t": prefix.isEmpty && numbers.count == 3 && intermediates.isEmpty
    case "S": prefix == "?" && numbers.count >= 2 && intermediates.isEmpty
    case "y": prefix == "?" && intermediates == "$"
    default: false
    }
  }
}
