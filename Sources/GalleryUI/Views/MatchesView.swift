import Faces
import Library
import SystemPackage
import TerminalUI

enum MatchesView {
  static func draw(_ state: State, _ matches: Matches, _ pictures: some PictureSource, on grid: inout Grid) {
    let layout = MatchesLayout(state, matches)
    if let panel = layout.panel { MatchesPanel.draw(state, matches, panel, pictures, on: &grid) }
    if let band = layout.band { MatchesPanel.drawBand(state, matches, band, pictures, on: &grid) }
    guard !matches.ranked.isEmpty else {
      grid.putCentred(emptySentence(state, matches), in: layout.list, margin: 2)
      return
    }
    for index in layout.visible(top: matches.top) {
      let item = Item(state, matches, index)
      let rect = layout.rect(of: index, top: matches.top)
      if layout.asTiles {
        drawTile(item, rect, pictures, on: &grid)
      } else {
        drawRow(item, rect, pictures, on: &grid)
      }
    }
    if !layout.asTiles { drawDividers(state, matches, layout, on: &grid) }
  }

  /// What a match shows.
  private struct Item {
    let theme: Theme
    let match: Match
    let name: String
    let rank: Int
    let photo: Photo?
    let face: Face?
    let verdict: Verdict
    let isCurrent, isMarked, isInRange: Bool

    init(_ state: State, _ matches: Matches, _ index: Int) {
      theme = state.theme
      match = matches.ranked[index]
      name = state.photos.name(of: match.photo)
      rank = matches.rank(of: index)
      photo = state.photos[match.photo]
      face = photo.flatMap {
        $0.faces.indices.contains(matches.ranked[index].number - 1) ? $0.faces[matches.ranked[index].number - 1] : nil
      }
      verdict = Verdict(
        score: match.score, thresholds: state.thresholds, cut: state.threshold, standing: match.standing)
      isCurrent = index == matches.cursor
      isMarked = matches.marks.contains(match.face)
      isInRange = matches.range?.contains(index) ?? false
    }

    /// Somebody else of the query's own photo.
    var isElsewhere: Bool { match.standing.isSamePhoto }
    var word: String { isElsewhere ? Verdict.other.rawValue : verdict.rawValue }
    var nameStyle: Style { isCurrent ? theme.strong : isElsewhere ? theme.quiet : .plain }
    /// Why the verdict is not what the score says, and the date where there is room for both.
    func note(columns room: Int) -> String {
      guard let note = match.note(verdict) else { return date }
      let both = "\(note) · \(date)"
      return columns(of: both) <= room ? both : note
    }
    var mark: String { isMarked ? "✓" : isInRange ? "│" : " " }
    var date: String { photo?.captured.map { String($0.prefix(16)) } ?? "no date" }

    func picture(side: Int, _ pictures: some PictureSource) -> Picture {
      guard let photo, let face else { return .failed("") }
      return pictures.picture(PictureRequest(face: face, of: photo, side: side))
    }
  }

  // MARK: Rows

