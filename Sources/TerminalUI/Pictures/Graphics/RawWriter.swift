/// Cells as escape sequences (ECMA-48), for any places in any order; only what changes is said.
struct RawWriter {
  let depth: ColourDepth
  private(set) var bytes: [UInt8] = []
  private var cursor: Position?
  private var pen: Pen?

  private struct Pen: Equatable {
    var attributes, foreground, background: String
  }

  init(depth: ColourDepth) { self.depth = depth }

  mutating func append(_ sequence: [UInt8]) { bytes += sequence }

  mutating func move(to position: Position) {
    if cursor != position { bytes += "\u{1B}[\(position.row + 1);\(position.column + 1)H".utf8 }
    cursor = position
  }

  mutating func put(_ cell: Cell, at position: Position) {
    let style = cell.style
    var attributes = style.bold ? ";1" : ""
    if style.dim { attributes += ";2" }
    if style.underline { attributes += ";4" }
    if style.reverse { attributes += ";7" }
    let pen = Pen(
      attributes: attributes, foreground: code(style.foreground, ground: false),
      background: code(style.background, ground: true))
    put(String(cell.character), pen, at: position, columns: max(1, cell.width))
  }

  /// - Parameter colour: SGR parameters.
  mutating func put(_ text: String, colour: String, at position: Position) {
    put(text, Pen(attributes: "", foreground: colour, background: "49"), at: position, columns: 1)
  }

  /// Whoever draws next finds no attributes.
  mutating func finish() {
    if pen != nil { bytes += "\u{1B}[m".utf8 }
    pen = nil
  }

  /// An image has been drawn, after which the cursor is at an unknown place.
  mutating func loseCursor() { cursor = nil }

  private mutating func put(_ text: String, _ new: Pen, at position: Position, columns: Int) {
    move(to: position)
    change(to: new)
    bytes += text.utf8
    cursor?.column += columns
  }

  private mutating func change(to new: Pen) {
    guard new != pen else { return }
    var codes: [String] = []
    if let pen, pen.attributes == new.attributes {
      if pen.foreground != new.foreground { codes.append(new.foreground) }
      if pen.background != new.background { codes.append(new.background) }
    } else {
      codes = ["0" + new.attributes]
      if new.foreground != "39" { codes.append(new.foreground) }
      if new.background != "49" { codes.append(new.background) }
    }
    bytes += "\u{1B}[\(codes.joined(separator: ";"))m".utf8
    pen = new
  }

  private func code(_ colour: Colour, ground: Bool) -> String {
    if depth == .direct, case .rgb(let r, let g, let b) = colour { return "\(ground ? 48 : 38);2;\(r);\(g);\(b)" }
    guard let index = colour.index(at: depth) else { return ground ? "49" : "39" }
    switch index {
    case 0..<8: return "\((ground ? 40 : 30) + Int(index))"
    case 8..<16: return "\((ground ? 100 : 90) + Int(index) - 8)"
    default: return "\(ground ? 48 : 38);5;\(index)"
    }
  }
}
