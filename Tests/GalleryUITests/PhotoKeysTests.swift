import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct PhotoKeysTests {
  @Test func `tab goes around the faces`() throws {
    var state = state(album())
    try type("l <Enter>", into: &state)
    #expect(state.photoScreen?.selected == 0)
    try type("<Tab>", into: &state)
    #expect(state.photoScreen?.selected == 1)
    try type("<Tab> <S-Tab>", into: &state)
    #expect(state.photoScreen?.selected == 1)
  }

  @Test func `next and previous photo stop at the ends`() throws {
    var state = state(album())
    try type("<Enter> h l l", into: &state)
    #expect(state.photoScreen?.path == photo(2).path)
    #expect(state.gallery.cursor == 2)
    state.gallery.cursor = 28
    try type("l l l", into: &state)
    #expect(state.gallery.cursor == 29)
    #expect(state.photoScreen?.path == photo(29).path)
  }

  @Test func `a photo without a face says so`() throws {
    var state = state(album())
    try type("2l <Enter> <Enter>", into: &state)
    #expect(state.scope == .photo)
    #expect(state.message?.text == "no face was found in this photo")
  }
}
