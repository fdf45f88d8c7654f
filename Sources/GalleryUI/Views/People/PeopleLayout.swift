import TerminalUI

/// Where people lie: tiles with a face each, in a low window lines; those with names and those without under a header each.
struct PeopleLayout {
  /// Columns of a tile, about.
  private static let tileColumns = 18
  /// Rows of text below a tile's picture.
  static let captionRows = 3
  /// Columns that a line has at least where several stand side by side.
  private static let lineColumns = 56

  let area: Rect
  let isList: Bool
  let itemColumns, itemRows: Int
  let geometry: SectionGeometry

  init(_ state: State, _ screen: PeopleScreen) {
    let body = Chrome.body(state.size)
    area = Rect(column: 2, row: body.row, columns: body.columns - 4, rows: body.rows)
    isList = body.rows < 10 || state.pictureStyle.way == .none
    let room = Size(columns: area.columns, rows: area.rows - 1)
    let fit =
      isList
      ? ItemFit(perLine: ItemFit.perLine(room.columns, least: Self.lineColumns), rows: 1, used: room.rows)
      : ItemFit.tiles(near: Self.tileColumns, caption: Self.captionRows, in: room, free: 0, state.pictureStyle)
    itemColumns = ItemFit.columns(fit.perLine, in: area.columns)
    itemRows = max(1, min(fit.rows, room.rows))
    let named = screen.namedCount > 0 ? [SectionGeometry.Section(start: 0, hasHeader: true)] : []
    geometry = SectionGeometry(
      count: screen.entries.count, columns: fit.perLine, itemRows: itemRows, gap: isList ? 0 : ItemFit.gap,
      rows: area.rows, sections: named + [.init(start: screen.namedCount, hasHeader: true)])
  }

  /// The visible people: their places, and where they are drawn.
  func visible(top: Int) -> [(place: Int, rect: Rect)] {
    geometry.visible(top: top).flatMap { line, row in
      geometry.places(inLine: line).enumerated().map { column, place in
        let left = column * (itemColumns + ItemFit.between)
        return (
          place,
          Rect(
            column: area.column + left, row: area.row + row, columns: itemColumns,
            rows: min(itemRows, max(0, area.rows - row)))
        )
      }
    }
  }

  /// The visible headers: the first place below each, and its row.
  func headers(top: Int) -> [(start: Int, row: Int)] {
    geometry.visible(top: top).compactMap { line, row in
      geometry.hasHeader(line) ? (geometry.places(inLine: line).lowerBound, area.row + row - 1) : nil
    }
  }

  func place(at position: Position, top: Int) -> Int? {
    visible(top: top).first { $0.rect.contains(position) }?.place
  }
}
