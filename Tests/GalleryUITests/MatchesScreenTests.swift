import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct MatchesScreenTests {
  private static let screens = [
    ("matches-rows", ""), ("matches-lines", "_"), ("matches-tiles", "t"), ("matches-by-photo", "d"),
    ("matches-by-day", "t d d"), ("matches-two-queries", "4j + c"),
  ]

  @Test(arguments: screens, storedSizes)
  func `the screens of matches`(screen: (name: String, keys: String), size: Size) throws {
    try expectStored(atAcquaintances(screen.keys, columns: size.columns, rows: size.rows), screen.name)
  }

  @Test(arguments: screens.map(\.1), storedSizes)
  func `no screen of matches needs Unicode or colours`(keys: String, size: Size) throws {
    let drawn = draw(try atAcquaintances(keys, columns: size.columns, rows: size.rows), pictures: GreyPictures())
    var grid = drawn
    grid.change { $0.withoutColour.reduced { _ in false } }
    #expect(grid.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(grid.text.count { $0 == "?" } == drawn.text.count { $0 == "?" }, "a character has no likeness in ASCII")
    guard size.columns >= 40 else { return }
    #expect(["same", "maybe", "other"].contains { grid.text.contains($0) }, "verdicts are words")
  }

  // MARK: Width

  @Test(arguments: [60, 80, 100, 133, 160, 200])
  func `tiles and rows fill the width`(columns: Int) throws {
    for keys in ["", "_", "t", "t =", "t _"] {
      let state = try atAcquaintances(keys, columns: columns, rows: 40)
      let layout = MatchesLayout(state, try #require(state.matches))
      let rects = layout.visible(top: 0).map(\.rect)
      let end = try #require(rects.map(\.endColumn).max())
      #expect(end <= layout.list.endColumn)
      #expect(layout.list.endColumn - end < layout.geometry.columns, "\(keys) \(columns): nothing is left at the end")
      for (a, b) in zip(rects, rects.dropFirst()) where a.row == b.row {
        #expect((2...3).contains(b.column - a.endColumn))
      }
    }
  }

  @Test func `wide windows show rows side by side, and the photo beside the face`() throws {
    final class Requests: PictureSource {
      nonisolated(unsafe) var whole = 0
      func picture(_ request: PictureRequest) -> Picture {
        if request.crop == nil { whole += 1 }
        return .loading
      }
    }
    #expect(MatchesLayout(try atAcquaintances("", columns: 60), Matches.none).geometry.columns == 1)
    #expect(MatchesLayout(try atAcquaintances("", columns: 120), Matches.none).geometry.columns == 2)
    #expect(MatchesLayout(try atAcquaintances("", columns: 80, rows: 24), Matches.none).geometry.columns == 2)
    #expect(MatchesLayout(try atAcquaintances("", columns: 200), Matches.none).geometry.columns == 3)
    let requests = Requests()
    _ = draw(try atAcquaintances("", columns: 200), pictures: requests)
    #expect(requests.whole > 6)
  }

  @Test func `a click finds the row beside another one`() throws {
    var state = try atAcquaintances("", columns: 200, rows: 40)
    let layout = MatchesLayout(state, try #require(state.matches))
    let second = try #require(layout.visible(top: 0).first { $0.place == 2 })
    _ = update(&state, .key(.click(Position(column: second.rect.column + 30, row: second.rect.row + 1))))
    #expect(state.matches?.cursor == 2)
  }

  // MARK: Groups

  @Test func `groups stand in the order of their best, and the cursor and marks keep their faces`() throws {
    var state = try atAcquaintances("3j <Space>")
    let face = try #require(state.matches?.current?.face)
    let marks = try #require(state.matches?.marks)
    try press("d", in: &state)
    let matches = try #require(state.matches)
    #expect(state.message?.text == "grouped by photo" && matches.current?.face == face && matches.marks == marks)
    let shown = matches.ranked.indices.map { matches.ranked[matches.index(at: $0)] }
    #expect(Set(shown.map(\.face)) == Set(matches.ranked.map(\.face)) && shown[0].standing == .query)
    let groups = Dictionary(grouping: shown.dropFirst().enumerated()) { $0.element.photo }
    for members in groups.values {
      let places = members.map(\.offset)
      #expect(places == Array(places[0]..<places[0] + places.count), "a group stands together")
      #expect(zip(members, members.dropFirst()).allSatisfy { $0.element.score >= $1.element.score })
    }
    let bests = try #require(matches.groups).starts.map { matches.ranked[matches.index(at: $0)].score }
    #expect(bests == bests.sorted(by: >))
    try press("d", in: &state)
    #expect(state.message?.text == "grouped by day" && state.matches?.current?.face == face)
    #expect(screen(state).contains { $0.contains("╌ 2021-06-01 · 5 faces") })
    try press("G", in: &state)
    #expect(screen(state).contains { $0.contains("no date") })
    try press("d", in: &state)
    #expect(state.matches?.groups == nil && state.matches?.marks == marks)
  }

  @Test func `motions follow the groups, and a range marks what stands between`() throws {
    var state = try atAcquaintances("d gg l v 3l v")
    let matches = try #require(state.matches)
    #expect(matches.marks == Set((1...4).map { matches.ranked[matches.index(at: $0)].face }))
    try press("U <Space>", in: &state)
    let next = try #require(state.matches)
    #expect(next.place(of: next.cursor) == 5)
  }

  @Test func `groups stay while the library grows`() throws {
    var state = try atAcquaintances("d 5j")
    let face = try #require(state.matches?.current?.face)
    _ = update(&state, .library(.updated(acquaintances()[3])))
    let query = try #require(state.matches?.question)
    let new = Match(face: FaceID(999), photo: acquaintances()[2].path, number: 1, score: 0.95)
    var ranking = acquaintancesRanked()
    ranking.insert(new, at: 1)
    _ = update(&state, .ranked(query: query, Ranking(ranking)))
    let matches = try #require(state.matches)
    #expect(matches.current?.face == face && matches.ranked[matches.index(at: 1)].face == new.face)
    #expect(matches.groups?.order.count == ranking.count)
  }

  @Test func `ranking goes on while photos are looked at, and the header says how far it is`() throws {
    var state = try atAcquaintances("")
    let progress = IndexProgress(total: 12, done: 7, rate: 14.2, remaining: 20)
    state.indexing = .running
    _ = update(&state, .library(.progress(progress)))
    #expect(screen(state)[1].contains("indexed 7 of 12 · 14/s · 20 s left"))
    #expect(update(&state, .library(.updated(acquaintances()[5]))) == [.rank(FaceQuery([FaceID(0)]))])
  }

  // MARK: Scores

  @Test func `the axis says what its marks mean`() throws {
    let state = try atAcquaintances("")
    let rows = screen(state).map { String($0.dropFirst(82)) }
    let line = try #require(rows.first { $0.contains("┴") })
    #expect(line.contains("e") && line.contains("b") && line.contains("s") && line.contains("▲"))
    #expect(rows.contains { $0.contains("-.2   0    .2    .4    .6    .8    1") })
    #expect(rows.contains { $0.contains("threshold 0.44 balanced") })
    #expect(rows.contains { $0.contains(ScoreAxis.legend) })
    #expect(rows.count { $0.contains("│") } >= 2, "the cut goes through the bars")
  }

  @Test(arguments: [Float(0.36), 0.38, 0.39, 0.4, 0.41, 0.42, 0.44, 0.51, 0.6], [Float(0.2), 0.62, 0.97, 0.99, 1])
  func `no mark swallows a number`(_ threshold: Float, _ cursor: Float) {
    for columns in [44, 52, 60] {
      var grid = Grid(size: Size(columns: 80, rows: 1))
      let axis = ScoreAxis(
        theme: .neutral, threshold: threshold, names: [("balanced", 0.44)], histogram: Histogram(scores: [0.1]),
        cursor: cursor, column: 3, columns: columns)
      axis.drawNumbers(row: 0, avoiding: axis.marked, on: &grid)
      axis.drawMarks(row: 0, on: &grid)
      let words = grid.rows[0].split { " ┃▲".contains($0) }.map(String.init)
      #expect(words == ["-.2", "0", ".2", ".4", ".6", ".8", "1"], "\(grid.rows[0])")
    }
  }

  @Test func `at 80 columns the axis has all its numbers and letters`() throws {
    for (keys, threshold) in [("", 0.44), ("", 0.4), ("G", 0.5), ("t", 0.42), ("t", 0.5)] as [(String, Float)] {
      var state = try atAcquaintances(keys, columns: 80, rows: 24)
      state.threshold = threshold
      let rows = screen(state)
      let row = try #require(rows.firstIndex { $0.contains("-.2 ") && $0.contains(".4") })
      let words = rows[row].split { " ┃▲ebs".contains($0) }.map(String.init)
      #expect(words.suffix(7) == ["-.2", "0", ".2", ".4", ".6", ".8", "1"], "\(rows[row])")
      let line = keys == "t" ? rows[row] : rows[row - 1]
      let letters = line.filter { "ebs".contains($0) }.count
      #expect(letters >= (keys == "t" ? 1 : 2) && line.contains("▲"), "\(line)")
    }
  }

  @Test(arguments: 2...130)
  func `numbers on the axis do not collide`(columns: Int) {
    var grid = Grid(size: Size(columns: 140, rows: 2))
    let axis = ScoreAxis(
      theme: .neutral, threshold: 0.44, names: [("safe", 0.51)], histogram: Histogram(scores: [0.1]), cursor: 0.9,
      column: 3, columns: columns)
    axis.drawNumbers(row: 0, avoiding: axis.marked, on: &grid)
    let words = grid.rows[0].split(separator: " ").map(String.init)
    #expect(words.allSatisfy { ["-.2", "0", ".2", ".4", ".6", ".8", "1"].contains($0) }, "\(words)")
    #expect(axis.marked.allSatisfy { grid[$0, 0].character == " " })
  }
}

extension Matches {
  fileprivate static var none: Matches { Matches(query: FaceID(0), photo: "a.jpg", number: 1) }
}
