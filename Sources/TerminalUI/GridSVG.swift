extension Grid {
  /// The screen as an SVG picture, in the colours that a terminal of 256 shows.
  /// - Parameter dark: light text on a dark ground, or the other way round.
  public func svg(dark: Bool = true) -> String {
    let theme = dark ? SVGTheme.dark : SVGTheme.light
    let (width, height) = (size.columns * SVGTheme.cellWidth, size.rows * SVGTheme.cellHeight)
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 \(width + 24) \(height + 24)" \
      width="\(width + 24)" height="\(height + 24)" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" \
      font-size="16.6">
      <rect x="-12" y="-12" width="\(width + 24)" height="\(height + 24)" rx="8" fill="\(theme.background)"/>
      <g shape-rendering="crispEdges">

      """
    for row in 0..<size.rows { out += rectangles(row, theme) }
    out += "</g>\n"
    for row in 0..<size.rows { out += texts(row, theme) }
    return out + "</svg>\n"
  }

  private func rectangles(_ row: Int, _ theme: SVGTheme) -> String {
    var runs = SVGRuns(row: row)
    for column in 0..<size.columns {
      let cell = self[column, row]
      let (ink, ground) = theme.colours(of: cell.style)
      switch cell.character {
      case "▀": runs.add(column, upper: ink, lower: ground)
      case "▄": runs.add(column, upper: ground, lower: ink)
      case "█": runs.add(column, upper: ink, lower: ink)
      default: runs.add(column, upper: ground, lower: ground)
      }
    }
    return runs.finish(background: theme.background)
  }

  /// One element a word, at its own place, so that a font's widths cannot add up.
  private func texts(_ row: Int, _ theme: SVGTheme) -> String {
    var (out, column) = ("", 0)
    while column < size.columns {
      let (start, style) = (column, self[column, row].style)
      var text = ""
      while column < size.columns, self[column, row].style == style, isText(self[column, row]) {
        text += escaped(self[column, row].character)
        column += 1
        if self[column - 1, row].width == 2 { break }
      }
      if text.isEmpty {
        column += 1
      } else {
        let place = "x=\"\(start * SVGTheme.cellWidth)\" y=\"\(row * SVGTheme.cellHeight + 15)\""
        out += "<text \(place) \(theme.attributes(of: style))>\(text)</text>\n"
      }
    }
    return out
  }

  private func isText(_ cell: Cell) -> Bool { cell.width > 0 && !" ▀▄█".contains(cell.character) }

  private func escaped(_ character: Character) -> String {
    switch character {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    default: String(character)
    }
  }
}

private struct SVGTheme {
  static let cellWidth = 10
  static let cellHeight = 20
  static let dark = SVGTheme(foreground: "#d8dee4", quiet: "#868e97", background: "#14181d")
  static let light = SVGTheme(foreground: "#1f2328", quiet: "#6e7781", background: "#ffffff")

  let foreground, quiet, background: String

  func colours(of style: Style) -> (ink: String, ground: String) {
    let ink = hex(style.foreground) ?? (style.dim ? quiet : foreground)
    let ground = hex(style.background) ?? background
    return style.reverse ? (ground, ink) : (ink, ground)
  }

  func attributes(of style: Style) -> String {
    "fill=\"\(colours(of: style).ink)\"" + (style.bold ? " font-weight=\"bold\"" : "")
      + (style.underline ? " text-decoration=\"underline\"" : "")
  }

  private func hex(_ colour: Colour) -> String? {
    guard let index = colour.index(at: .palette) else { return nil }
    let colour = Palette.colours[Int(index)]
    return "#" + [colour.r, colour.g, colour.b].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Joins neighbouring half cells of one colour into one rectangle.
private struct SVGRuns {
  let row: Int
  private var upper: [String] = []
  private var lower: [String] = []

  init(row: Int) { self.row = row }

  mutating func add(_ column: Int, upper: String, lower: String) {
    self.upper.append(upper)
    self.lower.append(lower)
  }

  func finish(background: String) -> String {
    line(upper, half: 0, background) + line(lower, half: 1, background)
  }

  private func line(_ colours: [String], half: Int, _ background: String) -> String {
    let (cellWidth, halfHeight) = (SVGTheme.cellWidth, SVGTheme.cellHeight / 2)
    let y = row * SVGTheme.cellHeight + half * halfHeight
    var (out, start) = ("", 0)
    for end in 1...max(1, colours.count) where end == colours.count || colours[end] != colours[start] {
      if colours[start] != background {
        out += "<rect x=\"\(start * cellWidth)\" y=\"\(y)\" width=\"\((end - start) * cellWidth)\" "
        out += "height=\"\(halfHeight)\" fill=\"\(colours[start])\"/>\n"
      }
      start = end
    }
    return out
  }
}
