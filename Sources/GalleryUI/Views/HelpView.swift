import TerminalUI

/// The key table as text.
enum HelpView {
  enum Line: Equatable {
    case title(String)
    case key(String, String)
    case blank

    var text: String {
      switch self {
      case .title(let text): text
      case .key(let keys, let text): keys + " " + text
      case .blank: ""
      }
    }
  }

  static func lines(_ keymap: Keymap, _ help: Help = Help()) -> [Line] {
    let sections = groups(keymap, help.scope) + [commands, digits, mouse]
    let wanted = help.filter.lowercased()
    let shown = sections.compactMap { section -> [Line]? in
      let lines = section.lines.filter { wanted.isEmpty || $0.text.lowercased().contains(wanted) }
      return lines.isEmpty ? nil : [.title(section.title)] + lines
    }
    return Array(shown.joined(separator: [.blank]))
  }

  /// A heading and the lines below it.
  private typealias Section = (title: String, lines: [Line])

  private static let commands: Section = (
    "Command line", CommandTable.commands.map { .key(":\($0.name) \($0.usage)", $0.help) }
  )
  private static let digits: Section = ("Digits", KeyTable.digits.map { .key($0.0, $0.1) })
  private static let mouse: Section = ("Mouse", KeyTable.mouse.map { .key($0.0, $0.1) })

  /// Lines that a window shows at once.
  static func visibleLines(_ size: Size) -> Int { max(1, size.rows - 4) }

  static func draw(_ state: State, _ help: Help, on grid: inout Grid) {
    let body = Chrome.body(state.size)
    let lines = lines(state.keymap, help)
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
    guard !lines.isEmpty else { return grid.putCentred("No line here has “\(help.filter)”.", in: body, margin: 2) }
    let filter = help.filter.isEmpty ? "" : " with “\(help.filter)”"
    let place = "lines \(help.top + 1)–\(last) of \(lines.count)\(filter)"
    guard state.prompt == nil, state.message == nil else { return }
    grid.put(place, column: 2, row: state.size.rows - 2, style: state.theme.quiet)
  }

  /// Bindings of the same screens stand together, in the table's order; those of one screen come first.
  private static func groups(_ keymap: Keymap, _ scope: Scope) -> [Section] {
    var order: [Set<Scope>] = []
    let bindings = keymap.bindings.filter { !$0.keys.isEmpty }
    for binding in bindings where !order.contains(binding.scopes) { order.append(binding.scopes) }
    return order.sorted { rank($0, scope) < rank($1, scope) }.map { scopes in
      (title(scopes), bindings.filter { $0.scopes == scopes }.map { .key($0.notation, $0.help) })
    }
  }

  private static func rank(_ scopes: Set<Scope>, _ scope: Scope) -> Int {
    let places = Scope.allCases.indices.filter { scopes.contains(Scope.allCases[$0]) }
    return (scopes.contains(scope) ? 0 : 1000) + scopes.count * 10 + (places.first ?? 0)
  }

  private static func title(_ scopes: Set<Scope>) -> String {
    if scopes == KeyTable.everywhere { return "Everywhere" }
    return Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ", ")
  }
}
