import Foundation
import Glibc
import Testing

/// Keys and sizes of windows by chance, in terminals of each kind. FACETUI_KEYS=1000 sends as many to each, and
/// FACETUI_KEY_SEED others.
@Suite(.serialized, .indexedOnce) struct RandomKeysTests {
  private static let count = number("FACETUI_KEYS") ?? 50
  private static let seed = number("FACETUI_KEY_SEED") ?? 1

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  let program: Program

  init() throws { program = try IndexedOnce.program }

  @Test(arguments: TerminalKind.all) func `no keys and sizes crash the program or confuse the terminal`(
    _ kind: TerminalKind
  ) throws {
    var chance = Chance(seed: Self.seed)
    var left = Self.count
    repeat { left -= try run(kind, keys: left, &chance) } while left > 0 && kind.hasEscapes
  }

  /// - Returns: the number of keys that were sent.
  private func run(_ kind: TerminalKind, keys: Int, _ chance: inout Chance) throws -> Int {
    let terminal = try PseudoTerminal(
      program, [Program.drawn.path], environment: kind.environment(program), echoes: false,
      folder: program.home.path)
    if let questions = kind.questions {
      try terminal.wait(for: questions)
      terminal.type(kind.answer)
    }
    var sent = 0
    while sent < keys, try terminal.settle() {
      let burst = min(keys - sent, chance.below(12) + 1)
      for _ in 0..<burst { send(to: terminal, &chance) }
      sent += burst
    }
    try finish(terminal, kind)
    return max(1, sent)
  }

  private func send(to terminal: PseudoTerminal, _ chance: inout Chance) {
    switch chance.below(40) {
    case 0:
      let (columns, rows) = chance.pick([(20, 6), (60, 15), (80, 24), (120, 40), (200, 60), (1, 1), (300, 100)])
      terminal.resize(columns: UInt16(columns), rows: UInt16(rows))
    case 1: terminal.resize(columns: UInt16(chance.below(220)), rows: UInt16(chance.below(70)))
    case 2: kill(terminal.child, SIGCONT)
    case 3: terminal.type("e\u{15}\(program.home.path)/matches.csv\ry")
    case 4: terminal.type(bytes: (0..<4).map { _ in UInt8(chance.below(256)) }.filter { ![3, 26, 28].contains($0) })
    case 5: terminal.type("\u{1B}[<\(chance.pick([0, 64, 65]));\(chance.below(130));\(chance.below(50))M")
    default: terminal.type(chance.pick(Self.keys))
    }
  }

  /// More of those that lead somewhere; the key that interrupts ends the program, so it is none.
  private static let keys =
    ["\r", "\r", "\r", "j", "k", "h", "l", "\t", "\u{1B}[Z", "g", "G", "\u{4}", "\u{15}", "\u{6}", "\u{2}", " ", "v"]
    + ["u", "(", ")", "i", "s", "t", "d", "w", "b", "z", "T", "y", "n", "N", "p", "a", "f", "/", ":", "!", "+", "-"]
    + [
      "=", "?", "\u{1B}", "\u{1B}", "q", "R", "H", "M", "L", "\u{C}", "1", "2", "9", "0", "Y", "o", "ä", "日", "\u{7F}",
    ]
    + ["\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[H", "\u{1B}[F", "\u{1B}OP"]

  private func finish(_ terminal: PseudoTerminal, _ kind: TerminalKind) throws {
    let isRunning = try terminal.settle()
    if isRunning {
      // A question or a line takes keys first.
      terminal.type("\u{1B}")
      _ = try terminal.settle()
      terminal.resize(columns: 80, rows: 24)
      _ = try terminal.settle()
      let start = terminal.output.count
      terminal.type("\u{C}")
      if try terminal.settle() { kind.checkLimits(Array(terminal.output[start...]), columns: 80, rows: 24) }
    }
    for _ in 0..<20 where try terminal.settle() {
      terminal.type("\u{1B}")
      _ = try terminal.settle()
      terminal.type("q")
    }
    #expect(try terminal.exitStatus() == 0)
    #expect(kind.hasOtherScreen ? terminal.isRestored : terminal.hasModesBack)
    kind.check(terminal.output)
  }
}

/// What a terminal of one type understands.
struct TerminalKind: Sendable, CustomTestStringConvertible {
  var type: String
  /// What it answers, where it is asked.
  var answer = ""
  var isAsked = false
  var hasEscapes = true
  var hasOtherScreen = true
  /// Of what there is more than one: colours of the palette, those of 24 bits.
  var colours = 256
  var hasTrueColour = false
  var takesKitty = false
  var takesSixel = false
  /// Whether it passes over modes of DEC that it does not have, and over strings.
  var isModern = true

  var testDescription: String { type }

