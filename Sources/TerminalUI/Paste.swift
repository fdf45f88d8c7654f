/// A text between two marks, as terminals send what is pasted (xterm's bracketed paste, DEC mode 2004). Nothing of it is a
/// key, in whatever pieces it comes and however late; where its end never comes, Esc or ^C alone ends it.
struct Paste {
  private static let end = Array("\u{1B}[201~".utf8)
  /// Bytes of a text that are kept.
  private static let longest = 1 << 16

  private var bytes: [UInt8] = []
  /// Whether the last byte may be the beginning of the end's mark, or a key.
  var endsInEscape: Bool { bytes.last == 0x1B }

  /// - Parameters:
  ///   - new: what comes next.
  ///   - isFinal: nothing has come for a while.
  /// - Returns: how many of the bytes belong to it, and its text where it ends with them.
  mutating func take(_ new: ArraySlice<UInt8>, isFinal: Bool) -> (count: Int, text: String?) {
    if new.isEmpty, isFinal, endsInEscape { return (0, text(without: 1)) }
    if Array(new) == [0x03] { return (1, text(without: 0)) }
    for (index, byte) in new.enumerated() {
      bytes.append(byte)
      if bytes.count > Self.longest + Self.end.count { bytes.remove(at: Self.longest) }
      if byte == Self.end.last, bytes.suffix(Self.end.count).elementsEqual(Self.end) {
        return (index + 1, text(without: Self.end.count))
      }
    }
    return (new.count, nil)
  }

  private func text(without count: Int) -> String { String(decoding: bytes.dropLast(count), as: UTF8.self) }
}
