import TerminalUI

/// Where the matches lie: rows or tiles on the left, the queries and what is known about the scores beside or above.
struct MatchesLayout {
  /// Rows of a match's crop; 1 shows no crop.
  static let rowHeights = [1, 5, 8, 11]
  /// Columns that a tile has at least; its crop is square.
  static let tileWidths = [10, 14, 20, 28]
  static let panelColumns = 36
  /// Rows above the list, in a low window only for text.
  static let bandRows = (most: 4, least: 2)
  /// Columns that a row has at least where several stand side by side: without and with a crop.
  private static let lineColumns = 70
  private static let rowColumns = 53
  private static let between = 2

  let list: Rect
  /// Beside the list, where there is room.
  let panel: Rect?
  /// Above the list, where there is none beside it.
  let band: Rect?
  let asTiles: Bool
  /// Size of a match without the gap after it.
  let itemColumns, itemRows: Int
  let geometry: SectionGeometry
  /// Columns that lines of tiles leave at the end; the first tiles have one more each.
  private let spare: Int

  init(_ state: State, _ matches: Matches) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 90 && body.rows >= 18
    let columns = body.columns - 4 - (hasPanel ? Self.panelColumns + 2 : 0)
    let top = hasPanel ? 0 : body.rows >= 9 ? Self.bandRows.most : Self.bandRows.least
    list = Rect(column: 2, row: body.row + top, columns: columns, rows: body.rows - top)
    panel =
      hasPanel ? Rect(column: list.endColumn + 2, row: body.row, columns: Self.panelColumns, rows: body.rows) : nil
    band = hasPanel ? nil : Rect(column: 2, row: body.row, columns: columns, rows: top)
    asTiles = matches.asTiles
    let level = min(matches.level, (asTiles ? Self.tileWidths : Self.rowHeights).count - 1)
    let least = asTiles ? Self.tileWidths[level] : level == 0 ? Self.lineColumns : Self.rowColumns
    let perLine = max(1, (columns + Self.between) / (least + Self.between))
    let room = max(1, columns - Self.between * (perLine - 1))
    itemColumns = room / perLine
    spare = room % perLine
    let rows = asTiles ? state.pictureStyle.rows(ofSquare: itemColumns) + 2 : Self.rowHeights[level]
    itemRows = max(1, min(rows, list.rows))
    let gap = itemRows > 1 ? 1 : 0
    geometry = SectionGeometry(
      count: matches.ranked.count, columns: perLine, itemRows: itemRows, gap: gap, rows: list.rows,
      sections: Self.sections(state, matches, hasRoom: gap > 0 || perLine > 1))
  }

  /// Groups, or what lies on the sides of the threshold where a line has room for a header.
  private static func sections(_ state: State, _ matches: Matches, hasRoom: Bool) -> [SectionGeometry.Section] {
    if let groups = matches.groups { return groups.starts.map { .init(start: $0, hasHeader: true) } }
    guard hasRoom else { return [] }
    return [matches.firstBelow(state.threshold), matches.firstOfSamePhoto].compactMap(\.self)
      .map { .init(start: $0, hasHeader: true) }
  }

  /// The visible matches: their places in the list, and where they are drawn.
  func visible(top: Int) -> [(place: Int, rect: Rect)] {
    geometry.visible(top: top).flatMap { line, row in
      geometry.places(inLine: line).enumerated().map { column, place in (place, rect(column: column, row: row)) }
    }
  }

  /// The row above the items of each visible line that begins a section, and the section's first place.
  func headers(top: Int) -> [(start: Int, row: Int)] {
    geometry.visible(top: top).filter { geometry.hasHeader($0.line) }.map { line, row in
      (geometry.places(inLine: line).lowerBound, list.row + row - 1)
    }
  }

  private func rect(column: Int, row: Int) -> Rect {
    let left = column * (itemColumns + Self.between) + min(column, spare)
    return Rect(
      column: list.column + left, row: list.row + row, columns: itemColumns,
      rows: min(itemRows, max(0, list.rows - row)))
  }

  func place(at position: Position, top: Int) -> Int? {
    visible(top: top).first { $0.rect.contains(position) }?.place
  }
}

extension Matches {
  /// The first match below a threshold, where there are any on both sides.
  func firstBelow(_ threshold: Float) -> Int? {
    let cut = count(above: threshold)
    return cut > 0 && cut < comparable ? cut : nil
  }

  /// The first face of the queries' own photos, which stand apart from the order of the scores.
  var firstOfSamePhoto: Int? { comparable > 0 && comparable < ranked.count ? comparable : nil }
}
