import TerminalUI

/// Where the photos of the gallery lie, as tiles or as rows of a list, and the tree of folders beside them.
struct GalleryLayout {
  /// Columns that a tile has at least, from small to large.
  static let widths = [12, 18, 24, 34, 50]
  /// Rows of a photo in the list, from small to large; one shows no picture.
  static let rowHeights = [1, 3, 4, 6, 9]
  static let gap = 2

  let body: Rect
  /// Of the folders; nil where they are not shown.
  let tree: Rect?
  /// Of the photos.
  let area: Rect
  let asList: Bool
  /// Lines above each month's photos.
  let groups: [PhotoTable.Group]
  let columns: Int
  let tileColumns: Int
  /// Rows of a tile's picture, or of a list's row.
  let pictureRows: Int
  let geometry: SectionedGeometry

  init(_ state: State) {
    body = Chrome.body(state.size)
    tree = Self.tree(state, body)
    let column = tree.map { $0.endColumn + 3 } ?? 2
    area = Rect(column: column, row: body.row, columns: max(1, body.endColumn - 2 - column), rows: body.rows)
    asList = state.gallery.asList
    groups = state.photos.groups
    let isGrouped = !groups.isEmpty
    let lines = area.rows - (asList ? 1 : 0)
    let rowLines: Int
    if asList {
      (columns, tileColumns) = (1, area.columns)
      pictureRows = min(Self.rowHeights[Self.rowLevel(state)], max(1, lines - 1))
      rowLines = pictureRows == 1 ? 1 : pictureRows + 1
    } else {
      let wanted = min(area.columns, Self.widths[state.gallery.tileLevel])
      columns = max(1, (area.columns + Self.gap) / (wanted + Self.gap))
      tileColumns = max(1, (area.columns - Self.gap * (columns - 1)) / columns)
      pictureRows = Self.pictureRows(tileColumns, lines: lines, isGrouped: isGrouped, state.pictureStyle)
      rowLines = pictureRows + 2
    }
    geometry = SectionedGeometry(
      count: state.photos.count, columns: columns, lines: lines, rowLines: rowLines, headingLines: isGrouped ? 1 : 0,
      starts: groups.map(\.start))
  }

  /// Index into `rowHeights`: what the user has chosen, or pictures where many rows are visible with them.
  static func rowLevel(_ state: State) -> Int { state.gallery.rowLevel ?? (state.size.rows < 30 ? 0 : 1) }

  /// Fills the lines with as many rows as there are best; a row has a line above its picture, for the cursor's frame,
  /// and a caption below. Photos are mostly 4:3.
  private static func pictureRows(_ columns: Int, lines: Int, isGrouped: Bool, _ style: PictureStyle) -> Int {
    let frame = 2
    let picture = Double(columns * style.cell.width) * 3 / Double(4 * style.cell.height)
    let wanted = Int(picture.rounded()) + frame
    let headings = isGrouped ? min(max(1, lines / wanted), 2) : 0
    let rows = ItemFit.height(near: wanted, filling: lines - headings, gap: 0)
    return max(1, min(rows, wanted + 1) - frame)
  }

  private static func tree(_ state: State, _ body: Rect) -> Rect? {
    let isRoomy = state.size.columns >= FolderPanel.roomyColumns && state.photos.tree.holders > 1
    guard state.gallery.folders.isShown ?? isRoomy else { return nil }
    return Rect(column: 2, row: body.row, columns: min(36, max(18, body.columns / 4)), rows: body.rows)
  }

  /// A tile with its caption below, or a row of the list.
  func rect(of index: Int, top: Int) -> Rect {
    let row = geometry.row(of: index)
    let line = geometry.line(ofRow: row, top: top) + firstLine + (asList ? 0 : 1)
    let column = index - geometry.items(inRow: row).lowerBound
    return Rect(
      column: area.column + column * (tileColumns + Self.gap), row: line, columns: tileColumns,
      rows: pictureRows + (asList ? 0 : 1))
  }

  /// The headings that are seen, each with the line it stands on.
  func headings(top: Int) -> [(group: Int, line: Int)] {
    guard !groups.isEmpty, geometry.count > 0 else { return [] }
    let rows = geometry.visible(top: top)
    let sections = geometry.section(ofRow: rows.lowerBound)...geometry.section(ofRow: rows.upperBound - 1)
    return sections.map { section in
      let row = max(rows.lowerBound, geometry.row(of: groups[section].start))
      return (section, firstLine + geometry.line(ofRow: row, top: rows.lowerBound) - 1)
    }
  }

  /// Photos in a group.
  func count(inGroup group: Int) -> Int {
    (group + 1 < groups.count ? groups[group + 1].start : geometry.count) - groups[group].start
  }

  func visible(top: Int) -> Range<Int> {
    let rows = geometry.visible(top: top)
    guard geometry.count > 0 else { return 0..<0 }
    return geometry.items(inRow: rows.lowerBound).lowerBound..<geometry.items(inRow: rows.upperBound - 1).upperBound
  }

  func index(at position: Position, top: Int) -> Int? {
    visible(top: top).first { rect(of: $0, top: top).contains(position) }
  }

  /// Of the screen, from the first of photos to the last.
  var rows: ClosedRange<Int> { firstLine...max(firstLine, area.endRow - 1) }

  /// The list has its columns' names above.
  private var firstLine: Int { body.row + (asList ? 1 : 0) }
}
