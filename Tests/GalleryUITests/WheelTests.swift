import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// The wheel turns what lies under the pointer.
@Suite struct WheelTests {
  private func turn(_ count: Int = 1, at position: Position, _ state: inout State) {
    for _ in 0..<abs(count) {
      _ = update(&state, .key(count > 0 ? .wheelDown(position) : .wheelUp(position)))
    }
  }

  @Test func `over the photos they scroll, whatever had the keys`() throws {
    var state = state(folders(), columns: 100, rows: 30)
    let tree = try #require(GalleryLayout(state).tree)
    _ = update(&state, .key(.click(Position(column: tree.column + 3, row: tree.row))))
    #expect(state.scope == .folders)
    turn(3, at: Position(column: 65, row: 10), &state)
    #expect(state.photos.folder.isEmpty && state.gallery.cursor > 0 && state.scope == .gallery)
    turn(-9, at: Position(column: 65, row: 10), &state)
    #expect(state.gallery.cursor == 0)
  }

  @Test func `over the folders it goes through them`() throws {
    var state = state(folders(), columns: 100, rows: 30)
    let tree = try #require(GalleryLayout(state).tree)
    #expect(state.scope == .gallery)
    turn(at: Position(column: tree.column + 3, row: tree.row + 4), &state)
    #expect(state.photos.folder == "2019" && state.scope == .folders)
    turn(-1, at: Position(column: tree.column + 3, row: tree.row + 4), &state)
    #expect(state.photos.folder.isEmpty)
  }

  @Test func `over a photo beside its facts it goes to the next photo`() throws {
    var state = state(album(), columns: 120, rows: 12)
    try type("<Enter> i", into: &state)
    let screen = try #require(state.photoScreen)
    let layout = PhotoLayout(state, try #require(state.photos[screen.path]), screen)
    let panel = try #require(layout.panel)
    turn(at: Position(column: panel.column + 2, row: panel.row + 2), &state)
    #expect(state.photoScreen?.path == screen.path && state.photoScreen?.infoTop ?? 0 > 0)
    turn(at: Position(column: layout.area.column + 2, row: layout.area.row + 2), &state)
    #expect(state.photoScreen?.path != screen.path)
  }
}
