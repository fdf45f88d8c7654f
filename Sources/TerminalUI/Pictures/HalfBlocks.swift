extension Grid {
  /// Draws a picture with two pixels a cell, upper and lower half, centred in a rectangle.
  /// - Parameters:
  ///   - pixels: RGB, row-major, `width · height · 3` bytes, no padding.
  ///   - width: in pixels, at most the rectangle's columns; what is over is cut off.
  ///   - height: in pixels, at most twice the rectangle's rows.
  mutating func drawPicture(width: Int, height: Int, pixels: [UInt8], in rect: Rect) {
    precondition(pixels.count >= width * height * 3)
    let place = Self.place(Size(columns: width, rows: (height + 1) / 2), in: rect)
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
}
