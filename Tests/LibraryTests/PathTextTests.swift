import PathText
import SystemPackage
import Testing

@Suite struct `Names that are no text` {
  /// SplitMix64, so that every run sees the same bytes.
  private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      return z ^ (z >> 27)
    }
  }

  @Test func `any bytes come back from their text`() {
    var chance = Chance(state: 7)
    let pieces: [[UInt8]] = [
      [0xE9], [0xC3, 0xA9], [0xF4, 0x8F, 0xB8, 0x80], [0xF4, 0x8F, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [10],
      [0x7F], Array("家a\\x".utf8), [0xE5, 0xAE],
    ]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...8, using: &chance)).flatMap { _ in
        Bool.random(using: &chance)
          ? [UInt8.random(in: 0...255, using: &chance)] : pieces.randomElement(using: &chance) ?? []
      }
      #expect(String(raw: bytes).rawBytes == bytes)
      #expect(String(raw: bytes, keeping: [9, 10, 13]).rawBytes == bytes)
      let path = FilePath(bytes: bytes)
      #expect(FilePath(text: path.text) == path)
    }
  }

  @Test func `plain text stays as it is`() {
    let text = "photos/café \u{301}家族 👩‍👧 \\d.jpg"
    #expect(String(raw: Array(text.utf8)) == text)
    #expect(text.shown() == text)
  }

  @Test(arguments: [
    (Array("a\u{1B}[31m\n\u{7F}".utf8), #"a\x1b[31m\x0a\x7f"#), ([0x64, 0xE9, 0x6A], #"d\xe9j"#),
    (Array("\u{9B}31m".utf8), #"\u{9b}31m"#),
    (Array("\u{202E}gpj\u{2066}\u{200F}\u{61C}".utf8), #"\u{202e}gpj\u{2066}\u{200f}\u{61c}"#),
    (Array("\u{2028}\u{2029}".utf8), #"\u{2028}\u{2029}"#),
    (Array(#"\x1b \u{9b} \n \u0041"#.utf8), #"\x5cx1b \x5cu{9b} \n \u0041"#),
    (Array("\u{10FEE9}".utf8), #"\xf4\x8f\xbb\xa9"#),
  ])
  func `what a terminal would obey is shown escaped`(_ bytes: [UInt8], _ shown: String) {
    #expect(String(raw: bytes).shown() == shown)
  }

  @Test func `only what is asked for is kept`() {
    #expect("a\tb\nc".shown(keeping: ["\t"]) == "a\tb\\x0ac")
    #expect(String(raw: Array("a\tb\n".utf8), keeping: [9]).shown(keeping: ["\t", "\n"]) == "a\tb\\x0a")
  }
}
