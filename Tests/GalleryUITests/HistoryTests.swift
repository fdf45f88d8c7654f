import Journal
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// The list of what was decided, and the commands about people.
@Suite struct HistoryTests {
  private let journal = MadeUpJournal()

  /// Ada is named, three are refused, Bob is named and called Robert, one face is ignored.
  private func decided(columns: Int = 120, rows: Int = 40) throws -> State {
    try atMatches(
      journal,
      """
      gg m "Ada Lovelace" <Enter> 1G y 3n 5G m "Bob" <Enter> ":rename Bob Robert" <Enter> 7G ":ignore" <Enter>
      """, columns: columns, rows: rows)
  }

  @Test(arguments: storedSizes)
  func `the screens are as they were`(_ size: Size) throws {
    var state = try decided(columns: size.columns, rows: size.rows)
    try press("1G", in: &state, journal)
    try expectStored(state, "decided-rows")
    try press("t", in: &state, journal)
    try expectStored(state, "decided-tiles")
    try press("t _ m \"R\"", in: &state, journal)
    try expectStored(state, "decided-name-prompt")
    try press("<Esc> w", in: &state, journal)
    try expectStored(state, "decided-compare")
    try press("q gg <Enter>", in: &state, journal)
    try expectStored(state, "decided-photo")
    try press("q u j \":history\" <Enter> j", in: &state, journal)
    try expectStored(state, "history")
  }

  @Test func `decisions stand with the latest first, those taken back told apart`() throws {
    var state = try decided()
    try press("u \":history\" <Enter>", in: &state, journal)
    let rows = screen(state).filter { $0.contains("2026-11-29") }
    #expect(rows.count == 6)
    #expect(rows[0].contains("1 face ignored") && rows[0].contains("taken back"))
    #expect(rows[1].contains("Bob is called Robert") && !rows[1].contains("taken back"))
    #expect(rows[5].contains("2026-11-29 14:01   Ada Lovelace: 1 face confirmed"))
    #expect(screen(state).contains { $0.contains("6 decisions, 1 of them taken back") })
    try press("q", in: &state, journal)
    #expect(state.scope == .matches)
  }

  @Test func `Enter goes back to there, once that was answered`() throws {
    var state = try decided()
    try press("\":history\" <Enter> 4G <Enter>", in: &state, journal)
    #expect(state.prompt?.label == "take 3 later decisions back? (y/n)")
    try press("n", in: &state, journal)
    #expect(!journal.lines.contains { $0.hasPrefix("- ") })
    try press("<Enter> y", in: &state, journal)
    #expect(journal.lines.count { $0.hasPrefix("- ") } == 3)
    #expect(state.message?.text == "3 decisions taken back")
    try press("<Enter>", in: &state, journal)
    #expect(state.message?.text == "this is how it is already")
    try press("gg <Enter> y", in: &state, journal)
    #expect(state.message?.text == "3 decisions brought back" && !journal.lines.contains { $0.hasPrefix("- ") })
    try press("u u <C-r>", in: &state, journal)
    #expect(journal.lines.count { $0.hasPrefix("- ") } == 1)
    #expect(state.historyScreen?.steps.first?.holds == false)
  }

  @Test func `an empty history says so`() throws {
    var state = try atMatches(journal)
    try press("\":history\" <Enter>", in: &state, journal)
    #expect(screen(state).contains { $0.contains("Nothing was decided yet.") })
    try press("<Enter> j G gg u", in: &state, journal)
    #expect(state.message?.text == "there is nothing to be taken back")
  }

  @Test(arguments: [
    ("name", "who is this?"), ("rename", "a name is expected"), ("rename Zoe", "nobody with a name is searched for"),
    ("hide", "nobody with a name is searched for"), ("hide Zoe", "nobody is called Zoe"), ("ignore x", "takes nothing"),
  ])
  func `lines that mean nothing say what is expected`(_ line: String, _ reason: String) throws {
    var state = try atMatches(journal)
    try press("\":\(line)\" <Enter>", in: &state, journal)
    #expect(
      (state.message?.text ?? "").contains(reason) || state.prompt?.label == reason, "\(state.message?.text ?? "")")
    #expect(journal.lines.isEmpty)
  }

  @Test func `lines name, rename, hide and show`() throws {
    var state = try atMatches(journal, "gg \":name Ada\" <Enter>")
    for (line, said) in [
      ("rename Ada Lovelace", "Ada is called Lovelace"), ("hide", "Lovelace is hidden"),
      ("show Lovelace", "Lovelace is shown"), ("rename Ada King", "Lovelace is called Ada King"),
    ] {
      try press("\":\(line)\" <Enter>", in: &state, journal)
      #expect(journal.lines.last == said && state.prompt == nil, "\(line)")
    }
    #expect(screen(state)[0].contains("matches of Ada King"))
    try press("\":hide\" <Enter> \":hide\" <Enter>", in: &state, journal)
    #expect(state.message?.text == "Ada King is hidden already")
    var gallery = GalleryUITests.state(acquaintances())
    try press("\":name Ada\" <Enter>", in: &gallery, journal)
    #expect(gallery.message?.text.contains("there is no face here") == true)
  }
}
