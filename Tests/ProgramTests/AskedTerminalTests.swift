import Foundation
import Testing

/// The test plays the terminal that is asked what it is.
@Suite(.serialized, .indexedOnce) struct AskedTerminalTests {
  /// The end of the questions.
  private static let asked = "\u{1B}[c\u{1B}8\u{1B}[K"
  private static let kitty =
    "\u{1B}P>|kitty(0.40.1)\u{1B}\\\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;36;17t\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\"
    + "\u{1B}P1$r48:2:1:2:3m\u{1B}\\\u{1B}[?2026;2$y\u{1B}[?62;52;c"

  let program: Program

  init() throws { program = try IndexedOnce.program }

  @Test func `an answer is no keys, and keys typed before and after it count in order`() throws {
    for (before, after) in [("\r", ""), ("", "\r"), ("l", "\r"), ("lh", "\u{1B}[C\r"), ("?", "q\r")] {
      let terminal = try PseudoTerminal(program, [Program.drawn.path])
      try terminal.wait(for: Self.asked)
      terminal.type(before + Self.kitty + after)
      try terminal.wait(for: "sharpness")
      terminal.type("qq")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
      let text = String(decoding: terminal.output, as: UTF8.self)
      #expect(!text.contains("62;52") && !text.contains("rgb:1e1e"))
    }
  }

  @Test func `a question mark typed before and within the answers opens the help`() throws {
    for half in [0, 1, 20, 40, 60, Self.kitty.utf8.count] {
      let terminal = try PseudoTerminal(program, [Program.drawn.path])
      try terminal.wait(for: Self.asked)
      terminal.type("?")
      terminal.type(String(decoding: Array(Self.kitty.utf8).prefix(half), as: UTF8.self))
      Thread.sleep(forTimeInterval: 0.02)
      terminal.type(String(decoding: Array(Self.kitty.utf8).dropFirst(half), as: UTF8.self))
      try terminal.wait(for: "open the photo")
      terminal.type("qq")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
    }
  }

  @Test func `late, half and missing answers do nothing`() throws {
    let half = String(Self.kitty.prefix(60))
    for (early, late) in [("", ""), ("", Self.kitty), (half, String(Self.kitty.dropFirst(60))), (half, "")] {
      let terminal = try PseudoTerminal(program, [Program.drawn.path])
      let start = ContinuousClock.now
      try terminal.wait(for: Self.asked)
      terminal.type(early)
      try terminal.wait(for: "\u{1B}[?1049h")
      #expect(ContinuousClock.now - start < .seconds(10))
      Thread.sleep(forTimeInterval: 0.3)
      terminal.type(late)
      Thread.sleep(forTimeInterval: 0.3)
      terminal.type("?")
      try terminal.wait(for: "open the photo")
      terminal.type("qq")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
    }
  }

  @Test func `the modes are back when a signal ends the program while it asks`() throws {
    let terminal = try PseudoTerminal(program, ["terminal"])
    try terminal.wait(for: Self.asked)
    kill(terminal.child, SIGTERM)
    #expect(try terminal.exitStatus() == 128 + SIGTERM)
    #expect(terminal.hasModesBack)
  }

  @Test func `facetui terminal prints what a terminal says, escaped`() throws {
    let terminal = try PseudoTerminal(program, ["terminal"])
    try terminal.wait(for: Self.asked)
    terminal.type("\u{1B}P>|evil\u{9B}2J\u{202E}(1.2)\u{1B}\\\u{1B}[6;36;17t\u{1B}[?62;4c")
    try terminal.wait(for: "why: ")
    #expect(try terminal.exitStatus() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("name: evil\\u{9b}2J\\u{202e}(1.2)\r\n"))
    #expect(text.contains("\r\ncell: 17x36 pixels\r\n"))
    #expect(text.contains("\r\nwindow: 100x30 cells\r\n") && text.contains("\r\nLC_ALL: C.UTF-8\r\n"))
    #expect(text.contains("\r\npictures: sixel\r\n"))
    #expect(!text.contains("\u{202E}") && !text.unicodeScalars.contains("\u{9B}"))
    #expect(terminal.hasModesBack)
  }

  @Test func `facetui terminal works without a terminal`() throws {
    let outcome = try program.run(script: "TERM=xterm setsid -w \(Program.executable.path) terminal; echo $?")
    let version = try program.run("--version").text.split(separator: "\n").joined()
    #expect(outcome.lines.prefix(2) == ["facetui: \(version)", "asked: there is no terminal"])
    #expect(outcome.lines.last == "0")
    let json = try program.run(
      script: "TERM='a\"\u{7F}b' NO_COLOR=1 setsid -w \(Program.executable.path) terminal --preview half --json")
    let object = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(object["TERM"] as? String == "a\"\u{7F}b")
    #expect(object["pictures"] as? String == "half")
    #expect(object["name"] is NSNull)
    #expect(!json.text.contains("\u{7F}"))
  }

  @Test func `dumb and old terminals are asked nothing`() throws {
    for type in ["dumb", "linux", "vt100", "screen-256color"] {
      let terminal = try PseudoTerminal(program, ["terminal"], environment: ["TERM": type])
      #expect(try terminal.exitStatus() == 0)
      let text = String(decoding: terminal.output, as: UTF8.self)
      #expect(!text.contains("\u{1B}") && text.contains("asked: not asked, as such a terminal does not answer"))
    }
  }

  @Test func `a preview that does not exist is refused`() throws {
    let outcome = try program.run("--preview", "braille", Program.drawn.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("octants"))
  }
}
