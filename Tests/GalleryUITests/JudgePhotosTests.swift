import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

/// What `y`, `n` and `m` do in a photo and in a comparison.
@Suite struct JudgePhotosTests {
  private let journal = MadeUpJournal()

  /// In photo 2, which has three faces.
  private func inPhoto(_ keys: String = "", columns: Int = 120, rows: Int = 40) throws -> State {
    var state = state(acquaintances(), columns: columns, rows: rows)
    _ = update(&state, .decisionsRead(.success(journal.known)))
    try press("l l <Enter> " + keys, in: &state, journal)
    return state
  }

  @Test func `m names the chosen face, and its name stands on its frame`() throws {
    var state = try inPhoto("2 m \"Ada\" <Enter>")
    #expect(journal.lines == ["Ada: 1 face confirmed"])
    #expect(state.decisions?.faces.person(of: FaceID(21))?.name.text == "Ada")
    #expect(screen(state).contains { $0.contains("2 Ada") } && screen(state).contains { $0.contains("✓ Ada") })
    try press("y", in: &state, journal)
    #expect(state.message?.text == "Ada already; m gives another name")
    try press("n", in: &state, journal)
    #expect(journal.lines.last == "not Ada: 1 face" && !screen(state).contains { $0.contains("2 Ada") })
    try press("n", in: &state, journal)
    #expect(state.message?.text == "nobody is searched for, and the face has no name; m says who it is")
    try press("y", in: &state, journal)
    #expect(state.prompt?.label == "who is this?")
    try press("<Esc> u u", in: &state, journal)
    #expect(state.decisions?.people.people.isEmpty == true)
  }

  @Test func `a second face of the photo is asked about`() throws {
    var state = try inPhoto("1 m \"Ada\" <Enter> 2 m \"Ada\" <Enter>")
    #expect(state.prompt?.label.contains("would show one person twice") == true && journal.lines.count == 1)
    try press("y", in: &state, journal)
    #expect(journal.lines.count == 2)
  }

  @Test func `opened from matches, y and n are about who is searched for, and lead to the next photo`() throws {
    var state = try atMatches(journal, "gg m \"Ada\" <Enter> 3G <Enter>")
    let path = try #require(state.photoScreen?.path)
    try press("n", in: &state, journal)
    #expect(journal.lines.last == "not Ada: 1 face" && state.scope == .photo)
    #expect(state.photoScreen?.path != path || state.photoScreen?.selected != 0)
    let next = try #require(state.photoScreen?.path)
    try press("y", in: &state, journal)
    if state.prompt != nil { try press("y", in: &state, journal) }
    #expect(journal.lines.last == "Ada: 1 face confirmed")
    #expect(try #require(photoNames(state)[next]).contains("Ada"))
    try press("q", in: &state, journal)
    #expect(state.matches?.current.map { !state.isDecided($0) } == true)
  }

  private func photoNames(_ state: State) -> [FilePath: [String]] {
    Dictionary(uniqueKeysWithValues: acquaintances().map { ($0.path, Array(state.names(of: $0).values)) })
  }

  @Test func `while two are compared the same keys work`() throws {
    var state = try atMatches(journal, "gg m \"Ada\" <Enter> 1G w")
    #expect(state.scope == .compare)
    let face = try #require(state.topMatches?.current?.face)
    try press("y", in: &state, journal)
    #expect(state.name(of: face)?.text == "Ada" && state.topMatches?.current?.face != face)
    let other = try #require(state.topMatches?.current?.face)
    try press("n", in: &state, journal)
    #expect(state.scope == .compare && state.topMatches?.ranked.contains { $0.face == other } == false)
    try press("k", in: &state, journal)
    #expect(screen(state).contains { $0.contains("✓ Ada") })
  }
}
