import Testing

@testable import TerminalUI

/// Answers that come when nobody waits for them any more.
@Suite struct LateReplyTests {
  @Test func `whole answers give no keys`() {
    for recorded in RecordedReplies.all.values {
      var decoder = KeyDecoder()
      #expect(
        decoder.keys(from: Array("a".utf8) + recorded.bytes + Array("b".utf8)) == [.character("a"), .character("b")])
      #expect(recorded.bytes.flatMap { decoder.keys(from: [$0]) }.isEmpty)
    }
  }

  @Test func `an answer cut by a long rest gives no keys`() {
    for recorded in RecordedReplies.all.values {
      for part in recorded.parts {
        let bytes = Array(part.utf8)
        // Before its third byte nobody can tell it from a key, nor a single byte that is left from one.
        for end in 5..<max(5, bytes.count - 1) {
          var decoder = KeyDecoder()
          #expect(decoder.keys(from: bytes.prefix(end)).isEmpty)
          #expect(decoder.keys(from: [], isFinal: true).isEmpty)
          #expect(!decoder.isWaiting)
          #expect(decoder.keys(from: bytes.dropFirst(end)).isEmpty, "\(part.debugDescription) cut at \(end)")
          #expect(decoder.keys(from: "q".utf8) == [.character("q")])
        }
      }
    }
  }

  @Test(arguments: ["\u{1B}P>|kitty(0.4", "\u{1B}]11;rgb:ff", "\u{1B}_Gi=31;O", "\u{1B}[?62;4", "\u{1B}[6;3"])
  func `after half an answer every key counts`(_ start: String) {
    for key in ["q", "j", " ", "\r", "\u{1B}[A", "é", ":"] {
      var plain = KeyDecoder()
      var decoder = KeyDecoder()
      _ = decoder.keys(from: start.utf8)
      #expect(decoder.keys(from: [], isFinal: true).isEmpty)
      #expect(decoder.keys(from: key.utf8) == plain.keys(from: key.utf8))
    }
  }

  @Test func `Alt and a letter are keys`() {
    for letter in ["P", "]", "_"] {
      var decoder = KeyDecoder()
      #expect(decoder.keys(from: ("\u{1B}" + letter).utf8).isEmpty)
      #expect(decoder.keys(from: [], isFinal: true) == [.escape, .character(Character(letter))])
      #expect(
        decoder.keys(from: ("\u{1B}" + letter + "j").utf8) == [.escape, .character(Character(letter)), .character("j")])
    }
  }

  @Test func `a string without an end takes no more than its limit`() {
    var decoder = KeyDecoder()
    let keys = decoder.keys(from: Array("\u{1B}]11;".utf8) + [UInt8](repeating: 0x6A, count: 100_000))
    #expect(!decoder.isWaiting)
    #expect(keys.count > 98_000)
  }
}
