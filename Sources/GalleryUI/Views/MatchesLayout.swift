import TerminalUI

/// Where the matches lie: rows or tiles on the left, the query and what is known about the scores beside or above.
struct MatchesLayout {
  /// Rows of a match's crop; 1 shows no crop.
  static let rowHeights = [1, 5, 8, 11]
  /// Columns of a tile; its crop is square.
  static let tileWidths = [10, 14, 20, 28]
  static let panelColumns = 36
  static let bandRows = 4

  let list: Rect
  /// Beside the list, where there is room.
  let panel: Rect?
  /// Above the list, where there is none beside it.
  let band: Rect?
  let asTiles: Bool
  /// Size of a match without the gap after it.
  let itemColumns, itemRows: Int
  let gap: Int
  let geometry: ListGeometry

  init(_ state: State, _ matches: Matches) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 90 && body.rows >= 18
    let columns = body.columns - 4 - (hasPanel ? Self.panelColumns + 2 : 0)
    let top = hasPanel ? 0 : Self.bandRows
    list = Rect(column: 2, row: body.row + top, columns: columns, rows: body.rows - top)
    panel =
      hasPanel ? Rect(column: list.endColumn + 2, row: body.row, columns: Self.panelColumns, rows: body.rows) : nil
    band = hasPanel ? nil : Rect(column: 2, row: body.row, columns: columns, rows: top)
    asTiles = matches.asTiles
    let perRow: Int
    if asTiles {
      itemColumns = Self.tileWidths[min(matches.level, Self.tileWidths.count - 1)]
      itemRows = state.pictureStyle.rows(ofSquare: itemColumns) + 2
      gap = 1
      perRow = max(1, (columns + 2) / (itemColumns + 2))
    } else {
      itemColumns = columns
      itemRows = Self.rowHeights[min(matches.level, Self.rowHeights.count - 1)]
      gap = itemRows > 1 ? 1 : 0
      perRow = 1
    }
    let visible = max(1, (list.rows + gap) / (itemRows + gap))
    geometry = ListGeometry(count: matches.ranked.count, columns: perRow, visibleRows: visible)
  }

  func rect(of index: Int, top: Int) -> Rect {
    Rect(
      column: list.column + index % geometry.columns * (itemColumns + 2),
      row: list.row + (index / geometry.columns - top) * (itemRows + gap), columns: itemColumns,
      rows: min(itemRows, list.rows))
  }

  func visible(top: Int) -> Range<Int> {
    let first = min(geometry.count, top * geometry.columns)
    return first..<min(geometry.count, first + geometry.visibleRows * geometry.columns)
  }

  func index(at position: Position, top: Int) -> Int? {
    visible(top: top).first { rect(of: $0, top: top).contains(position) }
  }
}
