import TerminalUI

/// Where the faces of a bridge and the links between them lie: one below the other, and in a wide window the two faces of
/// the link under the cursor beside them.
struct BridgeLayout {
  let list: Rect
  /// For the two faces; nil where there is no room.
  let pair: Rect?
  /// Rows of a face; a link has one.
  let stepRows: Int
  /// Columns of a face's picture; 0 shows none.
  let pictureColumns: Int
  private let steps: Int

  /// Rows of a face and the link after it.
  var unit: Int { stepRows + 1 }

  /// - Parameter steps: how many faces there are.
  init(_ size: Size, _ style: PictureStyle, steps: Int) {
    let body = Chrome.body(size)
    let columns = body.columns - 4
    let listColumns = body.columns >= 96 ? min(64, columns * 9 / 20) : columns
    list = Rect(column: 2, row: body.row, columns: listColumns, rows: body.rows)
    let left = list.endColumn + 2
    pair =
      listColumns < columns ? Rect(column: left, row: body.row, columns: 2 + columns - left, rows: body.rows) : nil
    stepRows = body.rows >= 30 ? 6 : body.rows >= 16 ? 4 : body.rows >= 9 ? 3 : 1
    pictureColumns = stepRows > 1 && columns >= 36 ? style.columns(ofSquare: stepRows) : 0
    self.steps = steps
  }

  /// The first line that shows a link and, where they have room, both its faces.
  func scroll(top: Int, toShow link: Int) -> Int {
    let lines = max(0, steps * unit - 1)
    let (first, last) = (link * unit, (link + 1) * unit + stepRows - 1)
    let wanted =
      last - first >= list.rows
      ? first + stepRows - list.rows / 2 : min(max(top, last - list.rows + 1), first)
    return max(0, min(wanted, lines - list.rows))
  }

  /// Where a face is; its rows may lie outside the list.
  func face(_ step: Int, top: Int) -> Rect {
    Rect(column: list.column + 1, row: list.row + step * unit - top, columns: list.columns - 1, rows: stepRows)
  }

  func row(ofLink link: Int, top: Int) -> Int { list.row + link * unit + stepRows - top }

  func isVisible(row: Int) -> Bool { row >= list.row && row < list.endRow }

  /// The link at a place, or the one after the face there.
  func link(at position: Position, top: Int) -> Int? {
    guard list.contains(position), steps > 1 else { return nil }
    let line = position.row - list.row + top
    return line < steps * unit - 1 ? min(steps - 2, line / unit) : nil
  }
}
