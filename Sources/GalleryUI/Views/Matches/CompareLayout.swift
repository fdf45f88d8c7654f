import TerminalUI

/// Where the two faces of a comparison and the text about them lie: the text below or beside them, whichever leaves more
/// room for the faces.
struct CompareLayout {
  /// Squares; their titles stand in the row above.
  let query, match: Rect
  let text: Rect
  private static let gap = 2
  /// Columns that text beside the faces has at least and at most.
  private static let textColumns = (least: 28, most: 44)
  /// In a window that is too narrow for a table.
  private static let narrowColumns = 12
  /// Rows that text below them has.
  private static let textRows = 8

  init(_ size: Size, _ style: PictureStyle) {
    let body = Chrome.body(size)
    let columns = body.columns - 4
    let least = columns >= 2 * Self.textColumns.least ? Self.textColumns.least : Self.narrowColumns
    let beside = max(least, min(Self.textColumns.most, columns * 2 / 5))
    let rows = max(1, body.rows - 1)
    let besideSide = Self.side(columns - beside - Self.gap, rows, style)
    let belowSide = Self.side(columns, max(1, rows - Self.textRows), style)
    let isBeside = besideSide >= belowSide
    let side = max(1, isBeside ? besideSide : belowSide)
    let height = max(1, style.rows(ofSquare: side))
    let used = 2 * side + Self.gap
    let left = isBeside ? 2 : 2 + max(0, columns - used) / 2
    query = Rect(column: left, row: body.row + 1, columns: side, rows: height)
    match = Rect(column: left + side + Self.gap, row: body.row + 1, columns: side, rows: height)
    text =
      isBeside
      ? Rect(
        column: match.endColumn + Self.gap, row: body.row, columns: 2 + columns - match.endColumn - Self.gap,
        rows: body.rows)
      : Rect(column: 2, row: match.endRow, columns: columns, rows: body.endRow - match.endRow)
  }

  /// Columns of the largest two squares side by side.
  private static func side(_ columns: Int, _ rows: Int, _ style: PictureStyle) -> Int {
    var side = min((columns - gap) / 2, style.columns(ofSquare: rows))
    while side > 1, style.rows(ofSquare: side) > rows { side -= 1 }
    return max(1, side)
  }
}
