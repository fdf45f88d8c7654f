import Testing

@testable import TerminalUI

@Suite struct KeyDecoderTests {
  @Test(
    "sequences give their key, whole and in pieces",
    arguments: [
      ("q", [.character("q")]), ("é", [.character("é")]), ("日x", [.character("日"), .character("x")]),
      ("\r\n\t\u{7F}\u{08}", [.enter, .enter, .tab, .backspace, .backspace]), ("\u{04}\u{00}", [.control("d")]),
      ("\u{1B}[A\u{1B}OB", [.up, .down]), ("\u{1B}[1;5C", [.right]), ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
      ("\u{1B}[3~\u{1B}[Z", [.delete, .backTab]), ("\u{1B}OP\u{1B}[15~\u{1B}[24~", [1, 5, 12].map(Key.function)),
      ("\u{1B}[[B", [.function(2)]), ("\u{1B}[<0;11;5M", [.click(Position(column: 10, row: 4))]),
      ("\u{1B}[<0;11;5m", [.release(Position(column: 10, row: 4))]), ("\u{1B}[<2;11;5m", []),
      ("\u{1B}[<64;1;1M", [.wheelUp(Position(column: 0, row: 0))]),
      ("\u{1B}[M !!", [.click(Position(column: 0, row: 0))]), ("\u{1B}[I\u{1B}[O\u{1B}[?62;4c", [.focus]),
      ("\u{1B}j", [.escape, .character("j")]), ("\u{1B}\u{1B}[A", [.escape, .up]), ("\u{1B}[25h~", [.character("~")]),
    ] as [(String, [Key])])
  func keys(_ text: String, _ keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: text.utf8) == keys)
    #expect(!decoder.isWaiting)
    #expect(text.utf8.flatMap { decoder.keys(from: [$0]) } == keys)
    #expect(!decoder.isWaiting)
  }

  @Test(arguments: ["\u{1B}[<", "\u{1B}[<0;1", "\u{1B}[", "\u{1B}[M!", "\u{1B}[[", "\u{1B}O", "\u{1B}"])
  func `a sequence without an end keeps nothing waiting`(_ start: String) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: start.utf8).isEmpty)
    #expect(decoder.isWaiting)
    let rest = decoder.keys(from: [], isFinal: true)
    #expect(rest.allSatisfy { [.escape, .character("["), .character("O")].contains($0) })
    #expect(!decoder.isWaiting)
    #expect(decoder.keys(from: "q".utf8) == [.character("q")])
  }

  @Test func `what is pasted is one text, in whatever pieces it comes`() {
    let text = "goto 5\nq\r\u{1B}[A日\u{7F}"
    let bytes = Array("j\u{1B}[200~\(text)\u{1B}[201~k".utf8)
    let keys: [Key] = [.character("j"), .paste(text), .character("k")]
    for cut in 0...bytes.count {
      // After an escape a pause means the key, which ends a paste.
      if cut > 7, bytes[cut - 1] == 0x1B { continue }
      var decoder = KeyDecoder()
      var found = decoder.keys(from: bytes[..<cut])
      // A pause longer than any between the bytes of a key; one after less than ESC [ 2 may be somebody's.
      if !(2...3).contains(cut) { found += decoder.keys(from: [], isFinal: true) }
      found += decoder.keys(from: bytes[cut...])
      #expect(found == keys && !decoder.isWaiting, "\(cut): \(found)")
    }
    var decoder = KeyDecoder()
    #expect(bytes.flatMap { decoder.keys(from: [$0]) } == keys)
  }

  @Test(arguments: ["\u{1B}", "\u{3}"]) func `a paste that does not end is ended by a key`(_ key: String) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: "\u{1B}[200~quit\n".utf8).isEmpty && !decoder.isWaiting)
    #expect(decoder.keys(from: [], isFinal: true).isEmpty)
    let keys = decoder.keys(from: key.utf8) + (decoder.isWaiting ? decoder.keys(from: [], isFinal: true) : [])
    #expect(keys == [.paste("quit\n")] && decoder.keys(from: "q".utf8) == [.character("q")])
  }

  @Test func `of a long paste the beginning is kept, and its end is found`() {
    var decoder = KeyDecoder()
    let text = String(repeating: "a", count: 100_000)
    let keys = decoder.keys(from: "\u{1B}[200~\(text)\u{1B}[201~q".utf8)
    guard case .paste(let kept)? = keys.first else { return #expect(Bool(false), "\(keys.count)") }
    #expect(kept.count == 65_536 && keys.last == .character("q") && keys.count == 2)
  }

  @Test func `a terminal's own sequences come first`() {
    var decoder = KeyDecoder(sequences: [
      Array("\u{1B}[M".utf8): .function(1), Array("\u{1B}[Mx~".utf8): .home, Array("\u{1B}A".utf8): .up,
      Array("k".utf8): .down,
    ])
    #expect(decoder.keys(from: "\u{1B}A\u{1B}[Mx~k".utf8) == [.up, .home, .character("k")])
    #expect(decoder.keys(from: "\u{1B}[M".utf8) == [.function(1)])
  }

  @Test func `no bytes are too many or wait for ever`() {
    var random = SystemRandomNumberGenerator()
    let likely = Array("\u{1B}\u{1B}\u{1B}[[<;0M~Om\u{C3}\u{F0}\u{80}".utf8)
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      for _ in 0..<8 {
        _ = decoder.keys(
          from: (0..<Int.random(in: 0...40)).map { _ in
            Bool.random() ? UInt8.random(in: 0...255, using: &random) : likely.randomElement() ?? 0
          })
      }
      _ = decoder.keys(from: [], isFinal: true)
      #expect(!decoder.isWaiting)
    }
    var decoder = KeyDecoder()
    _ = decoder.keys(from: Array("\u{1B}[<".utf8) + [UInt8](repeating: 0x30, count: 100))
    #expect(!decoder.isWaiting)
  }
}
