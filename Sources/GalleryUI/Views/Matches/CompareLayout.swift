import TerminalUI

/// Where the two faces of a comparison and the text about them lie: the text below or beside them, whichever leaves more
/// room for the faces. Below them what is measured of each face stands under it.
struct CompareLayout {
  /// Where a table's names and the values of either face begin, and the columns of each.
  struct Table: Equatable {
    let names, query, match: Int
    let nameColumns, valueColumns: Int
  }

  /// Squares; their titles stand in the row above.
  let query, match: Rect
  let text: Rect
  let table: Table
  /// Where text about other faces begins beside the table; nil where it has no room there and follows it.
  let aside: Int?

  private static let gap = 2
  /// Columns that text beside the faces has at least and at most.
  private static let textColumns = (least: 28, most: 44)
  /// In a window that is too narrow for a table.
  private static let narrowColumns = 12
  /// Columns of the table's names.
  private static let nameColumns = (long: 11, short: 6)
  /// Columns that text beside the table has at least.
  private static let asideColumns = 16
  /// Rows of text below the faces: what is said of others beside the table, or below it.
  private static let textRows = (aside: 8, below: 10)

  init(_ size: Size, _ style: PictureStyle) {
    let body = Chrome.body(size)
    let columns = body.columns - 4
    let least = columns >= 2 * Self.textColumns.least ? Self.textColumns.least : Self.narrowColumns
    let beside = max(least, min(Self.textColumns.most, columns * 2 / 5))
    let rows = max(1, body.rows - 1)
    let besideSide = Self.side(columns - beside - Self.gap, rows, style)
    let room = columns - Self.nameColumns.long
    let asideSide = Self.side(room - Self.gap - Self.asideColumns, max(1, rows - Self.textRows.aside), style)
    let belowSide = max(asideSide, Self.side(room, max(1, rows - Self.textRows.below), style))
    let isBeside = besideSide >= belowSide
    let side = max(1, isBeside ? besideSide : belowSide)
    let free = room - 2 * side - Self.gap
    let isAside = !isBeside && free - Self.gap >= Self.asideColumns
    let left = 2 + (isBeside ? 0 : Self.nameColumns.long + (isAside ? 0 : max(0, free) / 2))
    let height = max(1, style.rows(ofSquare: side))
    query = Rect(column: left, row: body.row + 1, columns: side, rows: height)
    match = Rect(column: left + side + Self.gap, row: body.row + 1, columns: side, rows: height)
    text =
      isBeside
      ? Rect(
        column: match.endColumn + Self.gap, row: body.row, columns: 2 + columns - match.endColumn - Self.gap,
        rows: body.rows)
      : Rect(column: 2, row: match.endRow, columns: columns, rows: body.endRow - match.endRow)
    aside = isAside ? match.endColumn + Self.gap : nil
    table = isBeside ? Self.table(in: text) : Self.table(under: query, match)
  }

  private static func table(in text: Rect) -> Table {
    let names = text.columns >= 36 ? nameColumns.long : nameColumns.short
    let values = max(1, (text.columns - names) / 2)
    return Table(
      names: text.column, query: text.column + names, match: text.column + names + values, nameColumns: names,
      valueColumns: values)
  }

  private static func table(under query: Rect, _ match: Rect) -> Table {
    Table(
      names: query.column - nameColumns.long, query: query.column, match: match.column, nameColumns: nameColumns.long,
      valueColumns: query.columns + 1)
  }

  /// Columns of the largest two squares side by side.
  private static func side(_ columns: Int, _ rows: Int, _ style: PictureStyle) -> Int {
    var side = min((columns - gap) / 2, style.columns(ofSquare: rows))
    while side > 1, style.rows(ofSquare: side) > rows { side -= 1 }
    return max(1, side)
  }
}