  static let all = [
    TerminalKind(type: "xterm-256color", answer: "\u{1B}[?1;2c", isAsked: true),
    TerminalKind(type: "screen-256color"),
    TerminalKind(type: "tmux-256color", answer: "\u{1B}P>|tmux 3.3a\u{1B}\\\u{1B}[?1;2c", isAsked: true),
    TerminalKind(
      type: "xterm-kitty",
      answer:
        "\u{1B}P>|kitty(0.40.1)\u{1B}\\\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;20;10t\u{1B}P1$r48:2:1:2:3m\u{1B}\\\u{1B}[?62c",
      isAsked: true, hasTrueColour: true, takesKitty: true),
    TerminalKind(
      type: "foot",
      answer:
        "\u{1B}P>|foot(1.20.2)\u{1B}\\\u{1B}[6;20;10t\u{1B}[?1;0;64S\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\\u{1B}[?62;4c",
      isAsked: true, hasTrueColour: true, takesSixel: true),
    TerminalKind(type: "linux", hasOtherScreen: false, colours: 8, isModern: false),
    TerminalKind(type: "vt100", hasOtherScreen: false, colours: 0, isModern: false),
    TerminalKind(type: "xterm", answer: "\u{1B}[?1;2c", isAsked: true, colours: 8),
    TerminalKind(type: "dumb", hasEscapes: false, hasOtherScreen: false, colours: 0, isModern: false),
  ]

  /// The end of the questions.
  var questions: String? { isAsked ? "\u{1B}[c\u{1B}8\u{1B}[K" : nil }

  /// Without a viewer of photos.
  func environment(_ program: Program) -> [String: String?] {
    ["TERM": type, "PATH": program.home.path, "COLORTERM": nil, "TMUX": nil, "STY": nil]
  }

  // MARK: Checks

  /// Only sequences that the terminal knows.
  func check(_ bytes: [UInt8]) {
    if !hasEscapes { #expect(!bytes.contains(0x1B)) }
    for sequence in Sequence.all(in: bytes) {
      switch sequence {
      case .scalar("\u{FFFD}"): Issue.record("\(type): bytes that are no text")
      case .string(let kind, let data):
        let text = String(decoding: data.prefix(200), as: UTF8.self)
        #expect(knows(string: kind, text), "\(type): \(text)")
      case .csi(let text, let final):
        #expect(knows(text, Character(Unicode.Scalar(final))), "\(type): CSI \(text) \(Unicode.Scalar(final))")
      case .scalar, .control, .escape: break
      }
    }
  }

  private func knows(string kind: UInt8, _ text: String) -> Bool {
    guard isModern else { return false }
    switch kind {
    case UInt8(ascii: "_"): return text.hasPrefix("Gi=31,s=1,v=1,a=q") ? isAsked : takesKitty && text.hasPrefix("G")
    case UInt8(ascii: "P"): return text == "$qm" ? isAsked : takesSixel && text.hasPrefix("0;1;0q")
    default: return text == "11;?" ? isAsked : text.hasPrefix("52;")
    }
  }

  private func knows(_ text: String, _ final: Character) -> Bool {
    if text.hasPrefix("?2026") { return isModern }
    guard final == "m" else { return true }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    if numbers == [48, 2, 1, 2, 3] { return isAsked }
    var rest = numbers[...]
    while let code = rest.popFirst() {
      guard knows(attribute: code, rest) else { return false }
      if code == 38 || code == 48 { rest = rest.dropFirst(rest.first == 5 ? 2 : 4) }
    }
    return true
  }

  private func knows(attribute code: Int, _ rest: ArraySlice<Int>) -> Bool {
    switch code {
    case 38, 48: rest.first == 5 ? colours >= 256 : hasTrueColour && rest.count >= 4
    case 30...37, 40...47: colours >= 8
    case 39, 49: colours > 0
    case 90...97, 100...107: colours >= 16
    default: (0...29).contains(code)
    }
  }

  /// A whole screen is drawn inside it.
  func checkLimits(_ bytes: [UInt8], columns: Int, rows: Int) {
    for case .csi(let text, let final) in Sequence.all(in: bytes) where "Hrd".utf8.contains(final) {
      let numbers = text.split(separator: ";").map { Int($0) ?? 0 }
      switch Character(Unicode.Scalar(final)) {
      case "H": #expect((numbers.first ?? 1) <= rows && (numbers.last ?? 1) <= columns, "\(type): \(text)H")
      case "r": #expect((numbers.last ?? 1) <= rows, "\(type): \(text)r")
      default: #expect((numbers.first ?? 1) <= rows, "\(type): \(text)d")
      }
    }
  }
}

/// Numbers by chance, the same ones for a seed (S. Vigna's SplitMix64).
private struct Chance {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(limit))
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
