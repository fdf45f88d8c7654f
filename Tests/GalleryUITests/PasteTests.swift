import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct PasteTests {
  private func paste(_ text: String, into state: inout State) -> [Effect] { update(&state, .key(.paste(text))) }

  @Test(arguments: [":", "/", "F", "e", "? /"]) func `in a line it stands at the cursor, without line ends`(
    _ keys: String
  ) throws {
    var state = state(album())
    try type(keys + " <C-u> \"ab\" <Left>", into: &state)
    #expect(paste("quit\nq\r\ty\u{1B}é", into: &state) == [])
    #expect(state.prompt?.value == "aquitq yéb" && state.prompt?.cursor == 9)
    try type("\"x\"", into: &state)
    #expect(state.prompt?.value == "aquitq yéxb")
  }

  @Test(arguments: ["", "<Enter>", "<Enter> <Enter>", "<Enter> <Enter> j w", "<Enter> <Enter> j w b", "!", "?", "T"])
  func `elsewhere it does nothing and says so`(_ keys: String) throws {
    var state = state(album())
    try type("<Space> " + keys, into: &state)
    let before = (state.gallery, state.screens, state.prompt)
    #expect(paste("Q\n y q\n", into: &state) == [])
    #expect(state.gallery == before.0 && state.screens == before.1 && before.2 == nil && state.prompt == nil)
    #expect(screen(state)[22].contains("pasted text does nothing here"), "\(screen(state)[22])")
  }

  @Test func `a question is not answered by it`() throws {
    var state = state(album())
    _ = update(&state, .exportedPhotos(PhotoExport(file: "a.txt", photos: [], overwrite: false), .exists))
    #expect(paste("y", into: &state) == [] && state.prompt?.isQuestion == true)
    #expect(screen(state)[23].contains("pasted text does nothing here"))
  }

  @Test func `a line has an end`() throws {
    var state = state(album())
    try type(":", into: &state)
    _ = paste(String(repeating: "a", count: 9000), into: &state)
    #expect(state.prompt?.text.count == 4096)
  }

  @Test func `its notation gives it again`() throws {
    let key = Key.paste("Goto 5\nq>")
    #expect(try Key(notation: key.notation) == key)
    #expect(throws: KeyNotationError.self) { try [Key](sequence: "<Paste:x>") }
  }
}
