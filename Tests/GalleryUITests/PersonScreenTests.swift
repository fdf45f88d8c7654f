import Journal
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// One person's faces, and those that may be.
@Suite struct PersonScreenTests {
  private func text(_ state: State) -> String { screen(state).joined(separator: "\n") }

  private func ada(_ people: MadeUpPeople, _ keys: String = "", columns: Int = 120, rows: Int = 40) throws -> State {
    try atPeople(people, "P 2G <Enter> " + keys, columns: columns, rows: rows)
  }

  @Test(arguments: storedSizes)
  func `the screens are as they were`(_ size: Size) throws {
    let people = try withNames()
    people.new = [FaceID(0), FaceID(30)]
    people.lookedAt = "2026-11-28T10:00:00Z"
    var state = try ada(people, columns: size.columns, rows: size.rows)
    try expectStored(state, "person")
    try press("<Space> j a", in: &state, people)
    try expectStored(state, "person-more")
    try press("q 3G <Enter>", in: &state, people)
    try expectStored(state, "person-group")
  }

  @Test func `candidates follow the confirmed faces, best first, and the cursor begins there`() throws {
    let people = try withNames()
    let state = try ada(people)
    let person = try #require(state.personScreen)
    #expect(person.ownCount == 2 && person.cursor == 2 && person.openLikely == 6)
    let scores = person.items.compactMap { $0.candidate?.score }
    #expect(scores == scores.sorted(by: >) && scores.count == 6)
    #expect(text(state).contains("Ada Lovelace: 2 faces confirmed, 2019–2021"))
    #expect(text(state).contains("6 faces may be Ada Lovelace · best first"))
    #expect(people.looks == [person.items.dropFirst(2).map(\.face)], "what was seen is remembered")
  }

  @Test func `y and n go on to the next, and u takes back`() throws {
    let people = try withNames()
    var state = try ada(people)
    let faces = try #require(state.personScreen).items.map(\.face)
    try press("y", in: &state, people)
    #expect(people.journal.lines.last == "Ada Lovelace: 1 face confirmed")
    #expect(state.personScreen?.current?.face == faces[3] && state.personScreen?.person.faces.count == 3)
    try press("n", in: &state, people)
    #expect(people.journal.lines.last == "not Ada Lovelace: 1 face")
    #expect(state.personScreen?.items.contains { $0.face == faces[3] } == false)
    try press("2n", in: &state, people)
    #expect(people.journal.lines.last == "not Ada Lovelace: 2 faces")
    try press("u u u", in: &state, people)
    #expect(state.personScreen?.person.faces.count == 2)
    #expect(Set(state.personScreen?.items.map(\.face) ?? []).isSuperset(of: faces))
  }

  @Test func `marks and ranges are one step`() throws {
    let people = try withNames()
    var state = try ada(people, "3G <Space> <Space> y")
    #expect(people.journal.lines.last == "Ada Lovelace: 2 faces confirmed" && state.personScreen?.marks.isEmpty == true)
    let cursor = try #require(state.personScreen).cursor
    try press("v l v", in: &state, people)
    #expect(state.personScreen?.marks.count == 2)
    try press("n", in: &state, people)
    #expect(people.journal.lines.last == "not Ada Lovelace: 2 faces" && cursor > 0)
    try press("<Space> U", in: &state, people)
    #expect(state.personScreen?.marks.isEmpty == true && state.message?.text == "1 mark taken away")
    try press("v <Esc> <Esc>", in: &state, people)
    #expect(state.scope == .people)
  }

  @Test func `a face is moved to another person, or ignored`() throws {
    let people = try withNames()
    var state = try ada(people, "gg m \"Carl\" <Enter>")
    #expect(people.journal.lines.last == "Carl: 1 face confirmed" && state.personScreen?.person.faces.count == 1)
    try press("G x", in: &state, people)
    #expect(people.journal.lines.last == "1 face ignored")
    try press("gg n", in: &state, people)
    #expect(people.journal.lines.last == "not Ada Lovelace: 1 face", "takes the name away")
    try press("u u u", in: &state, people)
    #expect(state.personScreen?.person.faces.count == 2)
  }

  @Test func `less likely faces come when they are asked for`() throws {
    let people = try withNames()
    var state = try ada(people, "a")
    let person = try #require(state.personScreen)
    #expect(person.items.count == person.ownCount + person.open.count && person.open.count > person.openLikely)
    #expect(text(state).contains("less likely"))
    try press("a", in: &state, people)
    #expect(state.personScreen?.items.count == person.ownCount + person.openLikely)
  }

