extension Grid {
  /// A picture as cells.
  /// - Parameters:
  ///   - pixels: RGB, row-major, `width · height · 3` bytes, no padding.
  ///   - width: in pixels, as many for each cell as the style says.
  ///   - height: in pixels.
  public init(width: Int, height: Int, pixels: [UInt8], as style: PictureStyle) {
    precondition(pixels.count >= width * height * 3)
    self.init(size: style.size(width: width, height: height))
    if style.way.isGraphic {
      let mosaic = Mosaic(width: width, height: height, pixels: pixels, cell: style.cell, margin: style.ground)
      draw(mosaic, in: bounds)
    } else if let set = style.symbols {
      cells = Symbols.cells(
        width: width, height: height, pixels: pixels, columns: size.columns, rows: size.rows, set: set,
        depth: style.depth)
    }
  }

  /// Where a picture of a size in cells lies in the middle of a rectangle.
  public static func place(_ size: Size, in rect: Rect) -> Rect {
    let (columns, rows) = (min(size.columns, rect.columns), min(size.rows, rect.rows))
    return Rect(
      column: rect.column + (rect.columns - columns) / 2, row: rect.row + (rect.rows - rows) / 2,
      columns: columns, rows: rows)
  }

  /// Draws another grid in the middle of a rectangle; what is over is cut off.
  public mutating func put(_ other: Grid, in rect: Rect) {
    let place = Self.place(other.size, in: rect)
    tiles.merge(other.tiles) { tile, _ in tile }
    for row in 0..<place.rows {
      for column in 0..<place.columns { self[place.column + column, place.row + row] = other[column, row] }
    }
  }
}
