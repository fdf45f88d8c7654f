/// The rest of a terminal's reply of which only the beginning had come when the keys before it were taken, as over a
/// slow line: it stands for no keys. Only what can be nothing but such a rest is taken for it, so that no key is lost.
struct LateReply {
  /// In how many pieces the rest may come.
  private var pieces = 3
  private let isString: Bool
  /// Letters that end a sequence; `S`, which may be a command after a number, only after a question mark.
  private let finals: String
  /// Whether an escape that may begin the string's terminator was the last byte.
  private var endsInEscape: Bool

  /// - Parameter beginning: the bytes that came; nil where they begin no reply.
  init?(beginning: some BidirectionalCollection<UInt8>) {
    let bytes = Array(beginning)
    guard bytes.count > 2, bytes[0] == 0x1B else { return nil }
    isString = ReplyString.isBeginning(bytes[1])
    endsInEscape = bytes.last == 0x1B
    finals = bytes[2] == UInt8(ascii: "?") ? "ctyRMmu~S" : "ctyRMmu~"
    let isSequence = bytes[1] == UInt8(ascii: "[") && bytes.dropFirst(2).allSatisfy { (0x20...0x3F).contains($0) }
    guard isSequence || isString && ReplyString.scan(bytes) == .partial(isReply: true) else { return nil }
  }

  /// - Parameter bytes: what comes next.
  /// - Returns: how many of them belong to the reply, and whether it goes on after them.
  mutating func take(_ bytes: [UInt8]) -> (count: Int, goesOn: Bool) {
    isString ? takeString(bytes) : (takeSequence(bytes), false)
  }

  private mutating func takeString(_ bytes: [UInt8]) -> (count: Int, goesOn: Bool) {
    if endsInEscape { return (bytes.first == UInt8(ascii: "\\") ? 1 : 0, false) }
    let text = bytes.prefix { (0x20...0x7E).contains($0) }
    switch bytes.dropFirst(text.count).prefix(2) {
    case [0x07]: return (text.count + 1, false)
    case let end where end.first == 0x07: return (text.count + 1, false)
    case [0x1B, 0x5C]: return (text.count + 2, false)
    case let end where !end.isEmpty && end != [0x1B]: return (0, false)
    // One byte alone is a key.
    case let end:
      pieces -= 1
      endsInEscape = !end.isEmpty
      return text.count > 1 && pieces > 0 ? (bytes.count, true) : (0, false)
    }
  }

  /// Parameters and a letter that no command has after numbers.
  private func takeSequence(_ bytes: [UInt8]) -> Int {
    let parameters = bytes.prefix { (0x20...0x3F).contains($0) }
    guard let final = bytes.dropFirst(parameters.count).first else { return 0 }
    return finals.utf8.contains(final) ? parameters.count + 1 : 0
  }
}
