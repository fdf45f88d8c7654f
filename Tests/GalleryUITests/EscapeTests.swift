import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct EscapeTests {
  private func atMatches(_ keys: String = "") throws -> State {
    var state = state(album())
    try type("<Enter> <Enter> " + keys, into: &state)
    return state
  }

  @Test func `escape clears count, range and marks before it leaves`() throws {
    var state = try atMatches("<Space> v j 1 2")
    #expect(state.input.count == 12)
    try type("<Esc>", into: &state)
    #expect(state.input.count == nil && state.matches?.anchor != nil)
    try type("<Esc>", into: &state)
    #expect(state.matches?.anchor == nil && state.matches?.marks.count == 1)
    try type("<Esc>", into: &state)
    #expect(state.matches?.marks.isEmpty == true && state.scope == .matches)
    #expect(state.message?.text == "1 mark taken away; U brings it back")
    try type("<Esc>", into: &state)
    #expect(state.scope == .photo)
    try type("<Esc> <Esc>", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test(arguments: ["g <Esc>", "4 g <Esc>", "4 <Esc>"])
  func `escape drops the start of a command`(_ keys: String) throws {
    let state = try atMatches(keys)
    #expect(state.scope == .matches && state.input == KeyInput())
  }

  @Test func `marks stay with their query`() throws {
    var state = try atMatches("<Space> <Space> q")
    #expect(state.scope == .photo)
    try type("q l <Enter> <Enter>", into: &state)
    #expect(state.matches?.marks.isEmpty == true)
    try type("q q h <Enter> <Enter>", into: &state)
    #expect(state.matches?.marks == Set(matches().prefix(2).map(\.face)))
  }

  @Test func `marks of a query that is open twice are the same`() throws {
    let query = photo(0, faces: 1)
    let back = Match(face: query.faces[0].id, photo: query.path, number: 1, score: 0.7)
    var state = try atMatches("<Space>")
    try type("s", into: &state, ranking: [back])
    try type("s", into: &state)
    #expect(state.screens.count == 4 && state.matches?.marks.count == 1)
    try type("j <Space> q q", into: &state)
    #expect(state.screens.count == 2 && state.matches?.marks.count == 2)
  }

  // MARK: Export

  @Test func `a failed export asks again with what was typed`() throws {
    var state = try atMatches("e <C-u>")
    guard case .export(let request)? = try type("\"no/where/a.csv\" <Enter>", into: &state).first else {
      Issue.record("no export")
      return
    }
    _ = update(&state, .exported(request, .failed("No such file or directory")))
    #expect(state.prompt?.purpose == .export && state.prompt?.value == "no/where/a.csv")
    #expect(screen(state)[22].hasSuffix("no/where/a.csv"))
    #expect(screen(state)[23] == "  No such file or directory")
    try type("<BS>", into: &state)
    #expect(state.prompt?.value == "no/where/a.cs")
    #expect(screen(state)[23].contains("Esc cancel"))
  }

  @Test func `the next export proposes the last file`() throws {
    var state = try atMatches("e <C-u> \"alf.json\" <Enter> e")
    #expect(state.prompt?.value == "alf.json")
    try type("<C-u> \"other.csv\" <Esc> e", into: &state)
    #expect(state.prompt?.value == "alf.json")
  }

  @Test func `no name is no file`() throws {
    var state = try atMatches("e <C-u>")
    #expect(try type("<Enter>", into: &state).isEmpty)
    #expect(state.prompt?.purpose == .export && state.message?.isError == true)
  }
}
