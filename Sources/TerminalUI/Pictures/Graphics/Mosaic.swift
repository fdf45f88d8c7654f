/// A picture cut into tiles. Cutting reads every pixel, so what is shown often is cut once and kept.
public struct Mosaic: Sendable, Equatable {
  /// Cells of a tile, the picture's right and lower edges excepted.
  static let tile = Size(columns: 16, rows: 8)

  public let size: Size
  /// Row-major, `⌈columns / 16⌉` a row.
  public let tiles: [Tile]

  /// The picture stands in the middle of the fewest cells that hold it.
  /// - Parameters:
  ///   - pixels: RGB, row-major, `width · height · 3` bytes, no padding.
  ///   - margin: what fills the cells at the edges up; black where it is not an RGB colour.
  public init(width: Int, height: Int, pixels: [UInt8], cell: CellSize, margin: Colour = .rgb(0, 0, 0)) {
    precondition(width >= 0 && height >= 0 && pixels.count >= width * height * 3)
    let columns = (width + cell.width - 1) / cell.width
    let rows = (height + cell.height - 1) / cell.height
    size = columns > 0 && rows > 0 ? Size(columns: columns, rows: rows) : Size(columns: 0, rows: 0)
    let canvas = Canvas(
      picture: Picture(width: width, height: height, pixels: pixels), width: columns * cell.width,
      height: rows * cell.height, margin: margin)
    var tiles: [Tile] = []
    for row in stride(from: 0, to: size.rows, by: Self.tile.rows) {
      for column in stride(from: 0, to: size.columns, by: Self.tile.columns) {
        let part = Rect(
          column: column, row: row, columns: min(Self.tile.columns, columns - column),
          rows: min(Self.tile.rows, rows - row))
        let pixels = canvas.pixels(of: part, cell: cell)
        tiles.append(Tile(columns: part.columns, rows: part.rows, cell: cell, pixels: pixels))
      }
    }
    self.tiles = tiles
  }
}

private struct Picture {
  var width, height: Int
  var pixels: [UInt8]
}

/// A picture in the middle of a ground.
private struct Canvas {
  let picture: Picture
  let left, top: Int
  let margin: [UInt8]

  init(picture: Picture, width: Int, height: Int, margin: Colour) {
    self.picture = picture
    left = (width - picture.width) / 2
    top = (height - picture.height) / 2
    if case .rgb(let r, let g, let b) = margin { self.margin = [r, g, b] } else { self.margin = [0, 0, 0] }
  }

  func pixels(of part: Rect, cell: CellSize) -> [UInt8] {
    let xs = part.column * cell.width..<part.endColumn * cell.width
    var out: [UInt8] = []
    out.reserveCapacity(xs.count * part.rows * cell.height * 3)
    for y in part.row * cell.height..<part.endRow * cell.height { append(row: y - top, xs, to: &out) }
    return out
  }

  private func append(row: Int, _ xs: Range<Int>, to out: inout [UInt8]) {
    let isInside = (0..<picture.height).contains(row)
    let shown = isInside ? xs.clamped(to: left..<left + picture.width) : xs.lowerBound..<xs.lowerBound
    for _ in xs.lowerBound..<shown.lowerBound { out += margin }
    let start = row * picture.width - left
    if !shown.isEmpty { out += picture.pixels[(start + shown.lowerBound) * 3..<(start + shown.upperBound) * 3] }
    for _ in shown.upperBound..<xs.upperBound { out += margin }
  }
}

extension Grid {
  /// Shows a picture in true pixels, centred in a rectangle.
  /// - Parameters:
  ///   - pixels: RGB, row-major, already scaled to the size wanted on the screen; what is over the rectangle's
  ///     cells is cut off at the right and the bottom.
  ///   - cell: the size of the terminal's cells in pixels.
  public mutating func drawTiles(
    width: Int, height: Int, pixels: [UInt8], in rect: Rect, cell: CellSize, margin: Colour = .rgb(0, 0, 0)
  ) {
    draw(Mosaic(width: width, height: height, pixels: pixels, cell: cell, margin: margin), in: rect)
  }

  /// Shows a picture that was cut before, centred in a rectangle.
  public mutating func draw(_ mosaic: Mosaic, in rect: Rect) {
    let (columns, rows) = (min(mosaic.size.columns, rect.columns), min(mosaic.size.rows, rect.rows))
    let place = Position(
      column: rect.column + (rect.columns - columns) / 2, row: rect.row + (rect.rows - rows) / 2)
    for tile in mosaic.tiles { tiles[tile.id] = tile }
    let across = (mosaic.size.columns + Mosaic.tile.columns - 1) / Mosaic.tile.columns
    for row in 0..<rows {
      for column in 0..<columns {
        let tile = mosaic.tiles[row / Mosaic.tile.rows * across + column / Mosaic.tile.columns]
        var cell = Cell()
        cell.tile = TilePart(
          id: tile.id, column: UInt8(column % Mosaic.tile.columns), row: UInt8(row % Mosaic.tile.rows))
        self[place.column + column, place.row + row] = cell
      }
    }
  }
}
