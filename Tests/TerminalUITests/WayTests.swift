import Testing

@testable import TerminalUI

@Suite struct WayTests {
  private func facts(
    _ recorded: RecordedReplies, asking: TerminalFacts.Asking = .answered, colours: Int = 256, isUnicode: Bool = true,
    with more: [String: String] = [:]
  ) -> TerminalFacts {
    var replies = TerminalReplies()
    replies.feed(recorded.bytes)
    var surroundings = TerminalFacts.Surroundings()
    surroundings.colours = colours
    surroundings.isUnicode = isUnicode
    surroundings.cells = Size(columns: 80, rows: 24)
    return TerminalFacts(
      replies: replies, asking: asking, environment: recorded.environment.merging(more) { $1 },
      surroundings: surroundings)
  }

  @Test(
    arguments: [
      ("xterm", .quadrants), ("xterm as a VT340", .sixel), ("kitty", .kitty), ("old kitty", .sextants),
      ("ghostty", .kitty), ("foot", .sixel), ("WezTerm", .iterm), ("Konsole", .sextants), ("GNOME Terminal", .sextants),
      ("GNOME Terminal with VTE 0.84", .octants), ("iTerm2", .iterm), ("Windows Terminal", .sixel),
      ("Terminal.app", .half), ("Alacritty", .sextants), ("VS Code", .iterm), ("tmux 3.3a", .sextants),
      ("tmux 3.6", .quadrants), ("ghostty, started from tmux", .octants),
    ] as [(String, PictureWay)])
  func `each terminal gets its best way`(_ name: String, _ way: PictureWay) {
    let choice = TerminalChoice(facts: facts(.named(name)))
    #expect(choice.way == way)
    #expect(!choice.reason.isEmpty)
  }

  @Test func `sixel pictures keep to the terminal's colour registers`() {
    func graphics(_ answer: String) -> Graphics {
      let parts = [answer, "\u{1B}[?63;4c"]
      let choice = TerminalChoice(facts: facts(RecordedReplies(testDescription: "", environment: [:], parts: parts)))
      return choice.graphics
    }
    #expect(TerminalChoice(facts: facts(.named("xterm as a VT340"))).graphics == .sixel(colours: 16))
    #expect(TerminalChoice(facts: facts(.named("foot"))).graphics == .sixel(colours: 256))
    for (answer, colours) in [
      ("\u{1B}[?1;0;1024S", 256), ("\u{1B}[?1;0;1S", 2), ("\u{1B}[?1;0;0S", 256), ("\u{1B}[?1;3;0S", 256),
      ("\u{1B}[?2;0;800;480S", 256), ("\u{1B}[?1;3S", 256), ("\u{1B}[?1;0;99999999999999999999S", 256), ("", 256),
    ] {
      #expect(graphics(answer) == .sixel(colours: colours), "\(answer)")
    }
  }

  @Test func `xterm is drawn on in 256 colours where it shows more`() {
    let choice = TerminalChoice(facts: facts(.named("xterm as a VT340"), colours: 8))
    #expect(choice.entry == "xterm-256color" && choice.depth == .palette)
    let silent = RecordedReplies(testDescription: "", environment: ["TERM": "xterm"], parts: [])
    #expect(TerminalChoice(facts: facts(silent, asking: .silent, colours: 8)).entry == nil)
    #expect(TerminalChoice(facts: facts(.named("kitty"))).entry == nil)
  }

  @Test func `what was not answered is not sent`() {
    let silent = RecordedReplies(testDescription: "", environment: ["TERM": "xterm-kitty"], parts: [])
    #expect(facts(silent, asking: .silent).bestWay.way == .sextants)
    #expect(facts(.named("foot"), asking: .silent).bestWay.way == .octants)
    let unknown = RecordedReplies(testDescription: "", environment: ["TERM": "xterm-256color"], parts: [])
    #expect(facts(unknown, asking: .silent).bestWay.way == .quadrants)
  }

  @Test func `few characters and no colours give letters`() {
    let kitty = RecordedReplies.named("kitty")
    #expect(facts(kitty, with: ["NO_COLOR": "1"]).bestWay.way == .ascii)
    #expect(facts(kitty, isUnicode: false).bestWay.way == .ascii)
    #expect(facts(.named("Konsole"), colours: 0).bestWay.way == .ascii)
    #expect(facts(kitty, colours: 0).bestWay.way == .kitty, "it has shown that it has colours")
    for type in ["linux", "vt100", "vt220"] {
      let old = RecordedReplies(testDescription: "", environment: ["TERM": type], parts: [])
      #expect(facts(old, asking: .notAsked, colours: 8).bestWay.way == .ascii)
    }
    #expect(TerminalFacts.isOldHardware("vte-256color") == false)
  }

