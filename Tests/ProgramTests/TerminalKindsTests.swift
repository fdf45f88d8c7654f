import Foundation
import Glibc
import Testing

/// Terminals and locales as people have them.
@Suite(.serialized, .indexedOnce) struct TerminalKindsTests {
  let program: Program

  init() throws { program = try IndexedOnce.program }

  private func open(_ environment: [String: String?]) throws -> PseudoTerminal {
    try PseudoTerminal(program, [Program.drawn.path], environment: environment)
  }

  @Test func `an unknown terminal is driven as xterm`() throws {
    for type in ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"].map({ $0 + "-unheard-of" }) {
      let terminal = try open(["TERM": type])
      try terminal.wait(for: "so xterm-256color is used")
      terminal.type("q")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
    }
  }

  @Test func `an entry without a size gets the window's`() throws {
    for type in ["linux", "cygwin", "hurd"] {
      for (columns, rows) in [(UInt16(100), UInt16(30)), (0, 0), (65_535, 65_535)] {
        let terminal = try PseudoTerminal(
          program, [Program.drawn.path], columns: columns, rows: rows, environment: ["TERM": type])
        try terminal.wait(for: "beach_alf.jpg")
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(!String(decoding: terminal.output, as: UTF8.self).contains("plain list"))
      }
    }
  }

  @Test func `a terminal without a cursor gets a plain list`() throws {
    for type in ["dumb", "", nil] {
      let terminal = try open(["TERM": type])
      #expect(try terminal.exitStatus() == 0)
      let text = String(decoding: terminal.output, as: UTF8.self)
      #expect(text.contains("so this is a plain list; `facetui find"))
      #expect(text.contains("\r\n4\t2020/family.jpg\r\n"))
      #expect(text.contains("\r\nno-face\t2022/empty_lake.jpg\r\n"))
      #expect(!text.contains("\u{1B}"))
    }
  }

  @Test func `a locale that says nothing of the terminal shows pictures`() throws {
    for locale in [nil, "C", "xx_XX.UTF-8", "xx_XX"] {
      let terminal = try open(["LC_ALL": locale, "LC_CTYPE": nil, "LANG": nil])
      try terminal.wait(for: "▀▀")
      terminal.type("q")
      #expect(try terminal.exitStatus() == 0)
    }
  }

  @Test func `a locale with other characters is drawn in ASCII`() throws {
    let terminal = try open(["LC_ALL": "xx_XX.ISO-8859-1"])
    try terminal.wait(for: "drawn in ISO-8859-1, as the locale says")
    terminal.type("\r")
    try terminal.wait(for: "1=")
    terminal.type("qq")
    #expect(try terminal.exitStatus() == 0)
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    #expect(terminal.isRestored)
  }

  @Test func `without colours the selected face has a frame of characters`() throws {
    for environment in [["NO_COLOR": "1"], ["TERM": "vt100"]] {
      let terminal = try open(environment)
      try terminal.wait(for: "beach_alf.jpg")
      terminal.type("\r")
      try terminal.wait(for: "┏")
      terminal.type("qq")
      #expect(try terminal.exitStatus() == 0)
      #expect(!String(decoding: terminal.output, as: UTF8.self).contains("38;5;"))
    }
  }

  @Test func `no window ends the program`() throws {
    for (columns, rows) in [(UInt16(100), UInt16(65_535)), (65_535, 65_535), (100, 1), (1, 30), (0, 0)] {
      let terminal = try open([:])
      try terminal.wait(for: "beach_alf.jpg")
      terminal.resize(columns: columns, rows: rows)
      Thread.sleep(forTimeInterval: 0.3)
      terminal.resize(columns: 100, rows: 30)
      try terminal.wait(for: "beach_alf.jpg")
      terminal.type("q")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
    }
  }

  @Test func `a program may begin in a window of any size`() throws {
    for (columns, rows) in [(UInt16(0), UInt16(0)), (1, 1), (65_535, 65_535)] {
      let terminal = try PseudoTerminal(program, [Program.drawn.path], columns: columns, rows: rows)
      try terminal.wait(for: "\u{1B}[?1049h")
      terminal.type("q")
      #expect(try terminal.exitStatus() == 0)
      #expect(terminal.isRestored)
    }
  }

  @Test func `a sequence without an end freezes nothing`() throws {
    for start in ["\u{1B}[<", "\u{1B}[<0;1", "\u{1B}[M", "\u{1B}["] {
      let terminal = try open([:])
      try terminal.wait(for: "beach_alf.jpg")
      terminal.type(start)
      Thread.sleep(forTimeInterval: 0.3)
      terminal.type("\u{1B}?")
      try terminal.wait(for: "open the photo")
      terminal.type("qq")
      #expect(try terminal.exitStatus() == 0)
    }
  }
}
