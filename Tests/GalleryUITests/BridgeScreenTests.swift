import Library
import Odds
import TerminalUI
import Testing

@testable import GalleryUI

/// The chain of faces between two, and what keys do with it.
@Suite struct BridgeScreenTests {
  /// Over the first faces of so many photos; the link in the middle is the weakest.
  private func bridge(_ count: Int = 7) -> Bridge {
    let steps = (0..<count).map { index in
      let photo = acquaintances()[index]
      return Bridge.Step(
        face: photo.faces[0].id, photo: photo.path, number: 1, captured: photo.captured,
        person: index == 0 ? "Ada Lovelace" : index == count - 1 ? "Bob" : nil)
    }
    let scores = (0..<count - 1).map { $0 == count / 2 - 1 ? Float(0.41) : 0.5 + 0.05 * Float($0 % 5) }
    return Bridge(steps: steps, scores: scores)
  }

  private var survey: FolderSurvey {
    FolderSurvey(odds: madeUpSurvey.odds, people: ["Ada Lovelace", "Bob", "Bobby Tables"])
  }

  private func searching(_ line: String, columns: Int = 120, rows: Int = 40) throws -> (State, BridgeQuestion) {
    var state = try atAcquaintances("", columns: columns, rows: rows)
    _ = update(&state, .surveyed(survey))
    let effects = try run(line, &state).filter { if case .remember = $0 { false } else { true } }
    guard case .bridge(let question)? = effects.first, effects.count == 1 else {
      Issue.record("\(effects) \(state.message?.text ?? "")")
      return (state, BridgeQuestion(from: .person(""), to: .person(""), number: 0))
    }
    return (state, question)
  }

  private func found(_ count: Int = 7, columns: Int = 120, rows: Int = 40) throws -> State {
    var (state, question) = try searching("bridge ada lovelace bob", columns: columns, rows: rows)
    _ = update(&state, .bridged(question, .success(bridge(count))))
    return state
  }

  private func text(_ state: State) -> String { screen(state).joined(separator: "\n") }

  @Test(arguments: storedSizes)
  func `the screens are as they were`(_ size: Size) throws {
    try expectStored(try found(columns: size.columns, rows: size.rows), "bridge")
    var state = try found(columns: size.columns, rows: size.rows)
    try press("G", in: &state)
    try expectStored(state, "bridge-last")
    let (searching, _) = try searching("bridge bob", columns: size.columns, rows: size.rows)
    try expectStored(searching, "bridge-searching")
  }

  @Test func `ends are people, photos, the query and the face under the cursor`() throws {
    let photos = acquaintances()
    let (query, current) = (photos[0].faces[0].id, try #require(try atAcquaintances("").matches?.current?.face))
    let name = "photo_001.jpg"
    for (line, from, to) in [
      ("bridge", BridgeEnd.face(query), .face(current)), ("bridge Bob", .face(current), .person("Bob")),
      ("bridge Ada Lovelace Bob", .person("Ada Lovelace"), .person("Bob")),
      ("bridge bob ada lovelace", .person("Bob"), .person("Ada Lovelace")),
      ("bridge query bobby tables", .face(query), .person("Bobby Tables")),
      ("bridge \(name)#2 query", .face(photos[1].faces[1].id), .face(query)),
      ("bridge \(name)#2 album/\(name)", .face(photos[1].faces[1].id), .face(photos[1].faces[0].id)),
    ] as [(String, BridgeEnd, BridgeEnd)] {
      let (state, question) = try searching(line)
      #expect(question.from == from && question.to == to, "\(line)")
      #expect(state.scope == .bridge && text(state).contains("Looking for the chain"))
    }
    for (line, reason) in [
      ("bridge Zoe", "Zoe is neither"), ("bridge Bob Zoe", "Zoe is neither"), ("bridge Bob bob", "two different ends"),
      ("bridge \(name)#9", "is neither"),
    ] {
      var state = try atAcquaintances("")
      _ = update(&state, .surveyed(survey))
      try run(line, &state)
      #expect(
        state.message?.text.contains(reason) == true && state.scope == .matches, "\(line): \(state.message?.text ?? "")"
      )
    }
    var gallery = state(acquaintances())
    try run("bridge", &gallery)
    #expect(gallery.message?.text.contains("two ends are expected") == true)
    var photo = try atAcquaintances("3G <Enter>")
    #expect(try run("bridge", &photo).contains { if case .bridge = $0 { true } else { false } }, "to the query below")
  }

  @Test func `names are completed, also with blanks in them`() throws {
    var state = try atAcquaintances("")
    _ = update(&state, .surveyed(survey))
    for (typed, completed) in [
      ("bridge ad", "bridge Ada Lovelace "), ("bridge Ada Lo", "bridge Ada Lovelace "),
      ("bridge Ada Lovelace bobb", "bridge Ada Lovelace Bobby Tables "), ("bridge photo_00", "bridge photo_00"),
    ] {
      try press("\":\(typed)\" <Tab>", into: &state)
      #expect(state.prompt?.value == completed, "\(typed)")
      try press("<Esc>", into: &state)
    }
  }

