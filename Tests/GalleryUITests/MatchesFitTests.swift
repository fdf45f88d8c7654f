import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Whether matches make use of the width and the height that there are.
@Suite struct MatchesFitTests {
  private static let styles = [
    PictureStyle.standard, PictureStyle(way: .octants, depth: .direct, cell: CellSize(width: 8, height: 16)),
    PictureStyle(way: .kitty, depth: .direct, cell: CellSize(width: 10, height: 20)),
    PictureStyle(way: .sixel, depth: .direct, cell: CellSize(width: 6, height: 13)),
  ]
  private static let sizes = [(80, 24), (100, 30), (110, 34), (120, 40), (133, 43), (160, 50), (200, 60)]

  /// 400 matches above the threshold on twelve photos.
  private func many(
    _ keys: String, _ size: (Int, Int), _ style: PictureStyle = .standard
  ) throws -> (state: State, matches: Matches, layout: MatchesLayout) {
    var state = try atAcquaintances("", columns: size.0, rows: size.1)
    state.pictureStyle = style
    let query = try #require(state.matches?.question)
    let photos = acquaintances()
    let others = (0..<400).map { index in
      let score = 0.9 - 0.001 * Float(index)
      return Match(face: FaceID(1000 + Int64(index)), photo: photos[index % 12].path, number: 1, score: score)
    }
    _ = update(&state, .ranked(query: query, Ranking(acquaintancesRanked().prefix(1) + others)))
    for key in try [Key](file: "\"\(keys)\"") { _ = update(&state, .key(key)) }
    let matches = try #require(state.matches)
    return (state, matches, MatchesLayout(state, matches))
  }

  @Test(arguments: styles)
  func `a window of the standard size shows several matches in rows and in tiles`(style: PictureStyle) throws {
    for (keys, least) in [("", 4), ("t", 6), ("td", 6), ("__t_", 6)] {
      let (_, matches, layout) = try many(keys, (80, 24), style)
      let others = layout.visible(top: matches.top).count { matches.rank(of: matches.index(at: $0.place)) > 0 }
      #expect(others >= least, "\(keys) \(style.way)")
    }
  }

  @Test(arguments: sizes, styles)
  func `few rows stay empty`(size: (Int, Int), style: PictureStyle) throws {
    for keys in ["", ">", "d", "t", "t_", "t>", "td", "tdd"] {
      let (_, matches, layout) = try many(keys, size, style)
      let rects = layout.visible(top: matches.top).map(\.rect)
      let end = try #require(rects.map(\.endRow).max())
      #expect(end <= layout.list.endRow)
      #expect(layout.list.endRow - end <= max(3, layout.list.rows / 7), "\(keys) \(size) \(style.way)")
      let right = try #require(rects.map(\.endColumn).max())
      #expect(layout.list.endColumn - right <= layout.geometry.columns, "\(keys) \(size) \(style.way)")
    }
  }

  @Test(arguments: sizes, styles)
  func `pictures of tiles fill most of their width`(size: (Int, Int), style: PictureStyle) throws {
    for keys in ["t", "t_", "t=", "td"] {
      let (_, _, layout) = try many(keys, size, style)
      let side = min(layout.itemColumns, style.columns(ofSquare: layout.itemRows - MatchesLayout.captionRows))
      #expect(side * 10 >= layout.itemColumns * 7, "\(keys) \(size) \(style.way)")
    }
  }

  @Test(arguments: [(80, 24), (110, 34), (120, 34), (200, 60)], styles.suffix(2))
  func `with pixels the photo stands beside the face`(size: (Int, Int), style: PictureStyle) throws {
    final class Requests: PictureSource {
      nonisolated(unsafe) var whole = 0
      func picture(_ request: PictureRequest) -> Picture {
        if request.crop == nil { whole += 1 }
        return .loading
      }
    }
    let (state, matches, layout) = try many("", size, style)
    let requests = Requests()
    _ = draw(state, pictures: requests)
    let inPanel = requests.whole - layout.visible(top: matches.top).count
    #expect((0...(layout.panel == nil ? 0 : 1)).contains(inPanel))
  }

  @Test func `a narrow row beside another tells score, name, date and face`() throws {
    let style = PictureStyle(way: .kitty, depth: .direct, cell: CellSize(width: 10, height: 20))
    let (state, _, layout) = try many(" ", (80, 24), style)
    #expect(layout.geometry.columns == 2)
    let text = screen(state).joined(separator: "\n")
    #expect(text.contains("0.90 same 1st") && text.contains("✓ photo_000") && text.contains("2021-06-01"))
  }

  // MARK: Groups

  @Test(arguments: [((60, 15), 4), ((80, 24), 8), ((120, 40), 8), ((200, 60), 30)])
  func `groups follow each other in a line`(size: (Int, Int), least: Int) throws {
    var state = try atAcquaintances("t d", columns: size.0, rows: size.1)
    let matches = try #require(state.matches)
    let layout = MatchesLayout(state, matches)
    let tiles = layout.visible(top: matches.top)
    #expect(tiles.count >= min(least, matches.ranked.count))
    let headers = layout.headers(top: matches.top)
    for header in headers {
      let first = try #require(tiles.first { matches.groups?.start(of: $0.place) == header.start })
      #expect(header.isContinued || first.place == header.start)
      #expect(tiles.contains { $0.rect.row == header.rect.row + 1 && $0.rect.column == header.rect.column })
      #expect(header.rect.row >= layout.list.row && header.rect.endColumn <= layout.list.endColumn)
    }
    for (a, b) in zip(headers, headers.dropFirst()) where a.rect.row == b.rect.row {
      #expect(a.rect.endColumn < b.rect.column || b.rect.endColumn < a.rect.column)
    }
    #expect(Dictionary(grouping: headers, by: \.rect.row).values.contains { $0.count > 1 })
    #expect(screen(state).contains { $0.contains("face 1") })
    try press("4j", in: &state)
    #expect(screen(state).contains { $0.contains("╌ photo_0") })
  }

  // MARK: Sizes

  @Test func `each size is another one, and the last says so`() throws {
    for keys in ["", "t"] {
      var state = try many(keys + "____", (80, 24)).state
      #expect(state.message?.text == "these are the smallest")
      var sizes: [Size] = []
      while state.message?.text != "these are the largest pictures here", sizes.count < 9 {
        sizes.append(MatchesLayout(state, try #require(state.matches)).size)
        try press(">", in: &state)
      }
      #expect(sizes.count > 2 && sizes.count < 9)
      for (a, b) in zip(sizes, sizes.dropFirst()) { #expect(a.columns * a.rows < b.columns * b.rows) }
    }
  }
}
