import TerminalUI

/// Where the tiles of the gallery lie.
struct GalleryLayout {
  /// Columns that a tile has at least, from small to large.
  static let widths = [12, 18, 24, 34, 50]
  static let gap = 2

  let body: Rect
  let columns: Int
  let tileColumns: Int
  /// Rows of a tile's picture.
  let pictureRows: Int
  /// From a tile to the one below it: picture, caption, and a row between for the cursor's frame.
  var pitch: Int { pictureRows + 2 }
  let geometry: ListGeometry

  init(_ state: State) {
    body = Chrome.body(state.size)
    let room = max(1, state.size.columns - 4)
    let wanted = min(room, Self.widths[state.gallery.tileLevel])
    columns = max(1, (room + Self.gap) / (wanted + Self.gap))
    tileColumns = max(1, (room - Self.gap * (columns - 1)) / columns)
    // Photos are mostly 4:3.
    let cell = state.pictureStyle.cell
    let wantedPitch = Double(tileColumns * cell.width) * 3 / Double(4 * cell.height) + 2
    let rows = max(1, Int((Double(body.rows - 1) / wantedPitch).rounded()))
    pictureRows = max(1, min((body.rows - 1) / rows - 2, Int(wantedPitch.rounded(.up)) - 1))
    geometry = ListGeometry(count: state.photos.count, columns: columns, visibleRows: rows)
  }

  /// A tile: the picture with its caption below.
  func rect(of index: Int, top: Int) -> Rect {
    Rect(
      column: 2 + index % columns * (tileColumns + Self.gap), row: body.row + 1 + (index / columns - top) * pitch,
      columns: tileColumns, rows: pictureRows + 1)
  }

  func visible(top: Int) -> Range<Int> {
    let first = min(geometry.count, top * columns)
    return first..<min(geometry.count, first + geometry.visibleRows * columns)
  }

  func index(at position: Position, top: Int) -> Int? {
    visible(top: top).first { rect(of: $0, top: top).contains(position) }
  }
}