  @Test func `many confirmed faces are a row until all are asked for`() throws {
    let people = MadeUpPeople()
    var state = try atPeople(people, "", columns: 60, rows: 15)
    let name = try #require(PersonName("Ada"))
    take(state.decide([.name([0, 10, 20, 30, 40, 50, 60].map { FaceID($0) }, name)]), &state, people)
    try press("P <Enter>", in: &state, people)
    let folded = try #require(state.personScreen)
    #expect(folded.ownCount < 7 && folded.foldedCount == 7 - folded.ownCount && text(state).contains("Tab"))
    try press("<Tab>", in: &state, people)
    #expect(state.personScreen?.ownCount == 7)
    try press("<Tab>", in: &state, people)
    #expect(state.personScreen?.ownCount == folded.ownCount)
  }

  @Test func `new ones since the last look are marked, and stay so while the screen is open`() throws {
    let people = try withNames()
    (people.new, people.lookedAt) = ([FaceID(30)], "2026-11-28T10:00:00Z")
    var state = try atPeople(people)
    #expect(text(state).contains("1 new"))
    try press("2G <Enter>", in: &state, people)
    #expect(text(state).contains("1 new since 2026-11-28"))
    people.new = []
    try press("n", in: &state, people)
    #expect(text(state).contains("1 new since 2026-11-28"))
    try press("q", in: &state, people)
    #expect(!text(state).contains("1 new"))
  }

  @Test func `Enter opens the photo at the face, and there the keys are about the person, too`() throws {
    let people = try withNames()
    var state = try ada(people, "<Enter>")
    #expect(state.photoScreen?.path == acquaintances()[0].path && state.photoScreen?.selected == 0)
    try press("y", in: &state, people)
    #expect(people.journal.lines.last == "Ada Lovelace: 1 face confirmed")
    try press("l", in: &state, people)
    #expect(state.photoScreen?.path != acquaintances()[0].path)
    try press("q", in: &state, people)
    #expect(state.scope == .person)
  }

  @Test func `a group is named from within and becomes the person's screen`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P 3G <Enter>")
    #expect(text(state).contains("4 faces without a name") && text(state).contains("nothing is assigned"))
    try press("m \"Carl\" <Enter>", in: &state, people)
    #expect(state.personScreen?.person.name?.text == "Carl" && state.personScreen?.openLikely ?? 0 > 0)
    try press("q", in: &state, people)
    #expect(state.peopleScreen?.entries.contains { $0.name?.text == "Carl" && $0.faces.count == 4 } == true)
  }

  @Test func `who is split off is different from the rest`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P 3G <Enter> gg <Space> n")
    #expect(people.journal.lines.last == "3 faces of other people", "\(people.journal.lines)")
    let faces = people.journal.known.faces
    #expect(faces.areDifferent(FaceID(0), FaceID(30)) && !faces.areDifferent(FaceID(30), FaceID(60)))
    try press("u", in: &state, people)
    #expect(state.personScreen?.person.faces.count == 4)
    try press("v G n", in: &state, people)
    #expect(state.message?.text.contains("all of them are chosen") == true)
    try press("<Esc> gg <Space> <Space> m \"Dora\" <Enter>", in: &state, people)
    #expect(people.journal.lines.last == "Dora: 2 faces confirmed" && state.personScreen?.isGroup == true)
  }

  @Test func `a person who is gone leaves the screen, one who became another stays open`() throws {
    let people = try withNames()
    var state = try ada(people)
    try press("\":rename Ada Lovelace Bob\" <Enter>", in: &state, people)
    #expect(state.personScreen?.person.name?.text == "Bob" || state.personScreen?.person.name?.text == "Ada Lovelace")
    #expect(state.personScreen?.person.faces.count == 5)
    try press("u u u", in: &state, people)
    #expect(state.scope == .people && state.peopleScreen?.namedCount == 0)
    for keys in ["<Enter> y n m <Esc> x a <Tab>", "q q"] { try press(keys, in: &state, people) }
  }

  @Test func `a photo that shows the person already is asked about`() throws {
    let people = try withNames()
    var state = try ada(people, "gg <Enter> <Tab> y")
    #expect(state.prompt?.label.contains("twice") == true, "\(state.prompt?.label ?? "")")
    try press("n", in: &state, people)
    #expect(people.journal.lines.count == 2)
  }
}
