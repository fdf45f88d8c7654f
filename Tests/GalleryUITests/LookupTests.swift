import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct LookupTests {
  /// After a line was typed, with what it asks for.
  private func typed(_ line: String, into state: inout State) throws -> FaceLookup {
    try type("\":\(line)\" <Enter>", into: &state)
    return try #require(state.awaitedLookup?.lookup)
  }

  /// A photo outside with two faces.
  private func guest() -> Photo {
    var guest = photo(50, faces: 2)
    guest.path = "/elsewhere/a.jpg"
    return guest
  }

  @Test func `a file outside is looked up, and its face becomes the query`() throws {
    var state = state(album(), columns: 120, rows: 40)
    let lookup = try typed("find /elsewhere/a.jpg#2", into: &state)
    #expect(lookup.text == "/elsewhere/a.jpg#2" && state.screens.isEmpty)
    #expect(screen(state)[38].hasPrefix("  finding the faces of /elsewhere/a.jpg#2; Esc cancels"))
    let guest = guest()
    #expect(update(&state, .lookedUp(lookup, .found(guest, face: 1))) == [.rank(FaceQuery([guest.faces[1].id]))])
    _ = update(&state, .ranked(query: FaceQuery([guest.faces[1].id]), Ranking(matches())))
    #expect(state.matches?.query == guest.faces[1].id && state.matches?.photo == guest.path)
    #expect(state.message?.text == "searching for face 2 of 2 in /elsewhere/a.jpg#2")
    #expect(screen(state).contains { $0.contains("a.jpg") } && state.photos.count == 30)
    _ = update(&state, .library(.listed(album())))
    #expect(state.scope == .matches, "the query is not gone with a new listing")
    try type("e", into: &state)
    #expect(state.prompt?.label == "export 3 matches to:", "a query outside is no row of a list")
  }

  @Test func `the keys of the effect are the line's, and photos of the library need none`() throws {
    var state = state(album())
    let keys = try [Key](file: "\":find x/y.jpg\" <Enter>")
    let effects = keys.flatMap { update(&state, .key($0)) }
    #expect(effects.last == .lookUp(FaceLookup(text: "x/y.jpg", number: 1)))
    try type("\":find photo_000.jpg\" <Enter>", into: &state)
    #expect(state.matches?.query == FaceID(0))
  }

  @Test func `an error comes in place`() throws {
    var state = state(album())
    let lookup = try typed("find ~/x.jpg", into: &state)
    _ = update(&state, .lookedUp(lookup, .failed("no face in ~/x.jpg")))
    #expect(
      state.prompt?.value == "find ~/x.jpg" && state.message == Message(text: "no face in ~/x.jpg", isError: true))
    #expect(screen(state)[23] == "  no face in ~/x.jpg")
  }

  @Test func `who has gone on is told, and nothing is typed in his place`() throws {
    var state = state(album())
    let lookup = try typed("find ~/x.jpg", into: &state)
    try type("j", into: &state)
    _ = update(&state, .lookedUp(lookup, .failed("no face in ~/x.jpg")))
    #expect(state.prompt == nil && state.message?.isError == true)
  }

  @Test func `escape cancels the waiting, and a late answer does nothing`() throws {
    var state = state(album())
    let lookup = try typed("find ~/x.jpg", into: &state)
    try type("<Esc>", into: &state)
    #expect(state.awaitedLookup == nil && state.message?.text == "the faces of ~/x.jpg are not searched for")
    #expect(update(&state, .lookedUp(lookup, .found(guest(), face: 0))).isEmpty && state.screens.isEmpty)
    let later = try typed("find ~/x.jpg", into: &state)
    _ = update(&state, .lookedUp(lookup, .failed("late")))
    #expect(state.awaitedLookup?.lookup == later && state.prompt == nil)
  }

  @Test func `an answer waits while something is typed`() throws {
    var state = state(album())
    let lookup = try typed("find ~/x.jpg", into: &state)
    try type("/ \"photo\"", into: &state)
    _ = update(&state, .lookedUp(lookup, .found(guest(), face: 0)))
    #expect(state.prompt?.value == "photo" && state.screens.isEmpty)
    try type("<Enter>", into: &state)
    #expect(state.matches?.photo == "/elsewhere/a.jpg")
  }

  @Test func `tab lists files for a path outside`() throws {
    var state = state(album())
    #expect(try type("\":find /el\" <Tab>", into: &state) == [.listFiles(beginning: "/el")])
    try type("<C-u> \"find al\" <Tab>", into: &state)
    #expect(state.prompt?.value == "find album/")
  }
}
