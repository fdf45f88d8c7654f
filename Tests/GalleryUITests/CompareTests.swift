import Faces
import Imaging
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct CompareTests {
  @Test(arguments: storedSizes)
  func `the screen of a comparison`(size: Size) throws {
    try expectStored(atAcquaintances("2j w", columns: size.columns, rows: size.rows), "compare")
    try expectStored(atAcquaintances("+ 4j w", columns: size.columns, rows: size.rows), "compare-two-queries")
  }

  @Test(arguments: storedSizes)
  func `a comparison needs neither Unicode nor colours`(size: Size) throws {
    let drawn = draw(try atAcquaintances("+ 3j w", columns: size.columns, rows: size.rows), pictures: GreyPictures())
    var grid = drawn
    grid.change { $0.withoutColour.reduced { _ in false } }
    #expect(grid.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(grid.text.count { $0 == "?" } == drawn.text.count { $0 == "?" }, "a character has no likeness in ASCII")
    guard size.columns >= 40 else { return }
    #expect(["same", "maybe", "other"].contains { grid.text.contains($0) }, "verdicts are words")
  }

  @Test func `wide names take the columns that they have`() throws {
    var photos = acquaintances()
    for index in photos.indices { photos[index].path = FilePath("山/\(index)東京の家族写真とても長い名前.jpg") }
    for size in storedSizes {
      for keys in ["<Enter> <Enter>", "<Enter> <Enter> t d", "<Enter> <Enter> d + j w"] {
        var state = state(photos, columns: size.columns, rows: size.rows)
        let ranking = photos.enumerated().map { index, photo in
          Match(
            face: photo.faces[0].id, photo: photo.path, number: 1, score: 0.9 - 0.05 * Float(index),
            standing: index == 0 ? .query : .candidate)
        }
        try type(keys, into: &state, ranking: ranking)
        let grid = draw(state, pictures: GreyPictures())
        #expect(grid.rows.allSatisfy { columns(of: $0) <= size.columns })
      }
    }
  }

  @Test func `it says what the faces are, what comes next, and who else is on the photo`() throws {
    let text = screen(try atAcquaintances("4j w")).joined(separator: "\n")
    for part in [
      "same", "above the threshold", "size", "100×120 px", "sharpness", "140", "tilt", "right", "2021-06-01 12:00",
      "runner-up: 0.",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    var state = try atAcquaintances("")
    let second = try #require(state.matches?.ranked.firstIndex { $0.standing == .second })
    state.matches?.cursor = second
    try press("w", in: &state)
    #expect(screen(state).joined(separator: "\n").contains("already in this photo at 0."))
  }

  @Test func `keys go through the matches and back to the list`() throws {
    var state = try atAcquaintances("w")
    #expect(state.scope == .compare && state.topMatches?.cursor == 1)
    try press("j l", in: &state)
    #expect(state.topMatches?.cursor == 3)
    try press("k h k k", in: &state)
    #expect(state.topMatches?.cursor == 1, "queries are passed over")
    try press("99j", in: &state)
    #expect(state.topMatches?.cursor == (state.topMatches?.ranked.count ?? 0) - 1)
    try press("<Enter>", in: &state)
    #expect(state.scope == .photo && screen(state)[0].contains("of match"))
    try press("q <Esc>", in: &state)
    #expect(state.scope == .matches)
    try press("gg w", in: &state)
    #expect(state.scope == .matches && state.message?.text.contains("go to a match") == true)
  }

  @Test func `of several queries the pair that is seen has its own score, and any can be seen`() throws {
    var state = try atAcquaintances("+ c 4j w")
    let matches = try #require(state.topMatches)
    let match = try #require(matches.current)
    #expect(match.queryScores.count == 2)
    func text() -> String { screen(state).joined(separator: "\n") }
    let nearest = match.query
    #expect(text().contains("query \(nearest + 1) of 2") && text().contains("mean \(decimals(match.score))"))
    #expect(text().contains("this pair \(decimals(match.queryScores[nearest]))"))
    try press("<Tab>", in: &state)
    let other = 1 - nearest
    #expect(text().contains("query \(other + 1) of 2"))
    #expect(text().contains("this pair \(decimals(match.queryScores[other]))"))
    #expect(text().contains("[\(other + 1)] \(decimals(match.queryScores[other]))"))
    try press("j", in: &state)
    #expect(text().contains("query \(other + 1) of 2"), "the same query with the next match")
    try press("1 <Tab>", in: &state)
    #expect(text().contains("query 1 of 2"))
    try press("7 <Tab>", in: &state)
    #expect(state.message?.text == "there is no query 7, only 2")
  }

  @Test func `one query has neither a score of its own nor a next`() throws {
    var state = try atAcquaintances("2j w")
    #expect(!screen(state).joined().contains("this pair") && !screen(state).joined().contains("next query"))
    try press("<Tab>", in: &state)
    #expect(
      state.message?.text == "there is one query face; more are added in the matches" && state.compare?.query == nil)
  }

  @Test func `a rank is said in words, and #N is a face of a photo`() throws {
    let state = try atAcquaintances("4l w")
    let text = screen(state).joined(separator: "\n")
    #expect(text.contains("match 5 of 23") && !text.contains("match #"))
    #expect(
      [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1013].map(ordinal).joined(separator: " ")
        == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 1,013th")
    let queries = try atAcquaintances("+ gg")
    #expect(screen(queries).joined().contains("query 1 of 2"))
    #expect(screen(try atAcquaintances("gg")).joined().contains("#0") == false)
  }

  @Test func `blinking shows the match over the query until any key`() throws {
    var state = try atAcquaintances("w")
    let still = screen(state)
    #expect(try press("b", in: &state) == [.awaitBlink(1)])
    let first = draw(state, pictures: Shaded())
    #expect(update(&state, .blinked(1)) == [.awaitBlink(1)])
    let second = draw(state, pictures: Shaded())
    let layout = CompareLayout(state.size, .standard)
    for row in 0..<state.size.rows {
      for column in 0..<state.size.columns where first[column, row] != second[column, row] {
        let isTitle = row == layout.query.row - 1 && column < layout.query.endColumn
        #expect(isTitle || layout.query.contains(Position(column: column, row: row)), "\(column), \(row)")
      }
    }
    #expect(first != second && state.compare?.blink == .query)
    #expect(try press("b", in: &state) == [] && state.compare?.blink == nil)
    #expect(update(&state, .blinked(1)) == [], "the timer of a blinking that has ended")
    #expect(screen(state) == still)
    try press("b <Esc>", in: &state)
    #expect(state.scope == .compare && state.compare?.blink == nil)
    try press("b j", in: &state)
    #expect(state.compare?.blink == nil && state.topMatches?.cursor == 2)
  }

  @Test func `a comparison goes with its matches`() throws {
    var state = try atAcquaintances("w")
    _ = update(&state, .library(.listed(Array(acquaintances().suffix(2)))))
    #expect(state.screens.isEmpty && !screen(state).isEmpty)
    var emptied = try atAcquaintances("w")
    _ = update(&emptied, .library(.finished(IndexProgress(total: 12, done: 12))))
    let query = try #require(emptied.topMatches?.asked, "it is ranked anew while it is open")
    _ = update(&emptied, .ranked(query: query, []))
    #expect(screen(emptied).contains { $0.contains("no match to compare") })
    #expect(try press("j b k w", in: &emptied).contains(.quit) == false)
  }

  @Test(arguments: [PictureWay.kitty, .sixel, .octants, .half, .ascii, .none])
  func `every way of pictures fits`(way: PictureWay) throws {
    for size in storedSizes where size.columns >= 60 {
      for terminal in [CellSize(width: 10, height: 20), CellSize(width: 9, height: 15)] {
        let style = PictureStyle(way: way, depth: way == .ascii ? .none : .direct, terminal: terminal)
        let layout = CompareLayout(size, style)
        let body = Chrome.body(size)
        for rect in [layout.query, layout.match] {
          #expect(rect.row > body.row && rect.endRow <= body.endRow && rect.columns >= 10, "\(size) \(rect)")
        }
        #expect(layout.query.endColumn < layout.match.column && layout.match.endColumn <= size.columns - 2)
        #expect(layout.text.columns >= 28 && layout.text.rows >= 6, "\(size) \(layout.text)")
      }
    }
  }

  @Test(arguments: [(80, 24), (110, 34), (120, 40), (200, 60), (60, 15)], [false, true])
  func `what is measured of a face stands under it, and nothing covers anything`(
    _ size: (Int, Int), _ hasQueries: Bool
  ) throws {
    let state = try atAcquaintances(hasQueries ? "+ 4j w" : "4j w", columns: size.0, rows: size.1)
    let layout = CompareLayout(state.size, .standard)
    let grid = draw(state, pictures: GreyPictures())
    func text(from column: Int, row: Int) -> String {
      String((column..<state.size.columns).map { grid[$0, row].character })
    }
    let rows = (0..<state.size.rows).filter { text(from: layout.table.names, row: $0).hasPrefix("size ") }
    if layout.text.row >= layout.match.endRow {
      #expect(layout.table.query == layout.query.column && layout.table.match == layout.match.column)
      #expect(rows.count == 1 && layout.table.names >= 2)
    }
    for row in rows {
      for column in [layout.table.query, layout.table.match] {
        #expect(text(from: column, row: row).hasPrefix("100×") && grid[column - 1, row].character == " ")
      }
    }
    if let aside = layout.aside { #expect(aside >= layout.table.match + layout.table.valueColumns) }
    #expect(hasQueries || screen(state).contains { $0.contains("runner-up: ") })
  }

  @Test func `of equal matches the runner-up is never one before`() throws {
    var state = try atAcquaintances("w")
    var ranked = Array(try #require(state.topMatches?.ranked))
    let question = try #require(state.topMatches?.question)
    for index in 1..<6 { ranked[index].score = 0.9 }
    _ = update(&state, .library(.finished(IndexProgress(total: 12, done: 12))))
    _ = update(&state, .ranked(query: question, Ranking(ranked)))
    for _ in 0..<8 {
      let matches = try #require(state.topMatches)
      let next = try #require(matches.runnerUp)
      let place = try #require(matches.ranked.firstIndex { $0.face == next.face })
      #expect(place > matches.cursor && next.photo != matches.current?.photo)
      #expect(screen(state).contains { $0.contains("runner-up: \(decimals(next.score))") })
      try press("j", in: &state)
    }
  }

  @Test func `a line end in a name is a character of it, on every screen`() throws {
    var photos = acquaintances()
    photos[1].path = "album/new\nline.jpg"
    var ranked = acquaintancesRanked()
    for index in ranked.indices where ranked[index].photo == acquaintances()[1].path {
      ranked[index] = Match(
        face: ranked[index].face, photo: photos[1].path, number: ranked[index].number, score: ranked[index].score)
    }
    for keys in ["w", "w j", "", "t", "_", "d", "w j <Enter>", "w j <Enter> i", "w j <Enter> i m"] {
      var state = state(photos, columns: 80, rows: 24)
      try type("<Enter> <Enter> " + keys, into: &state, ranking: ranked)
      #expect(!screen(state).contains { $0.contains("line.jpg") && !$0.contains("new␊line.jpg") }, "\(keys)")
    }
    #expect(wrapped("a new\nline.jpg", to: 20) == ["a new\nline.jpg"])
    #expect(broken("a\nb c", to: 3).count == 2)
    var message = state(photos)
    _ = update(&message, .failed("x/new\nline.jpg cannot be read"))
    try type("K", into: &message)
    #expect(screen(message).contains { $0.contains("x/new␊line.jpg cannot be read") })
  }

  @Test func `while it blinks the hint says so, and any key ends it without complaint`() throws {
    for key in ["x", "5", "Z", "<F5>", "<Tab>", "<Left>"] {
      var state = try atAcquaintances("2j w")
      #expect(screen(state)[39].contains("b blink"))
      try press("b", in: &state)
      #expect(screen(state)[39].contains("any key ends blinking") && !screen(state)[39].contains("b blink"))
      try press(key, in: &state)
      #expect(state.compare?.blink == nil && !(state.message?.text.contains("does nothing here") ?? false), "\(key)")
      #expect(state.input == KeyInput())
    }
  }

  @Test func `the runner-up is on another photo`() throws {
    let matches = try #require(try atAcquaintances("").matches)
    let next = try #require(matches.runnerUp)
    #expect(next.photo != matches.current?.photo && next.standing != .query)
    #expect(matches.ranked.first { $0.standing != .query && $0.photo != matches.current?.photo } == next)
  }
}

/// Pictures in greys that differ from photo to photo.
private struct Shaded: PictureSource {
  func picture(_ request: PictureRequest) -> Picture {
    let shade = UInt8(truncatingIfNeeded: request.path.string.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
    let pixels = [UInt8](repeating: shade, count: request.width * request.height * 3)
    return .ready(PixelImage(width: request.width, height: request.height, pixels: pixels))
  }
}
