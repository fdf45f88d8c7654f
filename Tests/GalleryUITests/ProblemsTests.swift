import TerminalUI
import Testing

@testable import GalleryUI
@testable import Library

@Suite struct ProblemsTests {
  private func opened(_ keys: String = "!") throws -> State {
    var state = state(problemAlbum(), columns: 80, rows: 24)
    try type(keys, into: &state)
    return state
  }

  @Test func `folders come first, then files in order, each with its reason`() throws {
    let state = try opened()
    #expect(state.problems.map(\.path.string).prefix(3) == ["locked", "album/photo_003.jpg", "写真/東京の夏休み.heic"])
    let rows = screen(state)
    #expect(rows[0].contains("problems: 4"))
    #expect(rows[2].contains("locked/") && rows[2].hasSuffix("Permission denied"))
    #expect(rows[3].contains("album/photo_003.jpg") && rows[3].hasSuffix("the file is empty"))
  }

  @Test func `without a problem it says so`() throws {
    var state = state([photo(0, faces: 1)])
    try type("!", into: &state)
    #expect(screen(state).contains { $0.contains("Every photo and every folder in ~/photos could be read.") })
    try type("r", into: &state)
    #expect(state.message?.text == "there is no file that could not be read")
  }

  @Test(arguments: ["", "<Enter> ", "<Enter> <Enter> ", "? "])
  func `it opens from every screen and leads back there`(_ keys: String) throws {
    var state = state(problemAlbum())
    try type(keys, into: &state)
    let before = state.screens
    try type("! q", into: &state)
    #expect(state.screens == before)
    try type("! ? !", into: &state)
    #expect(state.screens.count == before.count + 1, "the list is not opened twice")
  }

  @Test func `enter opens the file, as o does`() throws {
    for key in ["<Enter>", "o"] {
      var state = try opened()
      #expect(try type("j " + key, into: &state) == [.open("album/photo_003.jpg")])
    }
  }

  @Test func `the list follows the library and the cursor its file`() throws {
    var state = try opened("! j j")
    #expect(state.currentProblem?.path == "写真/東京の夏休み.heic")
    _ = update(&state, .library(.updated(photo(3, faces: 1))))
    #expect(state.currentProblem?.path == "写真/東京の夏休み.heic" && screen(state)[0].contains("problems: 3"))
    _ = update(&state, .library(.updated(photo(0, state: .unreadable("it is gone")))))
    #expect(screen(state)[0].contains("problems: 4") && screen(state).contains { $0.hasSuffix("it is gone") })
  }

  @Test func `a file is tried again, and the outcome is told`() throws {
    var state = try opened("! j")
    #expect(try type("r", into: &state) == [.lookAgain(["album/photo_003.jpg"])])
    try type("r", into: &state)
    #expect(state.message?.text == "files are being tried again already")
    _ = update(&state, .lookedAgain(photo(3, faces: 1)))
    _ = update(&state, .lookAgainEnded(nil))
    #expect(state.message == Message(text: "photo_003.jpg can be read: 1 face"))
    #expect(state.problems.count == 3)
  }

  @Test func `a file that still cannot be read says why`() throws {
    var state = try opened("! j r")
    _ = update(&state, .lookedAgain(photo(3, state: .unreadable("Permission denied"))))
    _ = update(&state, .lookAgainEnded(nil))
    let text = "photo_003.jpg still cannot be read: Permission denied"
    #expect(state.message == Message(text: text, isError: true))
    try type("r", into: &state)
    _ = update(&state, .lookAgainEnded(.network("no memory")))
    #expect(state.message?.text == "trying again stopped: no memory")
  }

  @Test func `all are tried again, folders by listing anew`() throws {
    var state = try opened()
    let effects = try type("R", into: &state)
    #expect(effects.contains(.rescan))
    #expect(effects.contains { if case .lookAgain(let files) = $0 { files.count == 3 } else { false } })
    _ = update(&state, .lookedAgain(photo(3, faces: 1)))
    #expect(screen(state)[22].contains("trying again: 1 of 3; Esc stops"))
    _ = update(&state, .lookedAgain(photo(4, state: .unreadable("x"))))
    _ = update(&state, .lookAgainEnded(nil))
    #expect(state.message?.text == "2 files tried again: 1 can be read, 1 cannot")
  }

  @Test func `escape stops the trying after the file at hand, and tells how far it came`() throws {
    var state = try opened("! j R")
    _ = update(&state, .library(.listed(problemAlbum())))
    _ = update(&state, .lookedAgain(photo(3, faces: 1)))
    #expect(try type("<Esc>", into: &state) == [.stopLookingAgain] && state.scope == .problems)
    #expect(screen(state)[22].contains("stopping after this file"))
    #expect(try type("r", into: &state).isEmpty && state.message?.text == "files are being tried again already")
    _ = update(&state, .lookedAgain(photo(4, state: .unreadable("x"))))
    _ = update(&state, .lookAgainEnded(nil))
    #expect(state.message?.text == "stopped after 2 of 3 files: 1 can be read, 1 cannot" && state.retry == nil)
    try type("<Esc>", into: &state)
    #expect(state.screens.isEmpty, "it leads back again")
  }

  @Test func `escape stops a listing that folders were tried again with, and no other`() throws {
    var state = try opened()
    #expect(try type("r", into: &state) == [.rescan])
    try type("k", into: &state)
    #expect(screen(state)[22].contains("listing folders again; Esc stops"))
    #expect(try type("<Esc>", into: &state) == [.stopIndexing(isListed: false)] && state.scope == .problems)
    try type("<Esc> R !", into: &state)
    #expect(try type("<Esc>", into: &state).isEmpty && state.scope == .gallery && state.isRescanning)
  }

  @Test func `what became of a folder that is tried again is told`() throws {
    var state = try opened()
    #expect(try type("r", into: &state).contains(.rescan) && state.message?.text == "trying 1 folder again")
    _ = update(&state, .library(.listed(problemAlbum())))
    #expect(state.message == Message(text: "locked/ still cannot be read: Permission denied", isError: true))
    _ = update(&state, .library(.finished(IndexProgress(total: 7, done: 7))))
    try type("r", into: &state)
    let files = problemAlbum().dropLast() + [made("locked/a.jpg", 1, nil), made("locked/b/c.jpg", 1, nil)]
    _ = update(&state, .library(.listed(Array(files))))
    #expect(state.message == Message(text: "locked/ can be read: 2 photos"))
  }

  @Test func `a click chooses and a double click opens`() throws {
    var state = try opened()
    _ = update(&state, .key(.click(Position(column: 10, row: 4))))
    #expect(state.currentProblem?.path == "写真/東京の夏休み.heic")
    let effects = update(&state, .key(.doubleClick(Position(column: 10, row: 3))))
    #expect(effects == [.open("album/photo_003.jpg")])
  }

  @Test func `thousands of problems scroll`() throws {
    var state = state((0..<1000).map { photo($0, state: .unreadable("damaged")) })
    try type("! G", into: &state)
    #expect(state.problems.count == state.photos.count(.unreadable))
    #expect(screen(state)[22].hasSuffix("1,000 of 1,000"))
  }
}
