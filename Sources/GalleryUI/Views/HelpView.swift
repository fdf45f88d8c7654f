import TerminalUI

/// The key table as text.
enum HelpView {
  enum Line: Equatable {
    case title(String)
    /// With the name of its command in the configuration, if it has one.
    case key(String, String, command: String = "")
    case blank

    /// In which lines are found.
    var text: String {
      switch self {
      case .title(let text): text
      case .key(let keys, let text, let command): "\(keys) \(text) \(command)"
      case .blank: ""
      }
    }
  }

  static func lines(_ keymap: Keymap, _ help: Help = Help()) -> [Line] {
    let sections = groups(keymap, help.scope) + [commands, digits(keymap), mouse]
    let wanted = help.filter.lowercased()
    let (named, others) = (sections.filter { isNamed($0, wanted) }, sections.filter { !isNamed($0, wanted) })
    let shown = (named + others).compactMap { section -> [Line]? in
      let isWhole = wanted.isEmpty || section.title.lowercased().contains(wanted)
      let lines = section.lines.filter { isWhole || $0.text.lowercased().contains(wanted) }
      return lines.isEmpty ? nil : [.title(section.title)] + lines
    }
    return Array(shown.joined(separator: [.blank]))
  }

  /// Who types a section's title wants to see it first.
  private static func isNamed(_ section: Section, _ wanted: String) -> Bool { section.title.lowercased() == wanted }

  /// A heading and the lines below it.
  private typealias Section = (title: String, lines: [Line])

  private static let commands: Section = (
    "Command line", CommandTable.commands.map { .key(":\($0.name) \($0.usage)", $0.help) }
  )
  private static func digits(_ keymap: Keymap) -> Section {
    ("Digits", KeyTable.digits.map { .key($0.0, keymap.text($0.1, in: .gallery)) })
  }
  private static let mouse: Section = ("Mouse", KeyTable.mouse.map { .key($0.0, $0.1) })

  static func draw(_ state: State, _ help: Help, on grid: inout Grid) {
    let layout = HelpLayout(state.keymap, help, state.size)
    let (body, rows) = (layout.body, layout.rows)
    for (offset, row) in rows.dropFirst(help.top).prefix(body.rows).enumerated() {
      let line = body.row + offset
      let titleColumn = layout.keyColumn - (body.columns < 60 ? 1 : 2)
      grid.put(row.keys, column: layout.keyColumn, row: line, style: state.theme.strong)
      grid.put(
        row.text, column: row.isTitle ? titleColumn : layout.textColumn, row: line,
        style: row.isTitle ? state.theme.title : .plain)
    }
    if rows.isEmpty { grid.putCentred("No line here has “\(help.filter)”.", in: body, margin: 2) }
    let place = place(help, layout)
    if !HelpLayout.hasChrome(state.size) { return drawLastLine(place, state, on: &grid) }
    guard state.prompt == nil, state.message == nil else { return }
    grid.put(place, column: 2, row: state.size.rows - 2, style: state.theme.quiet)
  }

  private static func place(_ help: Help, _ layout: HelpLayout) -> String {
    guard !layout.rows.isEmpty else { return "" }
    let last = min(layout.rows.count, help.top + layout.body.rows)
    let filter = help.filter.isEmpty ? "" : " with “\(help.filter)”"
    return "lines \(help.top + 1)–\(last) of \(layout.rows.count)\(filter)"
  }

  /// In a small window: what is typed, or the way out and the place.
  private static func drawLastLine(_ place: String, _ state: State, on grid: inout Grid) {
    let row = state.size.rows - 1
    if let prompt = state.prompt {
      let text = shortenedAtStart("\(prompt.label) \(prompt.value)", to: state.size.columns)
      grid.put(text, column: 0, row: row, style: state.theme.title)
    } else {
      let way = state.key(for: .back).map { "\($0) back  " } ?? ""
      grid.put(shortened(way + place, to: state.size.columns), column: 0, row: row, style: state.theme.quiet)
    }
  }

  /// Bindings of the same screens stand together, in the table's order; those of one screen come first.
  private static func groups(_ keymap: Keymap, _ scope: Scope) -> [Section] {
    var order: [Set<Scope>] = []
    let bindings = keymap.bindings.filter { !$0.keys.isEmpty }
    for binding in bindings where !order.contains(binding.scopes) { order.append(binding.scopes) }
    return order.sorted { rank($0, scope) < rank($1, scope) }.map { scopes in
      let own = scopes.contains(scope) ? scope : Scope.allCases.first(where: scopes.contains) ?? scope
      return (
        title(scopes),
        bindings.filter { $0.scopes == scopes }.map {
          .key($0.notation, keymap.help($0, in: own), command: $0.command)
        }
      )
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
