import Testing

@testable import TerminalUI

@Suite struct RepliesTests {
  private func parsed(_ bytes: [UInt8], piece: Int = .max) -> TerminalReplies {
    var replies = TerminalReplies()
    var rest = bytes[...]
    while !rest.isEmpty {
      replies.feed(rest.prefix(piece))
      rest = rest.dropFirst(piece)
    }
    return replies
  }

  @Test func `kitty's answers are understood`() {
    let replies = parsed(RecordedReplies.named("kitty").bytes)
    #expect(replies.version == "kitty(0.40.1)")
    #expect(replies.takesKittyPictures == true)
    #expect(replies.cell == PixelSize(width: 17, height: 36))
    #expect(replies.textArea == PixelSize(width: 2720, height: 1800))
    #expect(replies.background == BackgroundColour("rgb:1e/1e/2e"))
    #expect(replies.keepsTrueColour == true)
    #expect(replies.synchronises == true)
    #expect(replies.attributes == [62, 52, 0])
    #expect(replies.keyBytes.isEmpty)
  }

  @Test func `a colour that was made another is not true`() {
    for answer in ["1$r0;48;5;16m", "1$r0m", "0$r", "1$r48:2:1:2:4m", "1$r38;2;1;2;3m"] {
      #expect(parsed(Array("\u{1B}P\(answer)\u{1B}\\".utf8)).keepsTrueColour == false)
    }
    #expect(parsed(RecordedReplies.named("xterm").bytes).keepsTrueColour == true)
    #expect(parsed(RecordedReplies.named("xterm").bytes).synchronises == false)
  }

  @Test(arguments: RecordedReplies.all.values.sorted { $0.testDescription < $1.testDescription })
  func `answers in pieces are the same, and no key between them is lost`(_ recorded: RecordedReplies) {
    let keys = [
      "j", "\u{1B}[A", "\u{1B}OB", "é", "\u{1B}[15~", "\u{1B}j", "\u{3}", "\u{1B}[<0;11;5M", "\u{1B}\u{1B}[[B",
    ]
    let whole = parsed(recorded.bytes)
    #expect(whole.isComplete)
    var mixed: [UInt8] = []
    var typed: [UInt8] = []
    for (number, part) in recorded.parts.enumerated() {
      let key = keys[number % keys.count] + keys[(number * 5 + 3) % keys.count]
      mixed += Array((key + part).utf8)
      typed += Array(key.utf8)
    }
    for size in 1...mixed.count {
      let replies = parsed(mixed, piece: size)
      #expect(replies.keyBytes == typed)
      #expect(replies.version == whole.version && replies.attributes == whole.attributes)
      #expect(replies.background == whole.background && replies.cell == whole.cell)
      #expect(replies.takesKittyPictures == whole.takesKittyPictures)
      #expect(parsed(recorded.bytes, piece: size) == whole)
    }
    #expect(!parsed(recorded.bytes.dropLast()).isComplete)
  }

  @Test func `half an answer is left to whoever reads the keys`() {
    for recorded in RecordedReplies.all.values {
      for end in 0..<recorded.bytes.count {
        let replies = parsed(Array("jk".utf8) + recorded.bytes.prefix(end))
        var decoder = KeyDecoder()
        let keys =
          decoder.keys(from: replies.keyBytes) + decoder.keys(from: recorded.bytes.dropFirst(end) + Array("l".utf8))
        #expect(keys == ["j", "k", "l"].map(Key.character))
      }
    }
  }

  @Test func `any bytes are taken, and those of keys are kept`() {
    let likely = Array("\u{1B}\u{1B}\u{1B}[]P_>|G?;:0123456c\\\u{7}ty$r11;rgb".utf8)
    let keys = Array("jklé\r\t \u{1B}[A".utf8)
    for _ in 0..<3000 {
      var replies = TerminalReplies()
      var sent = 0
      for _ in 0..<6 {
        let bytes = (0..<Int.random(in: 0...60)).map { _ in
          Bool.random() ? UInt8.random(in: 0...255) : likely.randomElement() ?? 0
        }
        sent += bytes.count
        replies.feed(bytes)
      }
      #expect(replies.keyBytes.count <= sent)
      var clean = TerminalReplies()
      let typed = (0..<Int.random(in: 0...40)).map { _ in keys.randomElement() ?? 0 }
      clean.feed(typed)
      #expect(clean.keyBytes == typed)
    }
  }

  @Test func `an answer without an end does not take the next`() {
    #expect(parsed(Array("\u{1B}]11;rgb:ffff/ffff\u{1B}[?1;2c".utf8)).attributes == [1, 2])
    #expect(parsed(Array("\u{1B}P>|\(String(repeating: "x", count: 5000))\u{1B}\\\u{1B}[?4c".utf8)).attributes == [4])
    #expect(parsed(Array("\u{1B}[?1c\u{1B}[?2c\u{1B}P>|a\u{7}\u{1B}P>|b\u{7}".utf8)).version == "a")
  }

  @Test(
    arguments: [
      ("rgb:ffff/8080/0000", [255, 128, 0]), ("rgb:f/8/0", [255, 136, 0]), ("rgba:ff/00/ff/80", [255, 0, 255]),
      ("rgb:ff/00", nil), ("rgb:-1/00/00", nil), ("rgb:12345/0/0", nil), ("#ffffff", nil), ("", nil),
    ] as [(String, [UInt8]?)])
  func `a background is read`(_ text: String, _ expected: [UInt8]?) {
    #expect(BackgroundColour(text).map { [$0.red, $0.green, $0.blue] } == expected)
  }
}
