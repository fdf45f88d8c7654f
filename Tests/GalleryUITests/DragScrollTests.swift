import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// A drag to the first or last row of a list.
@Suite struct DragScrollTests {
  private let top = Position(column: 10, row: 2), bottom = Position(column: 10, row: 21)

  /// A gallery of 30 photos on lines, of which 19 are visible.
  private func list() throws -> State {
    var state = state(album())
    try type("t", into: &state)
    return state
  }

  private func matches(_ keys: String = "") throws -> State {
    var state = state(album(), columns: 100, rows: 16)
    let ranking = GalleryUITests.matches((0..<26).map { 0.9 - Float($0) / 50 })
    try type("<Enter> <Enter> _ " + keys, into: &state, ranking: ranking)
    return state
  }

  @Test func `the gallery scrolls while the pointer rests on the last row, to the end and not further`() throws {
    var state = try list()
    _ = update(&state, .key(.click(Position(column: 10, row: 10))))
    let start = state.gallery.cursor
    #expect(update(&state, .key(.drag(Position(column: 10, row: 12)))).isEmpty)
    #expect(state.gallery.cursor == start + 2 && state.gallery.top == 0)
    #expect(update(&state, .key(.drag(bottom))) == [.awaitScroll(1)])
    #expect(state.gallery.top == 1)
    #expect(update(&state, .scrolled(1)) == [.awaitScroll(1)])
    #expect(state.gallery.top == 2)
    var count = 0
    while update(&state, .scrolled(1)) == [.awaitScroll(1)], count < 99 { count += 1 }
    #expect(state.gallery.cursor == 29 && count < 30)
    _ = update(&state, .key(.release(bottom)))
    #expect(state.gallery.marks.photos.count == 30 - start)
  }

  @Test func `away from the edge and after the release nothing scrolls`() throws {
    var state = try list()
    _ = update(&state, .key(.click(Position(column: 10, row: 10))))
    _ = update(&state, .key(.drag(bottom)))
    _ = update(&state, .key(.drag(Position(column: 10, row: 15))))
    let cursor = state.gallery.cursor
    #expect(update(&state, .scrolled(1)).isEmpty && state.gallery.cursor == cursor)
    #expect(update(&state, .key(.drag(bottom))) == [.awaitScroll(2)])
    #expect(update(&state, .scrolled(1)).isEmpty, "the timer of an earlier time")
    _ = update(&state, .key(.release(bottom)))
    #expect(update(&state, .scrolled(2)).isEmpty)
  }

  @Test func `upwards from the first row, and from above it`() throws {
    for row in [3, 1] {
      var state = try list()
      try type("G", into: &state)
      let first = state.gallery.top
      _ = update(&state, .key(.click(Position(column: 10, row: 10))))
      #expect(update(&state, .key(.drag(Position(column: 10, row: row)))) == [.awaitScroll(1)])
      #expect(state.gallery.top == first - 1 && state.gallery.cursor == first - 1)
    }
  }

  @Test func `tiles scroll line by line`() throws {
    var state = state(album())
    let layout = GalleryLayout(state)
    let rect = layout.rect(of: 0, top: 0)
    _ = update(&state, .key(.click(Position(column: rect.column + 1, row: rect.row + 1))))
    _ = update(&state, .key(.drag(Position(column: rect.column + 1, row: layout.rows.upperBound))))
    #expect(state.gallery.top == 1 && state.gallery.cursor % layout.columns == 0)
  }

  @Test func `matches scroll as well`() throws {
    var state = try matches()
    let list = MatchesLayout(state, try #require(state.matches)).list
    _ = update(&state, .key(.click(Position(column: list.column + 1, row: list.row + 1))))
    let last = Position(column: list.column + 1, row: list.endRow - 1)
    #expect(update(&state, .key(.drag(last))) == [.awaitScroll(1)])
    #expect(state.matches?.top == 1)
    #expect(update(&state, .scrolled(1)) == [.awaitScroll(1)] && state.matches?.top == 2)
    _ = update(&state, .key(.release(last)))
    #expect(state.matches?.marks.count == state.matches.map { $0.cursor })
  }

  @Test func `a drag over the folders chooses none`() throws {
    var state = state(album(), columns: 120, rows: 40)
    try type("T T", into: &state)
    guard GalleryLayout(state).tree == nil else { return }
    try type("T <Esc>", into: &state)
    let tree = try #require(GalleryLayout(state).tree)
    let photo = GalleryLayout(state).rect(of: 0, top: 0)
    _ = update(&state, .key(.click(Position(column: photo.column + 1, row: photo.row + 1))))
    _ = update(&state, .key(.drag(Position(column: tree.column + 1, row: tree.row + 1))))
    #expect(state.photos.folder.isEmpty && !state.gallery.folders.hasKeys)
  }
}
