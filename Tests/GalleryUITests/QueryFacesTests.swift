import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct QueryFacesTests {
  @Test func `a face joins the query, and the cursor goes on`() throws {
    var state = try atAcquaintances("")
    let (added, next) = (try #require(state.matches?.current), try #require(state.matches?.ranked[2]))
    let effects = update(&state, .key(.character("+")))
    #expect(effects == [.rank(FaceQuery([FaceID(0), added.face]))])
    _ = update(
      &state,
      .ranked(query: FaceQuery([FaceID(0), added.face]), Ranking(acquaintancesRanked([FaceID(0), added.face]))))
    #expect(state.matches?.current?.face == next.face)
    #expect(state.matches?.ranked.prefix(2).map(\.standing) == [.query, .query] && state.matches?.queryCount == 2)
    #expect(screen(state)[0].contains("› matches · 2 query faces · best"))
    #expect(screen(state).contains { $0.contains("2 queries · best") })
    try press("c", in: &state)
    #expect(screen(state)[0].contains("› matches · 2 query faces · mean"))
    #expect(state.matches?.question == FaceQuery([FaceID(0), added.face], by: .mean))
  }

  @Test func `how scores are combined is a setting, for what is open and what is opened`() throws {
    var state = try atAcquaintances("+")
    let faces = try #require(state.matches?.question.faces)
    let keys = try [Key](file: "\":set combine mean\" <Enter>")
    let effects = keys.flatMap { update(&state, .key($0)) }
    #expect(effects.contains(.rank(FaceQuery(faces, by: .mean))) && state.message?.text == "combine is \"mean\"")
    #expect(screen(state)[0].contains("› matches · 2 query faces · mean"))
    _ = update(&state, .ranked(query: FaceQuery(faces, by: .mean), Ranking(acquaintancesRanked(faces))))
    try press("j s", in: &state)
    #expect(state.screens.count == 3 && state.matches?.combination == .mean)
    for key in try [Key](file: "\":set combine sum\" <Enter>") { _ = update(&state, .key(key)) }
    #expect(state.message?.text == "combine must be one of best, mean, not \"sum\"")
  }

  @Test func `the cursor keeps its rank when the new ranking comes, and follows its face once it was moved`() throws {
    for keys in ["", "j"] {
      var state = try atAcquaintances("3j")
      let rank = try #require(state.matches.map { $0.rank(of: $0.cursor) })
      let question = try #require(state.matches?.question)
      _ = update(&state, .key(.character("+")))
      if !keys.isEmpty { _ = update(&state, .key(.character("j"))) }
      let face = try #require(state.matches?.current?.face)
      let asked = try #require(state.matches?.question)
      #expect(asked != question)
      // The faces around the cursor are far away in the new ranking.
      let near = acquaintancesRanked(asked.faces)
      let answer = Array(near[..<2]) + Array(near[2...].reversed())
      _ = update(&state, .ranked(query: asked, Ranking(answer)))
      let matches = try #require(state.matches)
      if keys.isEmpty {
        #expect(matches.rank(of: matches.cursor) == rank && matches.current?.face != face)
      } else {
        #expect(matches.current?.face == face)
      }
    }
  }

  @Test func `a face is a query once`() throws {
    var state = try atAcquaintances("+ gg l")
    #expect(try press("+", in: &state) == [])
    #expect(state.message?.text == "this face is a query already" && state.matches?.queries.count == 2)
  }

  @Test func `a query goes by its number, under the cursor, or the last; one stays`() throws {
    var state = try atAcquaintances("+ + +")
    let faces = try #require(state.matches?.queries.map(\.face))
    #expect(faces.count == 4)
    try press("9-", in: &state)
    #expect(state.message?.text == "there is no query 9, only 4")
    try press("2-", in: &state)
    #expect(state.matches?.queries.map(\.face) == [faces[0], faces[2], faces[3]])
    try press("-", in: &state)
    #expect(state.matches?.queries.map(\.face) == [faces[0], faces[2]])
    try press("gg -", in: &state)
    #expect(state.matches?.query == faces[2] && state.matches?.queryCount == 1)
    try press("-", in: &state)
    #expect(state.matches?.query == faces[2] && state.message?.text == "this is the only query face; it stays")
  }

  @Test func `an answer to an older question is asked for again`() throws {
    var state = try atAcquaintances("")
    let before = try #require(state.matches?.question)
    _ = update(&state, .library(.updated(acquaintances()[3])))
    let ranked = try #require(state.matches?.ranked)
    #expect(update(&state, .key(.character("+"))) == [], "a ranking is under way")
    let after = try #require(state.matches?.question)
    #expect(after.faces.count == 2)
    #expect(update(&state, .ranked(query: before, [])) == [.rank(after)])
    #expect(state.matches?.ranked == ranked)
  }

  @Test func `queries whose photo is gone leave, and the others stay`() throws {
    var state = try atAcquaintances("6j +")
    let gone = try #require(state.matches?.queries.last)
    _ = update(&state, .library(.listed(acquaintances().filter { $0.path != gone.photo })))
    #expect(state.matches?.queries.map(\.face) == [FaceID(0)])
    _ = update(&state, .library(.listed(Array(acquaintances().suffix(1)))))
    #expect(state.screens.isEmpty)
  }

  @Test func `an export holds all queries`() throws {
    var state = try atAcquaintances("+ e")
    #expect(state.prompt?.label.hasSuffix("and the queries to:") == true)
    let effects = try press("<Enter>", in: &state)
    guard case .export(let request)? = effects.first else {
      Issue.record("no export: \(effects)")
      return
    }
    #expect(request.matches.prefix(2).allSatisfy { $0.standing == .query } && request.matches[2].standing != .query)
  }

  @Test(arguments: [60, 80, 120, 200])
  func `more queries than there is room for are counted`(columns: Int) throws {
    let state = try atAcquaintances("+ + + + + + + + + + +", columns: columns, rows: 30)
    let count = try #require(state.matches?.queries.count)
    #expect(count == 12)
    let text = screen(state).prefix(14).joined(separator: "\n")
    let more = try #require(text.firstMatch(of: /\+(\d+)/).flatMap { Int($0.1) })
    #expect(text.contains("\(count - more)") && more < count)
  }
}
