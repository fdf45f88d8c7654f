import Library
import TerminalUI

/// The query faces as pictures; several are small and have numbers.
enum QueryStrip {
  /// In a square of cells: one fills it, up to four share it.
  static func draw(_ state: State, _ matches: Matches, _ square: Rect, _ pictures: Pictures, on grid: inout Grid) {
    guard matches.queries.count > 1 else {
      return MatchesPanel.drawCrop(
        state, matches.photo, matches.number, square.column, square.row, square.columns, pictures, on: &grid)
    }
    let side = (square.columns - 1) / 2
    let rows = max(1, pictures.style.rows(ofSquare: side))
    let perColumn = max(1, square.rows / rows)
    put(
      state, matches, most: 2 * perColumn, side, pictures, on: &grid,
      place: { Position(column: square.column + $0 % 2 * (side + 1), row: square.row + $0 / 2 * rows) })
  }

  /// In a row, as high as a band but for its last row.
  /// - Returns: the column after it.
  static func drawRow(
    _ state: State, _ matches: Matches, _ band: Rect, _ pictures: Pictures, on grid: inout Grid
  ) -> Int {
    let side = max(1, pictures.style.columns(ofSquare: band.rows - 1))
    guard matches.queries.count > 1 else {
      MatchesPanel.drawCrop(
        state, matches.photo, matches.number, band.column + 1, band.row, side, pictures, on: &grid)
      return band.column + 1 + side
    }
    // Most of the width is for the scores.
    let most = max(1, min(matches.queries.count, band.columns * 2 / 5 / (side + 1)))
    put(
      state, matches, most: most, side, pictures, on: &grid,
      place: { Position(column: band.column + 1 + $0 * (side + 1), row: band.row) })
    return band.column + most * (side + 1)
  }

  /// - Parameter most: so many pictures fit; where there are more queries the last says how many.
  private static func put(
    _ state: State, _ matches: Matches, most: Int, _ side: Int, _ pictures: Pictures, on grid: inout Grid,
    place: (Int) -> Position
  ) {
    let count = matches.queries.count
    let shown = count <= most ? count : max(0, most - 1)
    for index in 0..<shown {
      let (query, position) = (matches.queries[index], place(index))
      MatchesPanel.drawCrop(
        state, query.photo, query.number, position.column, position.row, side, pictures, on: &grid)
      let isNearest = query == matches.nearestQuery && matches.current != nil
      let style = isNearest ? state.theme.cursor : Style(bold: true, reverse: true)
      grid.put("\(index + 1)\(isNearest ? "‹" : "")", column: position.column, row: position.row, style: style)
    }
    if shown < count {
      let position = place(shown)
      grid.put("+\(count - shown)", column: position.column, row: position.row, style: state.theme.strong)
    }
  }
}
