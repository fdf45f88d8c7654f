import Journal
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// People with names and groups without, and what keys do with them.
@Suite struct PeopleScreenTests {
  private func text(_ state: State) -> String { screen(state).joined(separator: "\n") }

  private func names(_ state: State) -> [String] {
    state.peopleScreen?.entries.map { "\($0.name?.text ?? "-") \($0.faces.count)" } ?? []
  }

  @Test(arguments: storedSizes)
  func `the screens are as they were`(_ size: Size) throws {
    let people = try withNames()
    people.new = [FaceID(0)]
    people.lookedAt = "2026-11-28T10:00:00Z"
    var state = try atPeople(people, columns: size.columns, rows: size.rows)
    try expectStored(state, "people")
    try press("G <Space>", in: &state, people)
    try expectStored(state, "people-last")
    try press("gg m", in: &state, people)
    try expectStored(state, "people-rename")
    let empty = MadeUpPeople()
    empty.groups = []
    try expectStored(try atPeople(empty, columns: size.columns, rows: size.rows), "people-nobody")
  }

  @Test func `P opens it from everywhere, and what is known of groups comes later`() throws {
    let people = try withNames()
    for keys in ["", "<Enter>", "<Enter> <Enter>", "<Enter> <Enter> w", "?", "!", "T", "\":history\" <Enter>"] {
      var state = try atPeople(people, keys)
      let depth = state.screens.count
      let effects = update(&state, .key(.character("P")))
      #expect(state.scope == .people, "\(keys)")
      #expect([.listPeople, .findGroups, .countCandidates].allSatisfy(effects.contains), "\(keys) \(effects)")
      #expect(update(&state, .key(.character("j"))).isEmpty, "one of each at a time")
      take(effects, &state, people)
      #expect(names(state) == ["Bob 3", "Ada Lovelace 2", "- 4", "- 3", "- 2"])
      try press("<Enter> P", in: &state, people)
      #expect(state.scope == .people && state.peopleScreen?.entries.count == 5)
      try press("q", in: &state, people)
      #expect(state.screens.count <= depth && state.scope != .people, "\(keys)")
    }
  }

  @Test func `nothing is decided without a key`() throws {
    let people = try withNames()
    let before = people.journal.lines
    _ = try atPeople(people, "P <Enter> q G <Enter> q q")
    #expect(people.journal.lines == before)
  }

  @Test func `a group is named, and that is taken back`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P 3G m")
    #expect(state.prompt?.label == "who is this? 4 faces:")
    try press("\"Carl\" <Enter>", in: &state, people)
    #expect(people.journal.lines.last == "Carl: 4 faces confirmed")
    #expect(names(state) == ["Carl 4", "Bob 3", "Ada Lovelace 2", "- 3", "- 2"])
    #expect(state.peopleScreen?.current?.faces.count == 3, "on to the group that comes next")
    try press("u", in: &state, people)
    #expect(names(state) == ["Bob 3", "Ada Lovelace 2", "- 4", "- 3", "- 2"])
    try press("<C-r> 4G m \"ada l\" <Tab> <Enter>", in: &state, people)
    #expect(names(state).contains("Ada Lovelace 5"), "\(names(state)) \(state.message?.text ?? "")")
  }

  @Test func `who gets another person's name becomes that person, once that was asked`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P 2G m <C-u> \"Ada King\" <Enter>")
    #expect(names(state).prefix(2) == ["Bob 3", "Ada King 2"])
    try press("m <C-u> \"bob\" <Enter>", in: &state, people)
    #expect(
      state.prompt?.label.hasPrefix("Bob is another person, with 3 faces; 1 photo shows both.") == true,
      "\(state.prompt?.label ?? "")")
    try press("n", in: &state, people)
    #expect(state.message?.text == "nothing was decided: they are two people" && names(state).contains("Bob 3"))
    try press("m <C-u> \"bob\" <Enter> y", in: &state, people)
    #expect(names(state).first == "Bob 5" && names(state).count == 4)
    try press("u", in: &state, people)
    #expect(names(state).prefix(2) == ["Bob 3", "Ada King 2"])
    try press("m <Enter>", in: &state, people)
    #expect(state.message?.text.contains("is the name already") == true)
  }

  @Test func `the marked become one person in one step`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P gg <Space> 3G <Space> m")
    #expect(state.prompt?.label == "2 become one person, called:" && state.prompt?.value == "Bob")
    try press("<Enter>", in: &state, people)
    #expect(names(state).first == "Bob 7" && state.peopleScreen?.marks.isEmpty == true)
    try press("u v 2G v", in: &state, people)
    #expect(state.peopleScreen?.marks.count == 2 && names(state).first == "Bob 3")
    try press("m <C-u> \"Both\" <Enter>", in: &state, people)
    #expect(names(state).first == "Both 5")
    try press("u", in: &state, people)
    #expect(names(state).prefix(2) == ["Bob 3", "Ada Lovelace 2"], "one step")
  }

  @Test func `people are hidden and shown again, groups ignored`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P gg x")
    #expect(names(state).first == "Ada Lovelace 2" && text(state).contains("1 hidden"))
    try press("H", in: &state, people)
    #expect(names(state).first == "Bob 3" && text(state).contains("hidden · 2019–2021"))
    try press("gg x", in: &state, people)
    #expect(state.peopleScreen?.current?.isHidden == false)
    try press("G x", in: &state, people)
    #expect(people.journal.lines.last == "2 faces ignored" && names(state).count == 4)
    try press("u", in: &state, people)
    #expect(names(state).count == 5)
  }

  @Test func `names are filtered as they are typed, and ordered`() throws {
    let people = try withNames()
    var state = try atPeople(people, "P / \"LOVE\"")
    #expect(names(state) == ["Ada Lovelace 2"])
    try press("<Enter> <Esc>", in: &state, people)
    #expect(names(state).count == 5 && state.scope == .people)
    try press("/ \"zz\" <Enter>", in: &state, people)
    #expect(text(state).contains("Nobody here is called “zz”."))
    try press("<Esc> s", in: &state, people)
    #expect(names(state).prefix(2) == ["Ada Lovelace 2", "Bob 3"] && state.message?.text == "by name")
    try press("s", in: &state, people)
    #expect(names(state).prefix(2) == ["Bob 3", "Ada Lovelace 2"], "decided last")
    try press("S", in: &state, people)
    #expect(names(state).prefix(2) == ["Ada Lovelace 2", "Bob 3"])
    try press("q P", in: &state, people)
    #expect(names(state).prefix(2) == ["Ada Lovelace 2", "Bob 3"], "it stays")
  }

  @Test func `wheel, clicks and motions stay inside, whatever comes and goes`() throws {
    let people = try withNames()
    var state = try atPeople(people, columns: 60, rows: 15)
    for key in ["G", "gg", "<C-d>", "<C-u>", "<PageDown>", "99j", "h", "l", "<WheelDown:5,5>", "<Click:5,5>", "99k"] {
      try press(key, in: &state, people)
      let screen = try #require(state.peopleScreen)
      let visible = PeopleLayout(state, screen).visible(top: screen.top).map(\.place)
      #expect(visible.contains(screen.cursor), "\(key)")
    }
    _ = update(&state, .library(.listed([])))
    _ = screen(state)
    _ = update(&state, .peopleListed([]))
    _ = update(&state, .groupsFound([]))
    _ = screen(state)
    try press("m x <Enter> y", in: &state, people)
  }
}
