import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct DragTests {
  private func atMatches() throws -> State {
    var state = state(album(), columns: 120, rows: 40)
    try type("<Enter> <Enter> -", into: &state)
    return state
  }

  private func place(_ index: Int, _ state: State) throws -> Position {
    let matches = try #require(state.matches)
    let visible = MatchesLayout(state, matches).visible(top: matches.top)
    let rect = try #require(visible.first { $0.place == matches.place(of: index) }).rect
    return Position(column: rect.column + 1, row: rect.row)
  }

  private func drag(_ places: [Int], _ state: inout State) throws {
    _ = update(&state, .key(.click(try place(places[0], state))))
    for index in places.dropFirst() { _ = update(&state, .key(.drag(try place(index, state)))) }
    _ = update(&state, .key(.release(try place(places[places.count - 1], state))))
  }

  @Test func `press, drag and release mark a range`() throws {
    var state = try atMatches()
    try drag([1, 2, 4, 3], &state)
    #expect(state.matches?.marks == Set(matches()[1...3].map(\.face)))
    #expect(state.matches?.anchor == nil && state.drag == nil && state.message?.text == "3 marked")
    try drag([0], &state)
    #expect(state.matches?.marks.count == 3 && state.matches?.cursor == 0, "a click marks nothing")
  }

  @Test func `the range is visible while it is dragged`() throws {
    var state = try atMatches()
    _ = update(&state, .key(.click(try place(1, state))))
    _ = update(&state, .key(.drag(try place(3, state))))
    #expect(state.matches?.range == 1...3 && state.matches?.cursor == 3)
  }

  @Test func `what the mouse sends beside is no key`() throws {
    var state = state(album())
    _ = update(&state, .told("something"))
    for key in [Key.release(Position(column: 5, row: 5)), .drag(Position(column: 9, row: 9))] {
      #expect(update(&state, .key(key)).isEmpty)
    }
    #expect(state.message?.text == "something" && state.gallery.cursor == 0)
    try type("\":go\"", into: &state)
    _ = update(&state, .key(.release(Position(column: 5, row: 5))))
    #expect(state.prompt?.value == "go")
  }

  @Test func `bytes of a drag become keys`() {
    var decoder = KeyDecoder()
    let keys = decoder.keys(from: Array("\u{1B}[<0;3;4M\u{1B}[<32;5;6M\u{1B}[<0;5;6m\u{1B}[<2;5;6m".utf8))
    let end = Position(column: 4, row: 5)
    #expect(keys == [.click(Position(column: 2, row: 3)), .drag(end), .release(end)])
    #expect(decoder.keys(from: [0x1B, 0x5B, 0x4D, 35, 37, 38]) == [.release(end)])
  }

  @Test func `the notation of a drag is read back`() throws {
    for key in [Key.drag(Position(column: 1, row: 2)), .release(Position(column: 3, row: 4))] {
      #expect(try Key(notation: key.notation) == key)
    }
  }
}

@Suite struct CopyTests {
  @Test(arguments: ["Y", "<Enter> Y", "<Enter> <Enter> Y"])
  func `Y copies the path of the current photo`(keys: String) throws {
    var state = state(album())
    let path = try #require(try type(keys, into: &state).last)
    #expect(path == .copy(try #require(state.currentPhoto).path))
  }

  @Test func `nothing is copied where there is no photo`() throws {
    var state = state([])
    #expect(try type("Y", into: &state).isEmpty && state.message?.text == "no photo is shown")
  }

  @Test func `the sequence is OSC 52 in base64`() throws {
    let bytes = try ClipboardCopy.sequence(Array("/a b".utf8), route: .direct)
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{1B}]52;c;L2EgYg==\u{07}")
    let wrapped = try ClipboardCopy.sequence(Array("/a b".utf8), route: .throughTmux)
    #expect(String(decoding: wrapped, as: UTF8.self) == "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;L2EgYg==\u{07}\u{1B}\\")
  }

  @Test func `what is too long or holds control characters is refused`() {
    for bytes in [[UInt8](repeating: 97, count: 8193), Array("/a\nrm".utf8), [0x2F, 0x1B], [0x7F]] {
      #expect(throws: ClipboardCopy.Refusal.self) { try ClipboardCopy.sequence(bytes, route: .direct) }
    }
  }

  @Test func `tmux's options say how it goes through`() throws {
    #expect(try ClipboardCopy.route(setClipboard: "on", allowPassthrough: "off") == .direct)
    #expect(try ClipboardCopy.route(setClipboard: "external", allowPassthrough: "on") == .throughTmux)
    #expect(throws: ClipboardCopy.Refusal.self) {
      try ClipboardCopy.route(setClipboard: "external", allowPassthrough: "")
    }
  }
}
