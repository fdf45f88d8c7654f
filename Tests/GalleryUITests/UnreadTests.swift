import TerminalUI
import Testing

@testable import GalleryUI
@testable import Library

/// What the gallery says of folders and pictures that could not be read.
@Suite struct UnreadNotices {
  private func folder() -> Photo {
    var folder = Photo(path: "locked", size: 0, modified: 0, state: .unreadable("Permission denied"))
    folder.kind = .folder
    return folder
  }

  @Test func `a folder that cannot be read does not pass for an empty one`() {
    let rows = screen(state([folder()], columns: 100))
    #expect(rows.contains { $0.contains("There are no photos in what can be read of ~/photos.") })
    #expect(rows.contains { $0.contains("1 folder in it may not be read") })
  }

  @Test func `what was not read is told once all is looked at`() {
    let sentence = "1 folder could not be read, 1 picture was not read; ! says why"
    var state = State(
      size: Size(columns: 100, rows: 20), folder: "~/photos", packName: "test", thresholds: thresholds())
    _ = update(&state, .library(.listed(album() + [folder()])))
    #expect(!screen(state)[1].contains(sentence))
    _ = update(&state, .library(.finished(IndexProgress(total: 31, done: 31))))
    #expect(screen(state)[1].contains(sentence))
    #expect(state.photos.all.count == 30)
  }

  @Test func `hints repeat the options without which they lead elsewhere`() {
    var state = State(
      size: Size(columns: 120, rows: 20), folder: "~/photos", packName: "test", thresholds: thresholds(),
      doctorOptions: ["--cache", "my cache"])
    _ = update(&state, .library(.listed([photo(0, state: .unsupported("GIF pictures are not read"))])))
    _ = update(&state, .library(.finished(IndexProgress(total: 1, done: 1))))
    let sentence = "None of these files can be read; facetui doctor --cache 'my cache' ~/photos says why"
    #expect(screen(state)[1].contains(sentence))
  }

  @Test func `where there is no photo, what was left out is told`() {
    var leftOut = LeftOut()
    leftOut.serviceFolders = ["@eaDir", "sub/@eaDir"]
    leftOut.hiddenFiles = 1
    var state = State(
      size: Size(columns: 100, rows: 20), folder: "~/photos", packName: "test", thresholds: thresholds())
    _ = update(&state, .library(.leftOut(leftOut)))
    _ = update(&state, .library(.listed([])))
    let text = screen(state).joined(separator: "\n")
    #expect(text.contains("Left out by default: 2 folders, 1 hidden file"))
    #expect(text.contains("--no-default-excludes"))
  }

  @Test func `photos in a folder that cannot be read are not called gone by a rescan`() throws {
    let files = ["locked/a.jpg", "locked/b.jpg", "locked.jpg"].map {
      Photo(path: $0, size: 1, modified: 1, state: .noFace)
    }
    var state = state(files)
    try type("R", into: &state)
    _ = update(&state, .library(.listed([folder()])))
    #expect(state.message?.text == "0 new, 0 changed, 1 gone, 2 in folders that cannot be read")
  }
}
