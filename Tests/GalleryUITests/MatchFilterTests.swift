import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct MatchFilterTests {
  @Test func `a filter shows the matches on some photos and the gallery stays`() throws {
    var state = try atAcquaintances("")
    let all = try #require(state.matches)
    try run("filter faces:2", &state)
    let matches = try #require(state.matches)
    #expect(matches.others == 8 && matches.ranked[0].standing == .query && state.photos.count == 12)
    #expect(matches.ranked.dropFirst().allSatisfy { state.photos[$0.photo]?.faces.count == 2 })
    #expect(matches.histogram.bins.reduce(0, +) == 8)
    #expect(state.message?.text == "faces:2: 8 of 23 matches")
    #expect(screen(state)[0].contains("› matches · faces:2: 8"))
    #expect(screen(state).contains { $0.contains("  8 shown") })
    try press("<Esc>", in: &state)
    #expect(state.matches?.ranked == all.ranked && state.matches?.isFiltered == false && state.scope == .matches)
    for line in ["filter all", "filter"] {
      try run("filter date:2021-06-02", &state)
      #expect(state.matches?.isFiltered == true)
      try run(line, &state)
      #expect(state.matches?.ranked == all.ranked)
    }
    try press("<Esc>", in: &state)
    #expect(state.scope == .photo)
  }

  @Test func `cursor and marks keep their faces, hidden marks are told and exported`() throws {
    var state = try atAcquaintances("<Space> <Space> <Space> <Space>")
    let marks = try #require(state.matches?.marks)
    try run("filter faces:3", &state)
    let matches = try #require(state.matches)
    let shown = matches.ranked.count { marks.contains($0.face) }
    #expect(matches.marks == marks && shown < marks.count)
    #expect(matches.marksSentence == "4 marked, \(marks.count - shown) not shown")
    #expect(Set(matches.exported(threshold: 0).dropFirst().map(\.face)) == marks)
    try press("j j", in: &state)
    let face = try #require(state.matches?.current?.face)
    try run("filter all", &state)
    #expect(state.matches?.current?.face == face)
  }

  @Test func `a filter lasts while the ranking is refined`() throws {
    var state = try atAcquaintances("")
    try run("filter faces:2", &state)
    try press("j j", in: &state)
    let face = try #require(state.matches?.current?.face)
    let query = try #require(state.matches?.question)
    _ = update(&state, .library(.updated(acquaintances()[4])))
    _ = update(&state, .ranked(query: query, Ranking(acquaintancesRanked())))
    #expect(state.matches?.others == 8 && state.matches?.current?.face == face)
  }

  @Test func `nothing that fits says how all come back`() throws {
    var state = try atAcquaintances("")
    try run("filter date:1999", &state)
    let text = screen(state).joined(separator: "\n")
    #expect(
      text.contains("None of the 23 matches is what date:1999 asks for.") && text.contains("Esc shows all matches."))
    try press("w e j G <Space>", in: &state)
    try run("filter unreadable", &state)
    #expect(state.message?.isError == true)
  }

  @Test func `matches stand by date or name, and the header says so`() throws {
    var state = try atAcquaintances("")
    let face = try #require(state.matches?.current?.face)
    func shown() throws -> [Match] {
      let matches = try #require(state.matches)
      return matches.ranked.indices.map { matches.ranked[matches.index(at: $0)] }
    }
    try run("sort date reverse", &state)
    let dates = try shown().dropFirst().map { state.photos[$0.photo]?.captured ?? "" }
    #expect(dates == dates.sorted(by: >) && dates.last == "", "without a date last")
    #expect(screen(state)[0].contains("› matches · by date, newest first") && state.matches?.current?.face == face)
    #expect(!screen(state).contains { $0.contains("╌ below") })
    try run("sort name", &state)
    let names = try shown().dropFirst().map(\.photo.string)
    #expect(names == names.sorted())
    try press("d d", in: &state)
    let matches = try #require(state.matches)
    let groups = try #require(matches.groups)
    #expect(
      groups.starts.map { state.photos[matches.ranked[groups.order[$0]].photo]?.day } == [
        "2021-06-01", "2021-06-02", "2021-06-03", "2021-06-04", nil,
      ])
    try press("d", in: &state)
    try run("sort score", &state)
    let ranked = try #require(state.matches?.ranked)
    #expect(try shown() == Array(ranked) && state.photos.order.isPlain)
    try run("sort size", &state)
    #expect(state.message?.text == "one of score, date, name is expected, and reverse may follow")
  }
}
