extension Grid {
  /// The rows as text, blanks at their ends left out.
  public var rows: [String] {
    (0..<size.rows).map { row in
      let line = (0..<size.columns).map { self[$0, row] }.filter { $0.width > 0 }
      let text = String(line.map(\.character))
      let kept = text.lastIndex { $0 != " " }.map { text[...$0] } ?? ""
      return String(kept)
    }
  }

  public var text: String { rows.map { $0 + "\n" }.joined() }

  /// The rows with escape sequences for colours and attributes (ECMA-48, 256 colours and 24-bit colours as in xterm).
  public func ansi(depth: ColourDepth = .palette) -> String {
    (0..<size.rows).map { row in
      var (line, current) = ("", Style.plain)
      for column in 0..<size.columns {
        let cell = depth == .none ? self[column, row].withoutColour : self[column, row]
        guard cell.width > 0 else { continue }
        if cell.style != current {
          line += cell.style.escape(at: depth)
          current = cell.style
        }
        line.append(cell.character)
      }
      return line + (current == .plain ? "" : "\u{1B}[0m") + "\n"
    }.joined()
  }
}

extension Style {
  fileprivate func escape(at depth: ColourDepth) -> String {
    var codes = ["0"]
    if bold { codes.append("1") }
    if dim { codes.append("2") }
    if underline { codes.append("4") }
    if reverse { codes.append("7") }
    if let colour = foreground.code(at: depth) { codes.append("38;\(colour)") }
    if let colour = background.code(at: depth) { codes.append("48;\(colour)") }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }
}

extension Colour {
  fileprivate func code(at depth: ColourDepth) -> String? {
    if case (.rgb(let r, let g, let b), .direct) = (self, depth) { return "2;\(r);\(g);\(b)" }
    return index(at: depth).map { "5;\($0)" }
  }
}
