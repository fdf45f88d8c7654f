import Library
import SystemPackage
import TerminalUI

/// Two aligned faces side by side, and what is known about them.
enum CompareView {
  static func draw(_ state: State, _ compare: Compare, _ pictures: Pictures, on grid: inout Grid) {
    let body = Chrome.body(state.size)
    guard let matches = state.topMatches, let match = matches.current else {
      return grid.putCentred("There is no match to compare.", in: body, margin: 2)
    }
    let layout = CompareLayout(state.size, pictures.style)
    let shown = compare.shownQuery(matches)
    let query = matches.queries[shown]
    let number = "query \(shown + 1)"
    let name = state.sought(matches).name?.text
    let titles =
      matches.queries.count > 1
      ? (name.map { ["\($0) · \(number) of \(matches.queries.count)", $0] } ?? [])
        + ["\(number) of \(matches.queries.count)", number] : [name ?? "query"]
    let left = Portrait(titles: titles, path: query.photo, number: query.number)
    let right = Portrait(
      titles: [matches.placeSentence] + (matches.currentNumber.map { ["match \(grouped($0))"] } ?? []),
      path: match.photo, number: match.number)
    draw(compare.blink == .match ? right : left, layout.query, state, pictures, on: &grid)
    draw(right, layout.match, state, pictures, on: &grid)
    drawText(CompareFacts(state, matches, match, query: shown), layout, state, on: &grid)
  }

  private struct Portrait {
    /// From the longest form to the shortest.
    let titles: [String]
    let path: FilePath
    let number: Int
  }

  private static func draw(
    _ portrait: Portrait, _ rect: Rect, _ state: State, _ pictures: Pictures, on grid: inout Grid
  ) {
    let name = state.photos.name(of: portrait.path)
    let room = rect.columns - columns(of: name) - 2
    let title = portrait.titles.first { columns(of: $0) <= room } ?? portrait.titles.last ?? ""
    let end = grid.put(
      shortened(title, to: rect.columns), column: rect.column, row: rect.row - 1, style: state.theme.title)
    drawName(name, rect, end, on: &grid)
    guard let (photo, face) = state.face(portrait.path, portrait.number) else { return }
    pictures.draw(pictures.aligned(face, of: photo, columns: rect.columns), in: rect, on: &grid)
  }

  private static func drawName(_ name: String, _ rect: Rect, _ end: Int, on grid: inout Grid) {
    let shown = shortenedName(name, to: max(0, rect.endColumn - end - 2))
    if columns(of: shown) >= 8 { grid.put(shown, column: end + 2, row: rect.row - 1) }
  }

  // MARK: - Text

  /// The verdict, what is measured of both faces, and the other faces beside that or below it.
  private static func drawText(_ facts: CompareFacts, _ layout: CompareLayout, _ state: State, on grid: inout Grid) {
    let text = layout.text
    let left = Rect(
      column: layout.table.names, row: text.row, columns: text.endColumn - layout.table.names, rows: text.rows)
    let top = drawVerdict(facts, left, on: &grid)
    // Others that follow the table have two rows in any case.
    let rows = max(0, text.endRow - top - (layout.aside == nil ? 2 : 0))
    let end = text.columns < 28 ? top : drawTable(facts.rows.prefix(rows), layout.table, row: top, state, on: &grid)
    let (column, row) = layout.aside.map { ($0, top) } ?? (left.column, end)
    drawLines(
      facts.others, Rect(column: column, row: row, columns: text.endColumn - column, rows: text.endRow - row), state,
      on: &grid)
  }

  /// On one line where there is the width, else on two or three.
  /// - Returns: the row after it.
  private static func drawVerdict(_ facts: CompareFacts, _ rect: Rect, on grid: inout Grid) -> Int {
    var (row, column) = (rect.row, rect.column)
    for (index, line) in facts.verdict.enumerated() {
      if index > 0, column + 2 + columns(of: line.text) > rect.endColumn {
        for text in wrapped(line.text, to: rect.columns).prefix(2) {
          row += 1
          grid.put(text, column: rect.column, row: row, style: line.style)
        }
      } else {
        column = grid.put(line.text, column: index > 0 ? column + 2 : column, row: row, style: line.style)
      }
    }
    return row + 1
  }

  /// - Returns: the row after it.
  private static func drawTable(
    _ rows: ArraySlice<CompareFacts.Row>, _ table: CompareLayout.Table, row: Int, _ state: State, on grid: inout Grid
  ) -> Int {
    for (offset, line) in rows.enumerated() {
      let name = fitting(line.name, table.nameColumns - 1)
      grid.put(name, column: table.names, row: row + offset, style: state.theme.quiet)
      for (column, value) in [(table.query, line.query), (table.match, line.match)] {
        grid.put(fitting(value, table.valueColumns - 1), column: column, row: row + offset)
      }
    }
    return row + rows.count
  }

  /// The first form that fits, or what fits of the last.
  private static func fitting(_ forms: [String], _ width: Int) -> String {
    forms.first { columns(of: $0) <= width } ?? shortened(forms.last ?? "", to: width)
  }

  /// Each broken into lines; what has no room ends in an ellipsis.
  private static func drawLines(_ lines: [CompareFacts.Line], _ rect: Rect, _ state: State, on grid: inout Grid) {
    let wrapped = lines.flatMap { line in
      GalleryUI.wrapped(line.text, to: rect.columns).map { CompareFacts.Line(text: $0, style: line.style) }
    }
    for (offset, line) in wrapped.prefix(rect.rows).enumerated() {
      let isCut = offset == rect.rows - 1 && wrapped.count > rect.rows
      let text = isCut ? shortened(line.text + " …", to: rect.columns) : line.text
      grid.put(text, column: rect.column, row: rect.row + offset, style: line.style)
    }
  }
}
