import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct MessageBoxTests {
  private let long =
    "the library stopped: " + (1...40).map { "reason \($0)" }.joined(separator: ", ") + ", and that is all"

  @Test func `a message that is cut off names the key that shows all of it`() throws {
    var state = state(album(), columns: 60, rows: 15)
    _ = update(&state, .failed(long))
    #expect(screen(state)[13].hasSuffix("…  K: all"))
    try type("m", into: &state)
    let text = screen(state).joined(separator: "\n")
    #expect(text.contains("╭─ error ") && text.contains("reason 12"))
    try type("G", into: &state)
    #expect(screen(state).contains { $0.contains("and that is all") })
  }

  @Test func `a short message needs no hint, and is read all the same`() throws {
    var state = state(album(), columns: 120, rows: 15)
    _ = update(&state, .told("done"))
    #expect(!screen(state)[13].contains("K: all"))
    try type("l m", into: &state)
    #expect(state.messageBox?.text == "done", "the last message, although it is gone")
  }

  @Test(arguments: ["q", "<Esc>", "<Enter>", "K", "m"])
  func `the box is closed by every key that leads back, and lists do not move under it`(_ key: String) throws {
    var state = state(album())
    _ = update(&state, .failed(long))
    try type("m j 5 j", into: &state)
    #expect(state.gallery.cursor == 0 && state.messageBox != nil)
    try type(key, into: &state)
    #expect(state.messageBox == nil && state.screens.isEmpty)
  }

  @Test func `what the status line cuts off can be read`() throws {
    var state = state(problemAlbum(), columns: 60, rows: 15)
    try type("! G m", into: &state)
    let text = try #require(state.messageBox?.text)
    #expect(text.contains("photo.jpg: damaged JPEG: ") || text.contains("東京"))
  }

  @Test func `without any message it says so`() throws {
    var state = state(album(), columns: 120, rows: 30)
    try type("m", into: &state)
    #expect(state.messageBox == nil && state.message?.text == "there was no message yet")
  }

  @Test func `a question is answered, not covered`() throws {
    var state = state(album())
    _ = update(&state, .failed(long))
    try type("/ m", into: &state)
    #expect(state.messageBox == nil && state.prompt?.value == "m")
  }
}
