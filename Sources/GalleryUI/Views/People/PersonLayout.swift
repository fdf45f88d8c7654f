import TerminalUI

/// Where the faces of a person lie: tiles, in a low window lines; the person's own first, then those that may be. In a wide
/// window the face under the cursor is beside them.
struct PersonLayout {
  /// Columns of a tile, about.
  private static let tileColumns = 14
  /// Rows of text below a tile's picture.
  static let captionRows = 2
  static let panelColumns = 36
  /// Own faces that stand before the candidates where these are lines.
  private static let foldedLines = 2

  let list: Rect
  /// nil where there is no room.
  let panel: Rect?
  let isList: Bool
  let itemColumns, itemRows: Int
  let geometry: SectionGeometry

  init(_ state: State, _ screen: PersonScreen) {
    let room = Self.room(state)
    (list, panel, isList) = (room.list, room.panel, room.isList)
    let fit = Self.fit(state)
    itemColumns = ItemFit.columns(fit.perLine, in: list.columns)
    itemRows = max(1, min(fit.rows, list.rows - 1))
    let starts = [0, screen.ownCount, screen.ownCount + min(screen.openLikely, screen.items.count - screen.ownCount)]
    let sections = starts.enumerated().filter { index, start in
      start < screen.items.count && (index == 0 || start > 0) && !starts.dropFirst(index + 1).contains(start)
    }.map { SectionGeometry.Section(start: $0.element, hasHeader: true) }
    geometry = SectionGeometry(
      count: screen.items.count, columns: fit.perLine, itemRows: itemRows, gap: isList ? 0 : ItemFit.gap,
      rows: list.rows, sections: sections)
  }

  private static func room(_ state: State) -> (list: Rect, panel: Rect?, isList: Bool) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 90 && body.rows >= 18 && state.pictureStyle.way != .none
    let columns = body.columns - 4 - (hasPanel ? panelColumns + 2 : 0)
    let list = Rect(column: 2, row: body.row, columns: columns, rows: body.rows)
    let panel = Rect(column: list.endColumn + 2, row: body.row, columns: panelColumns, rows: body.rows)
    return (list, hasPanel ? panel : nil, body.rows < 10 || state.pictureStyle.way == .none)
  }

  private static func fit(_ state: State) -> ItemFit {
    let room = room(state)
    let size = Size(columns: room.list.columns, rows: room.list.rows - 1)
    return room.isList
      ? ItemFit(perLine: 1, rows: 1, used: size.rows)
      : ItemFit.tiles(near: tileColumns, caption: captionRows, in: size, free: 0, state.pictureStyle)
  }

  /// Own faces that a folded row shows.
  static func columns(_ state: State) -> Int { room(state).isList ? foldedLines : fit(state).perLine }

  /// The visible faces: their places, and where they are drawn.
  func visible(top: Int) -> [(place: Int, rect: Rect)] {
    geometry.visible(top: top).flatMap { line, row in
      geometry.places(inLine: line).enumerated().map { column, place in
        let left = column * (itemColumns + ItemFit.between)
        return (
          place,
          Rect(
            column: list.column + left, row: list.row + row, columns: itemColumns,
            rows: min(itemRows, max(0, list.rows - row)))
        )
      }
    }
  }

  /// The visible headers: the first place below each, and its row.
  func headers(top: Int) -> [(start: Int, row: Int)] {
    geometry.visible(top: top).compactMap { line, row in
      geometry.hasHeader(line) ? (geometry.places(inLine: line).lowerBound, list.row + row - 1) : nil
    }
  }

  func place(at position: Position, top: Int) -> Int? {
    visible(top: top).first { $0.rect.contains(position) }?.place
  }
}
