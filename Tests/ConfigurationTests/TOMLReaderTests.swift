import Testing

@testable import Configuration

private func read(_ text: String) -> TOMLValue? { try? TOMLReader.assignment("a = " + text).value }

/// Of the mistake in an assignment: "line:column".
private func place(_ text: String) -> String? {
  do throws(TOMLError) {
    _ = try TOMLReader.assignment(text)
    return nil
  } catch { return "\(error.place.line):\(error.place.column)" }
}

@Suite struct TOMLReaderTests {
  @Test(arguments: [
    ("true", Value.flag(true)), ("false", .flag(false)), ("0", .whole(0)), ("+99", .whole(99)), ("-17", .whole(-17)),
    ("1_000", .whole(1000)), ("0xDead_beef", .whole(0xDEAD_BEEF)), ("0o755", .whole(0o755)), ("0b11", .whole(3)),
    ("9223372036854775807", .whole(.max)), ("-9223372036854775808", .whole(.min)), ("1.5", .number(1.5)),
    ("-0.01", .number(-0.01)), ("5e+22", .number(5e22)), ("1e06", .number(1e6)), ("6.626E-34", .number(6.626e-34)),
    ("9_2.5_0", .number(92.5)), ("inf", .number(.infinity)), ("-inf", .number(-.infinity)),
    (#""a \"b\" \\ \t\u00E9\U0001F600""#, .text("a \"b\" \\ \té😀")), (#"'a \b'"#, .text("a \\b")), ("\"\"", .text("")),
    ("\"\"\"\nx\n\"y\" \\\n   z\"\"\"\"\"", .text("x\n\"y\" z\"\"")), ("'''it's'''", .text("it's")),
    ("''''''", .text("")),
    ("3 # three", .whole(3)), ("\"\"\"a\r\nb\"\"\"", .text("a\r\nb")),
  ])
  func valuesAreRead(text: String, value: Value) { #expect(read(text) == .single(value)) }

  @Test(arguments: [
    "", "01", "-01", "1__0", "_1", "1_", "0x", "0xg", "0b2", "1.", ".5", "1.e3", "1e", "+", "--1", "True",
    "9223372036854775808",
    "yes", "\"a", "'a", "\"\"\"a\"\"", "'a''", #""\x41""#, #""\u12""#, #""\uD800""#, "\"a\nb\"", "[1 2]", "[1",
    "{a = 1", "{a = 1,}",
    "{a = 1\n}", "1 2", "\"a\" b", "\u{1}", "'\u{7F}'", "é", "[[[", "0.5.5", "\"\\", "١",
  ])
  func whatIsNoValueIsRefused(text: String) { #expect(read(text) == nil) }

  @Test func listsTablesAndDatesAreKnown() {
    #expect(read("[1, [2, 'b'], # ]\n 3,\n]") == .list && read("[]") == .list)
    #expect(read("1979-05-27T07:32:00Z") == .date && read("07:32:00") == .date)
    let inner = TOMLAssignment(path: ["c", "d e"], value: .single(.whole(2)))
    #expect(read("{ b = 1, c.\"d e\" = 2 }") == .table([.init(path: ["b"], value: .single(.whole(1))), inner]))
    #expect(read(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) == .list)
    #expect(read(String(repeating: "[", count: 33) + String(repeating: "]", count: 33)) == nil)
  }

  @Test func namesAreReadPartByPart() throws {
    #expect(try TOMLReader.assignment(#"  a-1 . "b.c" . 'd"' = 1"#).path == ["a-1", "b.c", "d\""])
    #expect(try TOMLReader.header(" [ a . 'b c' ] # d") == (["a", "b c"], false))
    #expect(try TOMLReader.header("[[a]]") == (["a"], true))
    for header in ["[a", "[]", "[a]]", "[[a]", "[a] b", "[a.]", "[a b]", "[=]"] {
      #expect((try? TOMLReader.header(header)) == nil, "\(header)")
    }
  }

  @Test(arguments: [
    ("a", "1:2"), ("a b = 1", "1:3"), (" = 1", "1:2"), ("a. = 1", "1:4"), ("é = 1", "1:1"), ("a = \"\\q\"", "1:6"),
    ("a = [1,\n  x]", "2:3"), ("a = [\n1", "1:5"), ("a = 1é2", "1:6"), ("a = '\u{1F600}' x", "1:9"),
    ("\"\"\"a\"\"\" = 1", "1:1"),
    ("a = \"\\", "1:6"), ("a", "1:2"), ("", "1:1"),
  ])
  func mistakesHaveTheirPlace(text: String, expected: String) { #expect(place(text) == expected) }
}

@Suite struct AnyBytesTests {
  private static let pieces =
    [
      "[", "]", "[[", "]]", "{", "}", "=", "\"", "'", "\n", "\r", "\r\n", "\\", "\\u", "#", "a", "keys", "colours", ".",
      ",", "1", "-", "+",
    ]
    + [
      "_", "e", "0x", ":", "\0", "\u{301}", "\t", " ", "\"\"\"", "'''", "workers", "theme", "\u{10FFFF}", "\u{FEFF}",
      "é",
    ]

  private static let sample = """
    # a file
    workers = 3
    threshold = "safe" # comment
    min-quality = 0.25
    sizes = { gallery = 4, "matches" = 1 }
    [colours]
    theme = 'dark'
    title = \"\"\"bold \\
       red\"\"\"
    quiet = 244
    [keys.gallery]
    "<C-d>" = "half-page-down"
    gg = "first"
    list = [1, [2, 3], 'x', 1979-05-27]
    """

  @Test func noFileEndsTheProgram() {
    var generator = SystemRandomNumberGenerator()
    for round in 0..<20_000 {
      let text = round % 2 == 0 ? Self.random(&generator) : Self.mutated(&generator)
      let configuration = Configuration(toml: text, file: "c")
      let lines = text.unicodeScalars.count { $0 == "\n" } + 1
      let places = configuration.problems.compactMap(\.place)
      if !places.allSatisfy({ (1...lines).contains($0.line) && $0.column >= 1 }) {
        Issue.record("\(text.debugDescription): \(places)")
        return
      }
    }
  }

  private static func random(_ generator: inout SystemRandomNumberGenerator) -> String {
    (0..<Int.random(in: 0...24, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  private static func mutated(_ generator: inout SystemRandomNumberGenerator) -> String {
    var scalars = Array(sample.unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0..<scalars.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").unicodeScalars, at: place)
      default: scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 1...30, using: &generator)))
      }
      if scalars.isEmpty { break }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test(arguments: [
    "a = [\n", "a = \"\"\"\n", "x = 1\n", "[", "{", "a.", "a = {", "\"", "[keys]\nx = \"down\"\n", "é\u{301}",
  ])
  func aLargeFileTakesLittleTime(piece: String) {
    let start = ContinuousClock.now
    let configuration = Configuration(toml: String(repeating: piece, count: (1 << 19) / piece.utf8.count), file: "c")
    #expect(configuration.problems.count <= 101)
    #expect(configuration.problems.allSatisfy { $0.reason.count <= 400 })
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
