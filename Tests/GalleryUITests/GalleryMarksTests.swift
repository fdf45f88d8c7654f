import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryMarksTests {
  private func at(_ keys: String) throws -> State {
    var state = state(folders(), columns: 90)
    try type(keys, into: &state)
    return state
  }

  @Test func `space marks and goes on`() throws {
    var state = try at("<Space> <Space>")
    #expect(state.markedPhotos == ["2019/beach/beach_001.jpg", "2019/beach/beach_002.jpg"])
    #expect(state.gallery.cursor == 2)
    #expect(screen(state)[22].hasSuffix("2 marked  3 of 45"))
    #expect(screen(state).contains { $0.contains("✓ beach") })
    try type("h <Space>", into: &state)
    #expect(state.markedPhotos.count == 1)
  }

  @Test func `v marks what lies between in the gallery's order`() throws {
    var state = try at("s S gg v")
    #expect(state.message?.text == "go to the other end of the range and press v again")
    try type("4l", into: &state)
    #expect(screen(state).contains { $0.contains("│ party") })
    try type("v", into: &state)
    #expect(state.gallery.marks.photos == Set((16...20).map { FilePath("2021/party/party_0\($0).jpg") }))
    #expect(state.message?.text == "5 photos of the range marked")
  }

  @Test func `escape takes back range, marks, filter, folder`() throws {
    var state = try at("T j l j <Tab> F \"faces:1\" <Enter> <Space> v")
    try type("<Esc>", into: &state)
    #expect(state.gallery.marks.anchor == nil && state.gallery.marks.photos.count == 1)
    try type("<Esc>", into: &state)
    #expect(state.gallery.marks.photos.isEmpty && state.message?.text == "1 mark taken away; u brings it back")
    try type("<Esc>", into: &state)
    #expect(state.photos.expression.terms.isEmpty && state.photos.folder == "2019/beach")
    try type("<Esc>", into: &state)
    #expect(state.photos.folder.isEmpty && state.photos.count == 45)
  }

  @Test func `marks outlive filters and are counted`() throws {
    var state = try at("<Space> F \"party\" <Enter> <Space>")
    #expect(state.marksSentence == "2 marked, 1 not shown")
    _ = update(&state, .library(.listed(Array(folders().dropFirst()))))
    #expect(state.marksSentence == "1 marked", "the other photo is gone")
  }

  @Test func `e writes the marked or all that are shown`() throws {
    var state = try at("<Space> <Space> e")
    #expect(screen(state)[22] == "  list of 2 marked photos to: photos.txt")
    let effects = try type("<Enter>", into: &state)
    let marked = PhotoExport(
      file: "photos.txt", photos: ["2019/beach/beach_001.jpg", "2019/beach/beach_002.jpg"], overwrite: false)
    #expect(effects == [.exportPhotos(marked)])
    _ = update(&state, .exportedPhotos(marked, .written))
    #expect(state.message?.text == "2 paths written to photos.txt")
    _ = update(&state, .exportedPhotos(marked, .exists))
    #expect(state.prompt?.isQuestion == true)
    var again = marked
    again.overwrite = true
    #expect(try type("y", into: &state) == [.exportPhotos(again)])
    try type("U F \"faces:3\" <Enter> e", into: &state)
    #expect(state.prompt?.label == "list of 11 photos to:")
    guard case .exportPhotos(let all)? = try type("<Enter>", into: &state).first else {
      Issue.record("no export")
      return
    }
    #expect(all.photos.count == 11)
  }

  @Test func `a list of paths needs the name of one`() throws {
    var state = try at("e <C-u> \"photos.csv\"")
    #expect(try type("<Enter>", into: &state).isEmpty)
    #expect(state.prompt?.value == "photos.csv" && state.message?.isError == true)
  }

  @Test func `a list of paths that end with NUL bytes is named so`() throws {
    var state = try at("e <C-u> \"photos.NUL\"")
    let effects = try type("<Enter>", into: &state)
    #expect(effects.contains { if case .exportPhotos(let list) = $0 { list.file == "photos.NUL" } else { false } })
    #expect(ExportFormat.endsWithNul("photos.NUL") && !ExportFormat.endsWithNul("nul.txt"))
  }

  @Test func `o opens the marked, and many after a question`() throws {
    var state = try at("l <Space>")
    #expect(try type("o", into: &state) == [.open("2019/beach/beach_002.jpg")])
    #expect(state.message?.text == "1 marked photo given to the desktop's viewer")
    #expect(try type("U o", into: &state) == [.open("2019/beach/beach_003.jpg")])
    #expect(try !type("gg v 1 0 l v o", into: &state).contains { if case .open = $0 { true } else { false } })
    #expect(state.prompt?.label == "open 11 photos in the desktop's viewer? (y/n)")
    #expect(try type("y", into: &state).count == 11)
  }
}
