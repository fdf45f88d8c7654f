import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

/// Photos come, move and go while the user looks at others.
@Suite struct ChangingFolderTests {
  private func change(_ photos: [Photo], _ change: LibraryChange, in state: inout State) {
    _ = update(&state, .library(.changed(photos, change)))
    _ = update(&state, .library(.finished(IndexProgress(total: photos.count, done: photos.count))))
  }

  @Test func `new photos before the cursor leave it on its photo and in its row`() throws {
    let old = (100..<300).map { photo($0, faces: 1) }
    var state = state(old)
    try type("80G", into: &state)
    let row = GalleryLayout(state).rect(of: state.gallery.cursor, top: state.gallery.top).row
    change((0..<40).map { photo($0, faces: 1) } + old, LibraryChange(new: 40), in: &state)
    #expect(state.galleryPhoto?.path == photo(179).path)
    #expect(GalleryLayout(state).rect(of: state.gallery.cursor, top: state.gallery.top).row == row)
    #expect(state.message?.text == "40 new" && state.indexing == .finished)
  }

  @Test func `the cursor goes to the next photo where its own is gone`() throws {
    var state = state(album())
    try type("10G", into: &state)
    change(
      album().filter { !(5...10).contains(Int($0.faces.first?.id.rawValue ?? 0) / 10) }, LibraryChange(gonePictures: 6),
      in: &state)
    #expect(state.galleryPhoto?.path == photo(11).path)
  }

  @Test func `marks, an open photo and its matches follow files that move`() throws {
    var state = state(album())
    try type("<Space> <Enter>", into: &state)
    #expect(state.photoScreen != nil || state.matches != nil)
    var photos = album()
    let (from, to) = (photos[1].path, FilePath("elsewhere/new.jpg"))
    photos[1].path = to
    change(photos, LibraryChange(moved: [to: from]), in: &state)
    #expect(state.photoScreen?.path == to, "it was open")
    photos[0].path = "elsewhere/marked.jpg"
    change(photos, LibraryChange(moved: ["elsewhere/marked.jpg": photo(0).path]), in: &state)
    #expect(state.gallery.marks.photos == ["elsewhere/marked.jpg"])
  }

  @Test func `a query whose file moves is still searched for`() throws {
    var state = state(album())
    try type("<Enter> <Enter> j", into: &state)
    let cursor = try #require(state.matches?.current?.face)
    var photos = album()
    photos[0].path = "z.jpg"
    photos.append(photos.removeFirst())
    change(photos, LibraryChange(moved: ["z.jpg": photo(0).path]), in: &state)
    #expect(state.matches?.photo == "z.jpg" && state.matches?.current?.face == cursor)
  }

  @Test func `an open photo that is gone says so by name`() throws {
    var state = state(album())
    try type("<Enter>", into: &state)
    change(Array(album().dropFirst()), LibraryChange(gonePictures: 1), in: &state)
    #expect(state.screens.isEmpty)
    #expect(state.message?.text == "1 gone; photo_000.jpg is gone or has changed, and was open here")
  }

  @Test func `a change does not take the place of what is said`() {
    var state = state(album())
    _ = update(&state, .told("copied a.jpg"))
    change(album() + [photo(30, faces: 1)], LibraryChange(new: 1), in: &state)
    #expect(state.message?.text == "copied a.jpg" && state.photos.count == 31)
  }

  @Test func `new photos are ranked in the open matches`() throws {
    var state = state(album())
    try type("<Enter> <Enter>", into: &state)
    let effects = update(&state, .library(.changed(album() + [photo(30, faces: 1)], LibraryChange(new: 1))))
    #expect(effects.contains { if case .rank = $0 { true } else { false } })
  }

  // MARK: What is not told

  @Test func `the header says what is not told, and attention has the folder listed again`() throws {
    var state = state(album())
    #expect(try type("<Focus>", into: &state).isEmpty)
    var gap = WatchGap()
    gap.silentSystems = ["nfs4"]
    _ = update(&state, .library(.watching(gap)))
    #expect(screen(state)[1].contains(" says why · changes on nfs4 are not told; R look"))
    #expect(try type("<Focus>", into: &state) == [.rescan])
    #expect(try type("<Focus>", into: &state).isEmpty, "one at a time")
    _ = update(&state, .library(.listed(album())))
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    #expect(state.message == nil, "nothing is said of a listing that nobody asked for")
  }

  @Test func `attention comes as a key from the terminal`() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: Array("\u{1B}[Ia\u{1B}[Ob".utf8)) == [.focus, .character("a"), .character("b")])
  }
}
