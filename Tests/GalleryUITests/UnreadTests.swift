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
    let sentence = "1 folder could not be read, 1 picture was not read; facetui doctor ~/photos says why"
    var state = State(
      size: Size(columns: 100, rows: 20), folder: "~/photos", packName: "test", thresholds: thresholds())
    _ = update(&state, .library(.listed(album() + [folder()])))
    #expect(!screen(state)[1].contains(sentence))
    _ = update(&state, .library(.finished(IndexProgress(total: 31, done: 31))))
    #expect(screen(state)[1].contains(sentence))
    #expect(state.photos.all.count == 30)
  }
}
