import Faces
import Library
import SystemPackage
import TerminalUI

enum MatchesView {
  static func draw(_ state: State, _ matches: Matches, _ pictures: Pictures, on grid: inout Grid) {
    let layout = MatchesLayout(state, matches)
    if let panel = layout.panel { MatchesPanel.draw(state, matches, panel, pictures, on: &grid) }
    if let band = layout.band { MatchesPanel.drawBand(state, matches, band, pictures, on: &grid) }
    guard !matches.ranked.isEmpty else {
      grid.putCentred(emptySentence(state, matches), in: layout.list, margin: 2)
      return
    }
    for (place, rect) in layout.visible(top: matches.top) {
      let item = Item(state, matches, place)
      if layout.asTiles {
        drawTile(item, rect, pictures, on: &grid)
      } else {
        drawRow(item, rect, pictures, on: &grid)
      }
    }
    for (start, row) in layout.headers(top: matches.top) {
      let text = header(state, matches, start)
      drawHeader(
        text, Rect(column: layout.list.column, row: row, columns: layout.list.columns, rows: 1), state, on: &grid)
    }
    underlineCut(state, matches, layout, on: &grid)
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

    init(_ state: State, _ matches: Matches, _ place: Int) {
      let index = matches.index(at: place)
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
      isInRange = matches.range?.contains(place) ?? false
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

    func draw(in rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
      guard let photo, let face else { return pictures.draw(.failed(""), in: rect, on: &grid) }
      let side = max(1, min(rect.columns, pictures.style.columns(ofSquare: rect.rows)))
      pictures.draw(pictures.face(face, of: photo, columns: side), in: rect, on: &grid)
    }
  }

  // MARK: Rows

  private static func drawRow(_ item: Item, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
    if item.isCurrent {
      for row in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    guard rect.rows > 1 else { return drawLine(item, rect, on: &grid) }
    let side = pictures.style.columns(ofSquare: rect.rows)
    let crop = Rect(column: rect.column + 1, row: rect.row, columns: side, rows: rect.rows)
    item.draw(in: crop, pictures, on: &grid)
    let column = drawPhoto(item, beside: crop, in: rect, pictures, on: &grid) + 2
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

  /// The whole photo beside the face, where that leaves enough for the text.
  /// - Returns: the column after the pictures.
  private static func drawPhoto(
    _ item: Item, beside crop: Rect, in rect: Rect, _ pictures: Pictures, on grid: inout Grid
  ) -> Int {
    let area = Rect(
      column: crop.endColumn + 1, row: rect.row, columns: crop.columns * 4 / 3, rows: rect.rows)
    guard let photo = item.photo, pictures.style.way != .none, rect.endColumn - area.endColumn - 2 >= textColumns
    else { return crop.endColumn }
    pictures.draw(pictures.photo(photo, in: area.size), in: area, on: &grid)
    return area.endColumn
  }

  /// What score, name and the longest reason of a row need.
  private static let textColumns = 40

  @discardableResult
  private static func drawScore(_ item: Item, _ column: Int, _ row: Int, on grid: inout Grid) -> Int {
    let number = decimals(item.match.score)
    let score = (number.hasPrefix("-") ? "" : " ") + number + " "
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

  // MARK: Sections

  private static func drawHeader(_ text: String, _ rect: Rect, _ state: State, on grid: inout Grid) {
    let text = " \(shortened(text, to: rect.columns - 8, middle: true)) "
    let bar = String(repeating: "╌", count: max(0, rect.columns - columns(of: text) - 5))
    grid.put("╌╌╌" + text + bar, column: rect.column + 1, row: rect.row, style: state.theme.divider)
  }

  /// What begins at a place: a group, what is below the threshold, or the faces of the queries' own photos.
  private static func header(_ state: State, _ matches: Matches, _ start: Int) -> String {
    guard let groups = matches.groups else {
      return start == matches.firstOfSamePhoto ? "in the same photo" : "below \(decimals(state.threshold))"
    }
    let members = groups.members(from: start).map { matches.ranked[matches.index(at: $0)] }
    guard let best = members.first else { return "" }
    var parts = [counted(members.count, "face", "faces")]
    let photos = Set(members.map(\.photo)).count
    if matches.grouping == .day { parts.append("in \(counted(photos, "photo", "photos"))") }
    let name =
      matches.grouping == .day
      ? state.photos[best.photo]?.day ?? "no date" : state.photos.name(of: best.photo)
    return "\(name) · \(parts.joined(separator: " ")) · best \(decimals(best.score))"
  }

  /// Where lines leave no room for a header, the last match at or above the threshold, and the last before the faces of
  /// the queries' own photos, are underlined.
  private static func underlineCut(_ state: State, _ matches: Matches, _ layout: MatchesLayout, on grid: inout Grid) {
    guard matches.groups == nil, layout.geometry.sections.allSatisfy({ !$0.hasHeader }) else { return }
    let places = [matches.firstBelow(state.threshold), matches.firstOfSamePhoto]
    for (place, rect) in layout.visible(top: matches.top) where places.contains(place + 1) {
      grid.restyle(rect) { $0.underline = true }
    }
  }

  // MARK: Tiles

  private static func drawTile(_ item: Item, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
    let crop = Rect(
      column: rect.column, row: rect.row, columns: rect.columns, rows: max(1, rect.rows - 2))
    item.draw(in: crop, pictures, on: &grid)
    if item.isCurrent {
      for row in crop.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    let style = item.isCurrent ? item.theme.cursor : item.theme.style(item.verdict)
    let column = grid.put("\(decimals(item.match.score)) ", column: rect.column, row: crop.endRow, style: style)
    grid.put(
      item.word, column: column, row: crop.endRow, style: item.theme.style(item.verdict),
      columns: max(0, rect.endColumn - column))
    // The words of a verdict fill a small tile.
    let marked = item.mark == " " ? 0 : 2
    grid.put(item.mark, column: rect.column, row: crop.endRow + 1, style: item.theme.mark)
    let name = shortenedName(item.name, to: rect.columns - marked)
    grid.put(
      name, column: rect.column + marked, row: crop.endRow + 1,
      style: item.isCurrent ? item.theme.strong : item.theme.quiet)
  }

  private static func emptySentence(_ state: State, _ matches: Matches) -> String {
    guard matches.isRanked else { return "Ranking the faces …" }
    return state.indexing == .finished
      ? "There is no other face in \(state.folder) to compare with."
      : "No other face has been found yet. Matches appear here as the photos are indexed."
  }
}
