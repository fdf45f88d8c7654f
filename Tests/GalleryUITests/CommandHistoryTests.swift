import Configuration
import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct CommandHistoryTests {
  @Test func `lines come back, and what was being typed as well`() throws {
    var state = state(album())
    #expect(try run("goto 2", &state) == [.remember("goto 2")])
    #expect(try run("goto 2", &state) == [], "no duplicates in a row")
    try run("goto 3", &state)
    try type("\":thr\" <Up>", into: &state)
    #expect(state.prompt?.value == "goto 3")
    try type("<Up> <Up> <Up>", into: &state)
    #expect(state.prompt?.value == "goto 2")
    try type("<Down> <Down>", into: &state)
    #expect(state.prompt?.value == "thr")
    try type("<Down> <Esc> : <Up>", into: &state)
    #expect(state.prompt?.value == "goto 3")
  }

  @Test func `it is bounded`() {
    let history = CommandHistory((0..<2000).map { "goto \($0)" } + [String(repeating: "x", count: 1001), "", "a\nb"])
    #expect(history.lines.count == CommandHistory.most && history.lines.last == "goto 1999")
  }

  @Test func `lines of earlier sessions are there`() throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "", packName: "", thresholds: thresholds(), history: ["sort date"])
    try type(": <Up>", into: &state)
    #expect(state.prompt?.value == "sort date")
  }
}
