extension Grid {
  /// Draws a picture with two pixels a cell, upper and lower half, centred in a rectangle.
  /// - Parameters:
  ///   - pixels: RGB, row-major, `width · height · 3` bytes, no padding.
  ///   - width: in pixels, at most the rectangle's columns; what is over is cut off.
  ///   - height: in pixels, at most twice the rectangle's rows.
  public mutating func drawPicture(width: Int, height: Int, pixels: [UInt8], in rect: Rect) {
    precondition(pixels.count >= width * height * 3)
    let place = Self.placePicture(width: width, height: height, in: rect)
    let indices = Dither.indices(width: width, height: height, pixels: pixels)
    for row in 0..<place.rows {
      for column in 0..<place.columns {
        let upper = 2 * row * width + column
        var style = Style(foreground: .palette(indices[upper]))
        if 2 * row + 1 < height { style.background = .palette(indices[upper + width]) }
        self[place.column + column, place.row + row] = Cell("▀", style: style)
      }
    }
  }

  /// Where `drawPicture` puts a picture.
  public static func placePicture(width: Int, height: Int, in rect: Rect) -> Rect {
    let columns = min(width, rect.columns)
    let rows = min((height + 1) / 2, rect.rows)
    return Rect(
      column: rect.column + (rect.columns - columns) / 2, row: rect.row + (rect.rows - rows) / 2,
      columns: columns, rows: rows)
  }
}
