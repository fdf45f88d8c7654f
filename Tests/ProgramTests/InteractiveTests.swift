import Foundation
import Glibc
import Testing

/// The real program on a pseudo terminal.
@Suite(.serialized, .indexedOnce) struct InteractiveTests {
  let program: Program

  init() throws { program = try IndexedOnce.program }

  @Test func `a face leads to an exported file`() throws {
    let terminal = try PseudoTerminal(program, [Program.drawn.path])
    try terminal.wait(for: "beach_alf.jpg")
    terminal.type("\r")
    try terminal.wait(for: "sharpness")
    terminal.type("\r")
    try terminal.wait(for: "the query")  // in the list: the screen comes before the ranking is done
    terminal.type("e")
    try terminal.wait(for: "export")
    let file = program.home.appending(path: "alf.csv")
    terminal.type("\u{15}\(file.path)\r")
    try terminal.wait(for: "written to")
    terminal.type("qqq")
    #expect(try terminal.exitStatus() == 0)
    #expect(terminal.isRestored)
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    #expect(rows.count == 7 && rows[1].hasPrefix("0,"))
    #expect(rows[0].hasPrefix("rank,path"))
  }

  @Test func `every signal that ends a process restores the terminal first`() throws {
    let signals = [
      SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE,
      SIGALRM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT, SIGSYS, 40,
    ]
    for signal in signals {
      let terminal = try PseudoTerminal(program, [Program.drawn.path])
      try terminal.wait(for: "beach_alf.jpg")
      kill(terminal.child, signal)
      #expect(try terminal.exitStatus() == 128 + signal)
      #expect(terminal.isRestored, "signal \(signal)")
    }
  }

  @Test func `a crash is not survived where Swift prints backtraces`() throws {
    let terminal = try PseudoTerminal(
      program, [Program.drawn.path], environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=no"])
    try terminal.wait(for: "beach_alf.jpg")
    kill(terminal.child, SIGSEGV)
    #expect(try terminal.exitStatus() == 128 + SIGSEGV)
    #expect(terminal.isRestored)
  }

  @Test func `the same signal again ends it as the first does`() throws {
    for signal in [SIGTERM, SIGHUP, SIGINT] {
      let terminal = try PseudoTerminal(program, [Program.drawn.path])
      try terminal.wait(for: "beach_alf.jpg")
      for _ in 0..<3 { kill(terminal.child, signal) }
      #expect(try terminal.exitStatus() == 128 + signal)
      #expect(terminal.isRestored)
    }
  }

  @Test func `a window may become too small and large again`() throws {
    let terminal = try PseudoTerminal(program, [Program.drawn.path])
    try terminal.wait(for: "beach_alf.jpg")
    terminal.resize(columns: 30, rows: 8)
    try terminal.wait(for: "40×10")
    terminal.resize(columns: 120, rows: 40)
    try terminal.wait(for: "beach_alf.jpg")
    terminal.type("q")
    #expect(try terminal.exitStatus() == 0)
    #expect(terminal.isRestored)
  }

  @Test func `a replay prints the last screen`() throws {
    let keys = program.home.appending(path: "keys.txt")
    try "# the first face\n<Enter> <Enter>\n".write(to: keys, atomically: true, encoding: .utf8)
    let replay = try program.run(Program.drawn.path, "--replay", keys.path, "--size", "100x30")
    #expect(replay.status == 0)
    #expect(replay.lines[0].contains("› matches"))
    #expect(replay.text.contains("5 of 21 faces the same person at 0.42"))
  }
}
