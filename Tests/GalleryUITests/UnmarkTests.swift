import TerminalUI
import Testing

@testable import GalleryUI

/// Marks go all at once, and come back: the same in the gallery and among matches, whichever key takes them away.
@Suite struct UnmarkTests {
  private static let places = ["", "<Enter> <Enter> "]

  private func count(_ state: State) -> Int { state.matches?.marks.count ?? state.gallery.marks.photos.count }

  @Test(arguments: places, ["U", "<Esc>"])
  func `marks are taken away and brought back`(_ place: String, _ key: String) throws {
    var state = state(album())
    try type(place + "<Space> <Space> v 3j v", into: &state)
    let marks = count(state)
    #expect(marks >= 4)
    try type(key, into: &state)
    #expect(count(state) == 0 && state.prompt == nil)
    #expect(state.message?.text == "\(marks) marks taken away; U brings them back")
    try type("U", into: &state)
    #expect(count(state) == marks && state.message?.text == "\(marks) marks are back")
    try type("U U U <Space>", into: &state)
    #expect(count(state) == 1, "new marks do not bring the old ones with them")
    try type("U U", into: &state)
    #expect(count(state) == 1, "the last ones come back")
  }

  @Test(arguments: places)
  func `without any there is nothing to bring back`(_ place: String) throws {
    var state = state(album())
    try type(place + "U", into: &state)
    #expect(state.message?.text == "nothing is marked")
  }

  @Test func `marks of a query come back after its screen was left`() throws {
    var state = state(album())
    try type("<Enter> <Enter> <Space> <Space> <Esc> <Esc>", into: &state)
    #expect(state.scope == .photo)
    try type("<Enter> U", into: &state)
    #expect(state.matches?.marks.count == 2)
  }

  @Test func `photos that are gone do not come back`() throws {
    var state = state(album())
    try type("<Space> <Space> U", into: &state)
    _ = update(&state, .library(.listed(Array(album().dropFirst()))))
    try type("U", into: &state)
    #expect(state.gallery.marks.photos == ["album/photo_001.jpg"])
  }
}