  private static func drawRow(_ item: Item, _ rect: Rect, _ pictures: some PictureSource, on grid: inout Grid) {
    if item.isCurrent {
      for row in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    guard rect.rows > 1 else { return drawLine(item, rect, on: &grid) }
    let side = rect.rows * 2
    let crop = Rect(column: rect.column + 1, row: rect.row, columns: side, rows: rect.rows)
    grid.draw(item.picture(side: side, pictures), in: crop, theme: item.theme)
    let column = crop.endColumn + 2
    let room = rect.endColumn - column
    let middle = rect.row + max(0, (rect.rows - 4) / 2)
    drawScore(item, column, middle, on: &grid)
    let lines: [(String, Style)] = [
      (shortenedName(item.name, to: room), item.nameStyle), (item.note(columns: room), item.theme.quiet),
      (place(of: item), item.theme.quiet),
    ]
    for (offset, line) in lines.enumerated() where middle + 1 + offset < rect.endRow {
      grid.put(shortened(line.0, to: room, middle: true), column: column, row: middle + 1 + offset, style: line.1)
    }
  }

  @discardableResult
  private static func drawScore(_ item: Item, _ column: Int, _ row: Int, on grid: inout Grid) -> Int {
    let score = " \(decimals(item.match.score)) "
    var next = grid.put(
      score, column: column, row: row, style: item.isCurrent ? item.theme.cursor : item.theme.style(item.verdict))
    next = grid.put(item.word, column: next + 1, row: row, style: item.theme.style(item.verdict))
    next = grid.put("#\(grouped(item.rank))", column: max(next + 2, column + 14), row: row, style: item.theme.quiet)
    return grid.put(item.mark, column: next + 2, row: row, style: item.theme.mark)
  }

  private static func place(of item: Item) -> String {
    let folder = item.match.photo.removingLastComponent().string
    let faces = item.photo.map { "face \(item.match.number) of \($0.faces.count)" } ?? ""
    return folder.isEmpty ? faces : "\(faces) · \(folder)"
  }

  /// A match on one line.
  private static func drawLine(_ item: Item, _ rect: Rect, on grid: inout Grid) {
    drawScore(item, rect.column, rect.row, on: &grid)
    let column = rect.column + 26
    let text = item.match.note(item.verdict) ?? item.date
    let room = min(columns(of: text), max(16, (rect.endColumn - column) * 2 / 3))
    let name = shortenedName(item.name, to: rect.endColumn - max(16, room) - column - 2)
    grid.put(name, column: column, row: rect.row, style: item.nameStyle)
    grid.putRight(shortened(text, to: room), endColumn: rect.endColumn, row: rect.row, style: item.theme.quiet)
  }

  /// Lines between the last match at or above the threshold and the first below it, and before the faces of the query's
  /// own photo, which stand apart from the order of the scores.
  private static func drawDividers(_ state: State, _ matches: Matches, _ layout: MatchesLayout, on grid: inout Grid) {
    let cut = matches.count(above: state.threshold)
    if cut < matches.comparable {
      drawDivider("below \(decimals(state.threshold))", cut, state.theme, matches, layout, on: &grid)
    }
    if matches.comparable < matches.ranked.count {
      drawDivider("in the same photo", matches.comparable, state.theme, matches, layout, on: &grid)
    }
  }

  /// - Parameter index: of the first match after the line.
  private static func drawDivider(
    _ name: String, _ index: Int, _ theme: Theme, _ matches: Matches, _ layout: MatchesLayout, on grid: inout Grid
  ) {
    guard index > 0, layout.visible(top: matches.top).contains(index - 1) else { return }
    let rect = layout.rect(of: index - 1, top: matches.top)
    guard layout.gap > 0 else {
      grid.restyle(rect) { $0.underline = true }
      return
    }
    guard rect.endRow < layout.list.endRow else { return }
    let text = " \(name) "
    let bar = String(repeating: "╌", count: max(0, rect.columns - columns(of: text) - 5))
    grid.put("╌╌╌" + text + bar, column: rect.column + 1, row: rect.endRow, style: theme.divider)
  }

  // MARK: Tiles

  private static func drawTile(_ item: Item, _ rect: Rect, _ pictures: some PictureSource, on grid: inout Grid) {
    let crop = Rect(
      column: rect.column, row: rect.row, columns: rect.columns, rows: min(rect.columns / 2, rect.rows - 2))
    grid.draw(item.picture(side: rect.columns, pictures), in: crop, theme: item.theme)
    if item.isCurrent {
      for row in crop.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    let style = item.isCurrent ? item.theme.cursor : item.theme.style(item.verdict)
    let column = grid.put("\(decimals(item.match.score)) ", column: rect.column, row: crop.endRow, style: style)
    grid.put(
      item.word, column: column, row: crop.endRow, style: item.theme.style(item.verdict),
      columns: max(0, rect.endColumn - column))
    grid.putRight(item.mark, endColumn: rect.endColumn, row: crop.endRow, style: item.theme.mark)
    let name = shortenedName(item.name, to: rect.columns)
    grid.put(
      name, column: rect.column, row: crop.endRow + 1, style: item.isCurrent ? item.theme.strong : item.theme.quiet)
  }

  private static func emptySentence(_ state: State, _ matches: Matches) -> String {
    guard matches.isRanked else { return "Ranking the faces …" }
    return state.indexing == .finished
      ? "There is no other face in \(state.folder) to compare with."
      : "No other face has been found yet. Matches appear here as the photos are indexed."
  }
}