  @Test func `tmux draws sixel only where its terminal takes it`() {
    var facts = facts(.named("tmux 3.6"))
    facts.tmuxHasSixel = true
    #expect(TerminalChoice(facts: facts).way == .sixel)
    #expect(TerminalChoice(facts: facts, wanted: .kitty).way == .kitty)
    #expect(self.facts(.named("tmux 3.3a")).multiplexer == .tmux)
    #expect(self.facts(.named("ghostty, started from tmux")).multiplexer == nil)
  }

  @Test func `GNU screen is asked nothing and gets symbols`() {
    for environment in [["TERM": "screen-256color"], ["TERM": "xterm", "STY": "1.pts-0"]] {
      #expect(TerminalQuestions.bytes(environment: environment) == nil)
      let screen = RecordedReplies(testDescription: "", environment: environment, parts: [])
      #expect(facts(screen, asking: .notAsked).bestWay.way == .quadrants)
    }
  }

  @Test func `some are not asked, and some not everything`() {
    for type in ["", "dumb", "unknown", "linux", "vt100", "vt220", "vt52"] {
      #expect(TerminalQuestions.bytes(environment: ["TERM": type]) == nil)
    }
    func text(_ environment: [String: String]) -> String {
      String(decoding: TerminalQuestions.bytes(environment: environment) ?? [], as: UTF8.self)
    }
    #expect(text(["TERM": "vte-256color"]).contains("\u{1B}_G"))
    #expect(text(["TERM": "xterm"]).hasSuffix("\u{1B}[c\u{1B}8\u{1B}[K"))
    for environment in [
      ["TERM": "tmux"], ["TERM": "xterm", "TMUX": "x"], ["TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"],
    ] {
      #expect(!text(environment).isEmpty && !text(environment).contains("\u{1B}_"))
      #expect(text(environment).contains("1;1;0S") == (environment["TERM_PROGRAM"] == nil))
    }
  }

  @Test func `a cell's size is its own, else the window's over its cells`() {
    #expect(facts(.named("kitty")).cell == PixelSize(width: 17, height: 36))
    #expect(facts(.named("GNOME Terminal")).cell == PixelSize(width: 10, height: 20))
    #expect(facts(.named("VS Code")).cell == PixelSize(width: 8, height: 17))
    let absurd = RecordedReplies(testDescription: "", environment: [:], parts: ["\u{1B}[6;0;99999999999999999999t"])
    #expect(facts(absurd).cell == nil)
  }

  @Test func `addresses and folders are not told`() {
    let facts = facts(.named("kitty"), with: ["SSH_CONNECTION": "10.1.2.3 5 10.1.2.4 22", "HOME": "/home/ann"])
    #expect(facts.isRemote)
    #expect(facts.environment.map(\.name) == ["TERM", "COLORTERM", "KITTY_WINDOW_ID", "SSH_CONNECTION"])
    #expect(facts.environment.map(\.value) == ["xterm-kitty", "truecolor", "1", "set"])
  }

  @Test func `the evidence of true colour is named`() {
    #expect(facts(.named("Windows Terminal")).trueColour == .kept)
    #expect(facts(.named("WezTerm")).trueColour == nil)
    #expect(facts(.named("WezTerm"), with: ["COLORTERM": "truecolor"]).trueColour == .colorterm)
    #expect(TerminalChoice(facts: facts(.named("kitty"), with: ["NO_COLOR": "1"])).isTrueColour == false)
  }

  @Test(
    arguments: [
      ("kitty(0.35.2)", "kitty", [0, 35, 2]), ("ghostty 1.3.1-arch2", "ghostty", [1, 3, 1]),
      ("WezTerm 20240203-110809-5046fc22", "WezTerm", [20_240_203]), ("VTE(8401)", "VTE", [0, 84, 1]),
      ("tmux 3.6b", "tmux", [3, 6]), ("foot", "foot", []), ("", "", []), ("x(99999999999999999999)", "x", []),
    ] as [(String, String, [Int])])
  func `a version is read`(_ answer: String, _ name: String, _ version: [Int]) {
    let program = TerminalProgram(answer: answer)
    #expect(program.name == name && program.version == version)
  }
}
