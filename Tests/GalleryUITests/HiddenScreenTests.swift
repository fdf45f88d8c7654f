import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// A window that is too small for the screen.
@Suite struct HiddenScreenTests {
  private func shrink(_ state: inout State, _ columns: Int = 20, _ rows: Int = 6) {
    _ = update(&state, .key(.resize(Size(columns: columns, rows: rows))))
  }

  private func words(_ state: State) -> String {
    screen(state).flatMap { $0.split(separator: " ") }.joined(separator: " ")
  }

  @Test(arguments: ["", "<Enter>", "<Enter> <Enter>", "<Enter> <Enter> j w", "!", ":", "F", "T"])
  func `keys do nothing to what is not seen, and the message's key quits`(_ keys: String) throws {
    var state = state(album(), columns: 100, rows: 30)
    try type(keys, into: &state)
    let before = screen(state)
    shrink(&state)
    let text = words(state)
    let key = try #require(["q", "Q"].first { text.contains("press \($0) to quit") }, "\(text)")
    for other in [
      "j", "<Enter>", "<Space>", "x", "5", "m", "<Esc>", "<Click:3,3>", "<WheelDown:3,3>", "R", "Y", "<Paste:q>",
    ] {
      #expect(try type(other, into: &state) == [], "\(other)")
    }
    var other = state
    #expect(try type(key, into: &other) == [.quit])
    shrink(&state, 100, 30)
    #expect(screen(state) == before)
  }

  @Test func `the help has room, and what lies under it has not`() throws {
    var state = state(album())
    shrink(&state)
    try type("?", into: &state)
    #expect(!screen(state).joined().contains("too small") && state.scope == .help)
    let top = screen(state)
    try type("j", into: &state)
    #expect(screen(state) != top)
    try type("q j", into: &state)
    #expect(state.gallery.cursor == 0 && words(state).contains("press q to quit"))
    shrink(&state, 10, 2)
    #expect(try type("? j", into: &state) == [] && state.screens.isEmpty)
  }
}
