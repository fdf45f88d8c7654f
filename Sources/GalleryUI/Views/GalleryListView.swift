import Library
import SystemPackage
import TerminalUI

/// The gallery as a list: a row for each photo, under the names of the columns.
enum GalleryListView {
  static func draw(_ state: State, _ layout: GalleryLayout, _ pictures: Pictures, on grid: inout Grid) {
    let picture = layout.pictureRows > 1 ? pictureColumns(layout, pictures) : 0
    let fields = Fields(layout.area, skipping: picture)
    drawHeadings(state, fields, layout, on: &grid)
    // Rows with pictures have the folder below the name.
    let root = picture > 0 ? nil : state.photos.listRoot(state.photos.folder)
    for index in layout.visible(top: state.gallery.top) {
      let rect = layout.rect(of: index, top: state.gallery.top)
      let row = Row(state, index, root)
      if picture > 0 { drawPicture(row, rect, picture, pictures, on: &grid) }
      draw(row, rect, fields, on: &grid)
    }
  }

  /// Columns for pictures of 4:3.
  private static func pictureColumns(_ layout: GalleryLayout, _ pictures: Pictures) -> Int {
    min(pictures.style.columns(ofSquare: layout.pictureRows) * 4 / 3, layout.area.columns / 3)
  }

  /// Where the columns begin, and how wide they are; 0 where there is no room for one.
  private struct Fields {
    let sign, name, date, faces, size: (column: Int, columns: Int)

    init(_ area: Rect, skipping picture: Int) {
      let start = area.column + (picture > 0 ? picture + 2 : 0)
      let room = area.endColumn - start - 2
      // Date, faces or state, size: the first that leave enough for the name.
      let choices = [[18, 15, 13], [12, 15, 13], [12, 15, 0], [12, 6, 0], [0, 15, 0], [0, 6, 0]]
      func fitting(_ least: Int) -> [Int]? { choices.first { room - $0.reduce(0, +) >= least } }
      let widths = fitting(30) ?? fitting(18) ?? [0, 6, 0]
      sign = (start, 2)
      name = (start + 2, max(1, room - widths.reduce(0, +)))
      date = (name.column + name.columns + 2, max(0, widths[0] - 2))
      faces = (date.column + widths[0], max(0, widths[1] - 2))
      size = (faces.column + widths[1], max(0, widths[2] - 2))
    }
  }

  private static func drawHeadings(_ state: State, _ fields: Fields, _ layout: GalleryLayout, on grid: inout Grid) {
    let order = state.photos.order
    let arrow = order.isReversed != (order.by == .faces || order.by == .size) ? "▼" : "▲"
    let names = [("Name", fields.name, order.by == .name), ("Date", fields.date, order.by == .date)]
    let others = [("Faces", fields.faces, order.by == .faces), ("Size", fields.size, order.by == .size)]
    for (name, field, isOrdered) in names + others where field.columns > 0 {
      let text = name + (isOrdered ? " " + arrow : "")
      grid.put(
        text, column: field.column, row: layout.body.row, style: state.theme.quiet, columns: max(5, field.columns))
    }
  }

  /// What a row shows.
  private struct Row {
    let theme: Theme
    let photo: Photo
    let name, sign: String
    let isCurrent: Bool

    init(_ state: State, _ index: Int, _ root: FilePath?) {
      theme = state.theme
      photo = state.photos[index]
      name = state.photos.listedName(of: photo.path, below: root)
      sign = state.sign(of: photo, at: index)
      isCurrent = index == state.gallery.cursor && !state.gallery.folders.hasKeys
    }

    func style(_ style: Style) -> Style { isCurrent ? theme.cursor : style }

    var size: String { photo.width > 0 ? "\(photo.width) × \(photo.height)" : "" }

    /// What was found in a word; only the sign where there is no room.
    func found(columns room: Int) -> (String, Style) {
      let (sign, style) = GalleryView.mark(of: photo, theme)
      let word =
        switch photo.state {
        case .pending: "not yet"
        case .indexed: photo.faces.count == 1 ? "face" : "faces"
        case .noFace: "no face"
        case .unreadable: "unreadable"
        case .unsupported: "unsupported"
        }
      let text = "\(sign) \(word)"
      return (columns(of: text) <= room ? text : sign, style)
    }

    /// Why there is nothing to see, or the folder.
    var note: (String, Style) {
      if let reason = photo.state.reason { return ("✗ " + reason, theme.error) }
      if let warning = photo.warning { return ("! " + warning, theme.error) }
      return (photo.path.removingLastComponent().string, theme.quiet)
    }
  }

  private static func draw(_ row: Row, _ rect: Rect, _ fields: Fields, on grid: inout Grid) {
    let line = rect.row + (rect.rows > 3 ? (rect.rows - 2) / 2 : 0)
    if row.isCurrent {
      let bar = Rect(column: fields.sign.column, row: line, columns: rect.endColumn - fields.sign.column, rows: 1)
      grid.fill(bar, with: Cell(style: row.theme.cursor))
    }
    grid.put(row.sign, column: fields.sign.column, row: line, style: row.style(row.theme.mark))
    let date = String((row.photo.captured ?? "").prefix(fields.date.columns))
    // Where there is no date its columns are the name's.
    let end = date.isEmpty ? fields.faces.column - 2 : fields.name.column + fields.name.columns
    let name = shortenedName(row.name, to: end - fields.name.column)
    grid.put(name, column: fields.name.column, row: line, style: row.style(.plain))
    grid.put(date, column: fields.date.column, row: line, style: row.style(row.theme.quiet))
    let (found, style) = row.found(columns: fields.faces.columns)
    grid.put(found, column: fields.faces.column, row: line, style: row.style(style), columns: fields.faces.columns)
    grid.put(
      row.size, column: fields.size.column, row: line, style: row.style(row.theme.quiet),
      columns: fields.size.columns)
    guard rect.rows > 1 else { return }
    let (note, noteStyle) = row.note
    let room = rect.endColumn - fields.name.column
    grid.put(shortened(note, to: room, middle: true), column: fields.name.column, row: line + 1, style: noteStyle)
  }

  private static func drawPicture(
    _ row: Row, _ rect: Rect, _ columns: Int, _ pictures: Pictures, on grid: inout Grid
  ) {
    let picture = Rect(column: rect.column, row: rect.row, columns: columns, rows: rect.rows)
    if row.isCurrent {
      for line in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: line, style: row.theme.edge) }
    }
    guard row.photo.state.reason == nil else { return grid.putCentred("✗", in: picture, style: row.theme.quiet) }
    pictures.draw(pictures.photo(row.photo, in: picture.size), in: picture, on: &grid)
  }
}
