import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryKeysTests {
  @Test(
    "motions move the cursor and stay inside",
    arguments: [
      ("l", 1), ("3l", 3), ("h", 0), ("k", 0), ("G", 29), ("5G", 4), ("999G", 29), ("G gg", 0), ("G j", 29),
      ("G 99k", 2), ("12gg", 11), ("10l 4h", 6), ("<End> <Home>", 0), ("0l", 1),
    ])
  func motions(_ keys: String, _ cursor: Int) throws {
    var state = state(album())
    #expect(GalleryLayout(state).columns == 3)
    try type(keys, into: &state)
    #expect(state.gallery.cursor == cursor)
  }

  @Test func `down keeps the column and the window follows`() throws {
    var state = state(album())
    let layout = GalleryLayout(state)
    try type("l j j j j", into: &state)
    #expect(state.gallery.cursor == 1 + 4 * layout.columns)
    #expect(layout.visible(top: state.gallery.top).contains(state.gallery.cursor))
    try type("H", into: &state)
    #expect(state.gallery.cursor / layout.columns == state.gallery.top)
    try type("L", into: &state)
    #expect(state.gallery.cursor / layout.columns == state.gallery.top + layout.geometry.visibleRows - 1)
  }

  @Test func `files without the name of a picture are not shown`() {
    let notes = Photo(path: "album/notes.txt", size: 9, modified: 1, state: .unsupported("not a picture by its name"))
    let heic = Photo(path: "album/b.HEIC", size: 9, modified: 1, state: .unsupported("HEIC is not built in"))
    let state = state([photo(0, faces: 1), notes, heic])
    #expect(state.photos.all.map(\.path) == [photo(0).path, heic.path])
  }

  @Test func `every key on an empty library is harmless`() throws {
    for scope in Scope.allCases {
      for binding in Keymap.standard.bindings(in: scope) {
        for keys in binding.keys {
          var state = state([])
          for key in keys { _ = update(&state, .key(key)) }
          _ = draw(state, pictures: GreyPictures())
        }
      }
    }
    var state = state([])
    try type("<Enter> j G <C-d> o", into: &state)
    #expect(state.screens.isEmpty)
  }

  @Test func `the filter cycles and keeps the photo`() throws {
    var state = state(album())
    try type("3l f", into: &state)
    #expect(state.photos.filter == .withFaces)
    #expect(state.photos.count == 28)
    try type("f f", into: &state)
    #expect(state.photos.filter == .unreadable)
    #expect(state.photos.count == 1)
    try type("<Esc>", into: &state)
    #expect(state.photos.count == 30)
  }

  @Test func `a photo that is indexed joins the filtered list in its place`() throws {
    var state = state((0..<5).map { photo($0, state: .pending) })
    try type("f", into: &state)
    for index in [3, 0, 2] { _ = update(&state, .library(.updated(photo(index, faces: 1)))) }
    #expect((0..<state.photos.count).map { state.photos[$0].path } == [0, 2, 3].map { photo($0).path })
  }

  @Test func `search goes to names and around the end`() throws {
    var state = state(album())
    try type("/ \"PHOTO_01\" <Enter>", into: &state)
    #expect(state.gallery.cursor == 10)
    try type("n", into: &state)
    #expect(state.gallery.cursor == 11)
    try type("N N", into: &state)
    #expect(state.gallery.cursor == 19)
    try type("/ \"nothing\" <Enter>", into: &state)
    #expect(state.gallery.cursor == 19)
    #expect(state.message?.text.contains("nothing") == true)
  }

  @Test func `unbound keys and cancelled prompts do nothing`() throws {
    var state = state(album())
    let before = (state.gallery, screen(state))
    try type("X z g X / \"abc\" <Esc>", into: &state)
    #expect(state.gallery == before.0 && screen(state) == before.1)
  }

  @Test func `mouse clicks select and double clicks open`() throws {
    var state = state(album())
    let rect = GalleryLayout(state).rect(of: 2, top: 0)
    try type("<Click:\(rect.column + 1),\(rect.row + 1)>", into: &state)
    #expect(state.gallery.cursor == 2)
    try type("<WheelDown:1,1> <WheelUp:1,1> <DoubleClick:\(rect.column + 1),\(rect.row + 1)>", into: &state)
    #expect(state.photoScreen?.path == photo(2).path)
  }

  @Test func `leaving`() throws {
    var state = state(album())
    #expect(try type("q", into: &state) == [.quit])
    #expect(try type("<C-c>", into: &state) == [.interrupt])
    #expect(try type("<C-z>", into: &state) == [.suspend])
    #expect(try type("<C-l>", into: &state) == [.redraw])
    #expect(try type("o", into: &state) == [.open(photo(0).path)])
  }
}