  @Test func `a found bridge shows dates, scores and odds, and marks the weakest link`() throws {
    let state = try found()
    #expect(state.bridgeScreen?.cursor == 2, "the cursor begins there")
    #expect(
      text(state).contains("0.41 · ") && text(state).contains("the weakest link") && text(state).contains("2021-06-01"))
    #expect(text(state).contains("wrong") && text(state).contains("y the same person   n two people"))
    #expect(text(state).contains("Ada Lovelace → Bob: 7 faces, 2021; weakest link 0.41"))
    #expect(screen(state)[38].hasSuffix("link 3 of 6"))
  }

  @Test func `accepting keeps both faces as one person, once it is written`() throws {
    var state = try found()
    let request = DecisionRequest([.same([FaceID(20), FaceID(30)])], number: 1)
    #expect(try press("y", in: &state) == [.decide(request)])
    #expect(state.bridgeScreen?.accepted.isEmpty == true && state.message == nil)
    #expect(try press("y", in: &state) == [], "one at a time")
    _ = update(&state, .decided(request, .failure(.file("photo", reason: "it is gone"))))
    #expect(state.message?.text == "nothing was kept: photo: it is gone" && state.message?.isError == true)
    #expect(state.bridgeScreen?.accepted.isEmpty == true)
    let again = DecisionRequest(request.words, number: 2)
    #expect(try press("y", in: &state) == [.decide(again)])
    #expect(
      update(&state, .decided(again, .success(KnownDecisions()))).contains(.survey), "odds follow what is decided")
    #expect(state.bridgeScreen?.isAccepted(2) == true && state.message?.text == "the same person; kept")
    #expect(state.bridgeScreen?.cursor == state.bridgeScreen?.weakest && state.bridgeScreen?.cursor != 2)
    for _ in 0..<5 {
      guard case .decide(let request)? = try press("y", in: &state).first else { break }
      _ = update(&state, .decided(request, .success(KnownDecisions())))
    }
    #expect(state.bridgeScreen?.weakest == nil && text(state).contains("all links accepted"))
  }

  @Test func `cutting says that they are two people, and searches again`() throws {
    var state = try found()
    let request = DecisionRequest([.different([FaceID(20), FaceID(30)])], number: 1)
    #expect(try press("n", in: &state) == [.decide(request)])
    let effects = update(&state, .decided(request, .success(KnownDecisions())))
    guard case .bridge(let again)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(again.from == .person("Ada Lovelace") && again.to == .person("Bob"))
    #expect(text(state).contains("looking for another way") && state.bridgeScreen?.bridge != nil)
    #expect(try press("y n", in: &state) == [], "what is shown no longer counts")
    _ = update(&state, .bridged(BridgeQuestion(from: again.from, to: again.to, number: 99), .success(bridge(3))))
    #expect(state.bridgeScreen?.isSearching == true, "of another search")
    _ = update(&state, .bridged(again, .failure(.none)))
    #expect(text(state).contains("No bridge: no chain of faces leads from one to the other."))
    try press("y", in: &state)
    #expect(state.message?.text.contains("no chain") == true)
  }

  @Test func `keys, wheel and clicks go along the links, Enter opens the photo, and leaving ends a search`() throws {
    var state = try found(12, columns: 80, rows: 24)
    try press("gg", in: &state)
    #expect(state.bridgeScreen?.cursor == 0)
    try press("3j k 4G", in: &state)
    #expect(state.bridgeScreen?.cursor == 3)
    for key in ["G", "<C-d>", "<C-u>", "<PageDown>", "<PageUp>", "<WheelDown:5,5>", "<WheelUp:5,5>", "99j", "99k"] {
      try press(key, in: &state)
      let screen = try #require(state.bridgeScreen)
      let layout = BridgeLayout(state.size, state.pictureStyle, steps: 12)
      #expect((0...10).contains(screen.cursor))
      #expect(layout.isVisible(row: layout.row(ofLink: screen.cursor, top: screen.top)), "\(key)")
      for step in [screen.cursor, screen.cursor + 1] {
        #expect(layout.isVisible(row: layout.face(step, top: screen.top).row), "\(key)")
      }
    }
    try press("<Click:5,8>", in: &state)
    #expect(state.bridgeScreen?.cursor == 1)
    try press("<Enter>", in: &state)
    #expect(state.scope == .photo && state.photoScreen?.path == acquaintances()[2].path)
    try press("q q", in: &state)
    #expect(state.scope == .matches)
    var (searching, _) = try searching("bridge Bob")
    #expect(try press("q", in: &searching) == [.stopBridge] && searching.scope == .matches)
  }

  @Test func `photos that go leave a bridge that can be drawn`() throws {
    var state = try found()
    _ = update(&state, .library(.listed(Array(acquaintances().prefix(3)))))
    _ = screen(state)
    for key in ["j", "<Enter>", "q", "w"] { try press(key, in: &state) }
    _ = screen(state)
  }
}
