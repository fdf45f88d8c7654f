extension Grid {
  /// The screen as an SVG picture. Blocks are rectangles, so that no font can leave gaps between them.
  /// - Parameters:
  ///   - dark: light text on a dark ground, or the other way round.
  ///   - depth: the colours that the terminal shows.
  public func svg(dark: Bool = true, depth: ColourDepth = .palette) -> String {
    var shown = self
    if depth == .none { shown.change { $0.withoutColour } }
    var theme = dark ? SVGTheme.dark : SVGTheme.light
    theme.depth = depth
    let (width, height) = (size.columns * SVGTheme.cellWidth, size.rows * SVGTheme.cellHeight)
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 \(width + 24) \(height + 24)" \
      width="\(width + 24)" height="\(height + 24)" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" \
      font-size="16.6">
      <rect x="-12" y="-12" width="\(width + 24)" height="\(height + 24)" rx="8" fill="\(theme.background)"/>
      <g shape-rendering="crispEdges">

      """
    for row in 0..<size.rows { out += shown.rectangles(row, theme) }
    out += "</g>\n"
    for row in 0..<size.rows { out += shown.texts(row, theme) }
    return out + "</svg>\n"
  }

  private func rectangles(_ row: Int, _ theme: SVGTheme) -> String {
    var rectangles = SVGRectangles(row: row, background: theme.background)
    for column in 0..<size.columns {
      let cell = self[column, row]
      let (ink, ground) = theme.colours(of: cell.style)
      rectangles.fill(column, ground)
      guard let shape = BlockShape.of(cell.character) else { continue }
      for piece in shape.pieces { rectangles.draw(piece, column, ink, share: shape.share) }
    }
    return rectangles.grounds.map(\.element).joined() + rectangles.inks.map(\.element).joined()
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

  private func isText(_ cell: Cell) -> Bool {
    cell.width > 0 && cell.character != " " && BlockShape.of(cell.character) == nil
  }

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
  var depth = ColourDepth.palette

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
    guard depth > .none, let shown = colour.index(at: depth).map({ Palette.colours[Int($0)] }) ?? colour.rgb else {
      return nil
    }
    return "#" + [shown.r, shown.g, shown.b].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The rectangles of a row of cells; neighbours of one height and colour become one.
private struct SVGRectangles {
  struct Rectangle {
    var x, y, endX, endY: Int
    let colour: String
    let share: Double

    var element: String {
      let opacity = share < 1 ? " fill-opacity=\"\(share)\"" : ""
      return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(endX - x)\" height=\"\(endY - y)\" "
        + "fill=\"\(colour)\"\(opacity)/>\n"
    }

    func isContinued(by other: Rectangle) -> Bool {
      endX == other.x && y == other.y && endY == other.endY && colour == other.colour && share == other.share
    }
  }

  let row: Int
  let background: String
  private(set) var grounds: [Rectangle] = []
  private(set) var inks: [Rectangle] = []

  init(row: Int, background: String) {
    (self.row, self.background) = (row, background)
  }

  mutating func fill(_ column: Int, _ colour: String) {
    guard colour != background else { return }
    let whole = BlockShape.Piece(left: 0, top: 0, right: BlockShape.columns, bottom: BlockShape.rows)
    Self.add(rectangle(whole, column, colour, share: 1), to: &grounds)
  }

  mutating func draw(_ piece: BlockShape.Piece, _ column: Int, _ colour: String, share: Double) {
    Self.add(rectangle(piece, column, colour, share: share), to: &inks)
  }

  private static func add(_ new: Rectangle, to list: inout [Rectangle]) {
    // A cell has at most four rectangles.
    if let index = list.indices.suffix(8).last(where: { list[$0].isContinued(by: new) }) {
      list[index].endX = new.endX
    } else {
      list.append(new)
    }
  }

  private func rectangle(_ piece: BlockShape.Piece, _ column: Int, _ colour: String, share: Double) -> Rectangle {
    func x(_ place: Int) -> Int { column * SVGTheme.cellWidth + place * SVGTheme.cellWidth / BlockShape.columns }
    func y(_ place: Int) -> Int { row * SVGTheme.cellHeight + place * SVGTheme.cellHeight / BlockShape.rows }
    return Rectangle(
      x: x(piece.left), y: y(piece.top), endX: x(piece.right), endY: y(piece.bottom), colour: colour, share: share)
  }
}
