import TerminalUI

/// The key table as text.
enum HelpView {
  enum Line: Equatable {
    case title(String)
    case key(String, String)
    case blank
  }

  static func lines(_ keymap: Keymap) -> [Line] {
    groups(keymap) + [.title("Digits")] + KeyTable.digits.map { .key($0.0, $0.1) }
      + [.blank, .title("Mouse")] + KeyTable.mouse.map { .key($0.0, $0.1) }
  }

  /// Lines that a window shows at once.
  static func visibleLines(_ size: Size) -> Int { max(1, size.rows - 4) }

  static func draw(_ state: State, _ help: Help, on grid: inout Grid) {
    let body = Chrome.body(state.size)
    let lines = lines(state.keymap)
    let visible = lines.dropFirst(help.top).prefix(body.rows)
    for (offset, line) in visible.enumerated() {
      switch line {
      case .title(let text): grid.put(text, column: 2, row: body.row + offset, style: state.theme.title)
      case .key(let keys, let text):
        grid.put(keys, column: 4, row: body.row + offset, style: state.theme.strong, columns: 20)
        grid.put(shortened(text, to: body.columns - 28), column: 26, row: body.row + offset)
      case .blank: break
      }
    }
    let last = min(lines.count, help.top + body.rows)
    let place = "lines \(help.top + 1)–\(last) of \(lines.count)"
    grid.put(place, column: 2, row: state.size.rows - 2, style: state.theme.quiet)
  }

  /// Bindings of the same screens stand together, in the table's order.
  private static func groups(_ keymap: Keymap) -> [Line] {
    var order: [Set<Scope>] = []
    let bindings = keymap.bindings.filter { !$0.keys.isEmpty }
    for binding in bindings where !order.contains(binding.scopes) { order.append(binding.scopes) }
    return order.sorted { rank($0) < rank($1) }.flatMap { scopes -> [Line] in
      let keys = bindings.filter { $0.scopes == scopes }.map { Line.key($0.notation, $0.help) }
      return [.title(title(scopes))] + keys + [.blank]
    }
  }

  private static func rank(_ scopes: Set<Scope>) -> Int {
    let places = Scope.allCases.indices.filter { scopes.contains(Scope.allCases[$0]) }
    return scopes.count * 10 + (places.first ?? 0)
  }

  private static func title(_ scopes: Set<Scope>) -> String {
    if scopes == KeyTable.everywhere { return "Everywhere" }
    return Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ", ")
  }
}
