import Foundation
import Testing

/// What is pasted into the real program.
@Suite(.serialized, .indexedOnce) struct PasteTests {
  let program: Program

  init() throws { program = try IndexedOnce.program }

  private func text(_ terminal: PseudoTerminal) -> String { String(decoding: terminal.output, as: UTF8.self) }

  @Test func `it is text on the line, not keys, and its marks are asked for and given back`() throws {
    let terminal = try PseudoTerminal(program, [Program.drawn.path])
    try terminal.wait(for: "beach_alf.jpg")
    terminal.type("\u{1B}[200~QQ\nq\u{1B}[201~")
    try terminal.wait(for: "pasted text does nothing here")
    terminal.type(":\u{1B}[200~non")
    _ = try terminal.settle(milliseconds: 200)
    terminal.type("sense\nQ\n\u{1B}[201~")
    #expect(try terminal.settle(milliseconds: 300))
    terminal.type("\r")
    try terminal.wait(for: "there is no command nonsenseQ")
    terminal.type("\u{1B}")
    _ = try terminal.settle(milliseconds: 100)
    terminal.type("Q")
    #expect(try terminal.exitStatus() == 0)
    let (on, off) = (text(terminal).range(of: "\u{1B}[?2004h"), text(terminal).range(of: "\u{1B}[?2004l"))
    #expect(try #require(on).lowerBound < #require(off).lowerBound)
  }

  @Test func `a signal gives the mode back`() throws {
    let terminal = try PseudoTerminal(program, [Program.drawn.path])
    try terminal.wait(for: "beach_alf.jpg")
    kill(terminal.child, SIGSEGV)
    _ = try terminal.exitStatus()
    #expect(text(terminal).contains("\u{1B}[?2004l"))
  }

  @Test func `a terminal without a mouse is not sent the mode while it is drawn on`() throws {
    let terminal = try PseudoTerminal(program, [Program.drawn.path], environment: ["TERM": "vt100"])
    try terminal.wait(for: "beach_alf.jpg")
    terminal.type("Q")
    #expect(try terminal.exitStatus() == 0 && !text(terminal).contains("2004h"))
  }
}
