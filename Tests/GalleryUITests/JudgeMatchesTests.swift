import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

/// What `y`, `n`, `m`, `u` and `^R` do among matches.
@Suite struct JudgeMatchesTests {
  private let journal = MadeUpJournal()

  /// The query is Ada already.
  private func atAda(_ keys: String = "") throws -> State {
    var state = try atMatches(journal, "gg m \"Ada\" <Enter> j")
    try press(keys, in: &state, journal)
    return state
  }

  @Test func `y asks who is searched for, confirms both, and goes on`() throws {
    var state = try atMatches(journal)
    let (query, first) = (try #require(state.matches?.query), try #require(state.matches?.current?.face))
    try press("y", in: &state, journal)
    #expect(state.prompt?.label == "who is this? 2 faces:" && journal.lines.isEmpty, "nothing is said without a name")
    try press("\"Ada\" <Enter>", in: &state, journal)
    #expect(journal.lines == ["Ada: 2 faces confirmed"])
    #expect(state.message?.text == "Ada: 2 faces confirmed · u takes it back")
    for face in [query, first] { #expect(state.decisions?.faces.person(of: face)?.name.text == "Ada") }
    #expect(state.matches?.cursor == 2)
  }

  @Test func `a list is worked through with y and n alone`() throws {
    var state = try atAda()
    var judged: [FaceID] = []
    for key in ["y", "n", "n", "y"] {
      judged.append(try #require(state.matches?.current?.face))
      try press(key, in: &state, journal)
      if state.prompt != nil { try press("y", in: &state, journal) }
    }
    #expect(Set(judged).count == 4)
    let shown = try #require(state.matches).ranked.map(\.face)
    #expect(shown.contains(judged[0]) && !shown.contains(judged[1]) && !shown.contains(judged[2]))
    #expect(journal.lines.count == 5)
  }

  @Test func `who is refused is gone from all lists of that person, and comes back with u`() throws {
    var state = try atAda()
    let face = try #require(state.matches?.current?.face)
    try press("n", in: &state, journal)
    #expect(state.message?.text == "not Ada: 1 face · u takes it back")
    #expect(state.matches?.all.contains { $0.face == face } == false)
    #expect(state.matches?.question.leavingOut == [face])
    try press("u", in: &state, journal)
    #expect(state.matches?.ranked.contains { $0.face == face } == true)
    #expect(state.message?.text == "taken back: not Ada: 1 face · C-r brings it back")
    try press("<C-r>", in: &state, journal)
    #expect(state.matches?.ranked.contains { $0.face == face } == false)
    #expect(state.message?.text == "brought back: not Ada: 1 face")
    try press("<C-r>", in: &state, journal)
    #expect(state.message?.text == "there is nothing to be brought back")
  }

  @Test func `without a name n says that the two are different people`() throws {
    var state = try atMatches(journal)
    let (query, face) = (try #require(state.matches?.query), try #require(state.matches?.current?.face))
    try press("n", in: &state, journal)
    #expect(journal.lines == ["two faces are two people"])
    #expect(state.decisions?.faces.areDifferent(query, face) == true)
    #expect(state.matches?.ranked.contains { $0.face == face } == false)
    try press("gg n", in: &state, journal)
    #expect(state.message?.text == "this is the query itself; go to a match")
  }

  @Test func `marks, ranges and counts are one step`() throws {
    var state = try atAda("j j <Space> j <Space>")
    let marks = try #require(state.matches?.marks)
    #expect(marks.count == 2)
    try press("n", in: &state, journal)
    #expect(journal.lines.last == "not Ada: 2 faces" && state.matches?.marks.isEmpty == true)
    try press("u", in: &state, journal)
    #expect(Set(try #require(state.matches).ranked.map(\.face)).isSuperset(of: marks))
    try press("gg j v j n", in: &state, journal)
    #expect(journal.lines.last == "not Ada: 2 faces" && state.matches?.anchor == nil)
    try press("u gg j 3n", in: &state, journal)
    #expect(journal.lines.last == "not Ada: 3 faces")
  }

  @Test func `where nothing can be kept it says why, and marks stay`() throws {
    var state = try atAda("<Space>")
    let marks = state.matches?.marks
    journal.failure = .file("journal.jsonl", reason: "nothing was kept, as the journal cannot be written: no space")
    try press("n", in: &state, journal)
    #expect(
      state.message
        == Message(
          text: "journal.jsonl: nothing was kept, as the journal cannot be written: no space", isError: true))
    #expect(state.matches?.marks == marks && journal.lines.count == 1 && state.decisionWork.pending.isEmpty)
    journal.failure = .file("a.jpg", reason: "it changed")
    try press("U y", in: &state, journal)
    #expect(state.message?.text == "nothing was kept: a.jpg: it changed")
  }

  @Test func `m names the face under the cursor alone, with names completed, the latest first`() throws {
    var state = try atAda("j j m \"Bob\" <Enter>")
    #expect(journal.lines.last == "Bob: 1 face confirmed")
    #expect(try #require(state.matches).ranked.contains { state.name(of: $0.face)?.text == "Bob" })
    try press("m <Tab> <Tab>", in: &state, journal)
    #expect(state.prompt?.value == "Bob", "who was named last comes first")
    try press("<Tab>", in: &state, journal)
    #expect(state.prompt?.value == "Ada")
    try press("<C-u> \"bo\" <Tab>", in: &state, journal)
    #expect(state.prompt?.value == "Bob")
    try press("<C-u> <Enter>", in: &state, journal)
    #expect(state.message?.text == "no name, nothing decided" && journal.lines.count == 2)
    try press("m \"ada\" <Enter>", in: &state, journal)
    #expect(journal.lines.last?.hasPrefix("Ada: 1 face") == true, "as she is called already")
  }

  @Test func `two faces of one photo are one person only where the user says so`() throws {
    var state = try atAda("y")
    let lines = journal.lines.count
    let match = try #require(state.matches?.current)
    #expect(match.number == 2, "of the photo whose first face is Ada by now")
    try press("y", in: &state, journal)
    #expect(state.prompt?.label == "photo_001.jpg would show one person twice: a collage or a mirror? (y/n)")
    try press("n", in: &state, journal)
    #expect(journal.lines.count == lines && state.message?.text.contains("nothing was decided") == true)
    try press("gg j j y y", in: &state, journal)
    #expect(journal.lines.count == lines + 1 && state.name(of: match.face)?.text == "Ada")
    try press("u gg j j <Space> <Space> y n", in: &state, journal)
    #expect(journal.lines.last == "Ada: 1 face confirmed", "the others of the marked are kept")
    #expect(state.name(of: match.face) == nil)
  }

  @Test func `ignored faces are in no list unless they are asked for`() throws {
    var state = try atAda()
    let face = try #require(state.matches?.current?.face)
    try press("\":ignore\" <Enter>", in: &state, journal)
    #expect(journal.lines.last == "1 face ignored")
    #expect(state.matches?.ranked.contains { $0.face == face } == false)
    try press("I", in: &state, journal)
    #expect(state.matches?.ranked.contains { $0.face == face } == true)
    #expect(state.message?.text == "1 ignored face shown, too" && screen(state).contains { $0.contains("ignored") })
    try press("I", in: &state, journal)
    #expect(state.matches?.ranked.contains { $0.face == face } == false)
    try press("u I", in: &state, journal)
    #expect(state.message?.text == "no face here is ignored")
  }

  @Test func `queries of two people are neither`() throws {
    var state = try atAda("m \"Bob\" <Enter> gg j +")
    #expect(state.matches?.queries.count == 2)
    for key in ["y", "n"] {
      try press(key, in: &state, journal)
      #expect(state.message?.text == "the query faces are of Ada and Bob; - takes one away" && journal.lines.count == 2)
    }
  }

  @Test func `what another program decided is shown`() throws {
    var state = try atAda()
    let others = MadeUpJournal()
    var there = try atMatches(others, "m \"Zoe\" <Enter>")
    _ = screen(there)
    let face = try #require(state.matches?.current?.face)
    _ = update(&state, .decisionsRead(.success(others.known)))
    #expect(state.name(of: face)?.text == "Zoe" && screen(state).contains { $0.contains("✓ Zoe") })
    _ = update(&there, .decisionsRead(.failure(.file("journal.jsonl", reason: "it is a folder"))))
    #expect(there.message?.text == "what you decided is not shown: journal.jsonl: it is a folder")
    #expect(there.decisions != nil, "what was known stays")
  }

  @Test func `a search that wrote nothing yet is answered in order`() throws {
    var state = try atMatches(journal)
    let effects = try [Key](file: "\"gg\" m \"Ada\" <Enter> j n u").flatMap { update(&state, .key($0)) }
    let decided = effects.filter { if case .decide = $0 { true } else { $0 == .undo } }
    #expect(decided.count == 3 && decided.last == .undo)
    #expect(state.message == nil && state.decisionWork.pending.count == 2, "nothing is said before it is written")
    take(decided, &state, journal)
    #expect(journal.lines.count == 2 && state.decisionWork.pending.isEmpty)
  }
}
