import Library
import TerminalUI

/// People with names, and groups of faces that have none.
enum PeopleView {
  static func draw(_ state: State, _ screen: PeopleScreen, _ pictures: Pictures, on grid: inout Grid) {
    let layout = PeopleLayout(state, screen)
    guard !screen.entries.isEmpty else {
      return grid.putCentred(emptySentence(state, screen), in: layout.area, margin: 2)
    }
    for (place, rect) in layout.visible(top: screen.top) {
      let item = Item(state, screen, place)
      if layout.isList { drawLine(item, rect, on: &grid) } else { drawTile(item, rect, state, pictures, on: &grid) }
    }
    for (start, row) in layout.headers(top: screen.top) {
      let texts = start < screen.namedCount ? namedHeader(state, screen) : groupsHeader(state, screen)
      drawHeader(texts, layout.area, row, state.theme, on: &grid)
    }
  }

  /// The longest of some texts that has room, on a line.
  static func drawHeader(_ texts: [String], _ area: Rect, _ row: Int, _ theme: Theme, on grid: inout Grid) {
    let room = area.columns - 4
    let text = texts.first { columns(of: $0) <= room } ?? shortened(texts.last ?? "", to: room)
    let bar = String(repeating: "╌", count: max(0, room - columns(of: text)))
    let next = grid.put("╌ ", column: area.column, row: row, style: theme.divider)
    let after = grid.put(text, column: next, row: row, style: theme.title)
    grid.put(" " + bar, column: after, row: row, style: theme.divider, columns: max(0, area.endColumn - after))
  }

  // MARK: - Sentences

  private static func namedHeader(_ state: State, _ screen: PeopleScreen) -> [String] {
    let people = counted(screen.namedCount, "person with a name", "people with names")
    let hidden = screen.hiddenCount == 0 ? nil : "\(grouped(screen.hiddenCount)) hidden"
    let filter = screen.filter.isEmpty ? nil : "“\(screen.filter)”"
    let parts = [people, filter, hidden, state.people.order.sentence].compactMap(\.self)
    return [parts, parts.dropLast(), [people]].map { $0.joined(separator: " · ") }
  }

  private static func groupsHeader(_ state: State, _ screen: PeopleScreen) -> [String] {
    let count = screen.entries.count - screen.namedCount
    let groups = counted(count, "group without a name", "groups without a name")
    let work = state.people.grouping.isUnderWay ? "looking for more …" : nil
    let promise = "nobody is named without your word"
    return [[groups, promise, work], [groups, work], [groups]].map { parts in
      parts.compactMap(\.self).joined(separator: " · ")
    }
  }

  private static func emptySentence(_ state: State, _ screen: PeopleScreen) -> [String] {
    if !screen.filter.isEmpty {
      let back = state.key(for: .clear).map { ["\($0) shows all people."] } ?? []
      return ["Nobody here is called “\(screen.filter)”."] + back
    }
    if state.photos.faceCount == 0 { return ["No face has been found yet. People appear here as photos are looked at."] }
    if state.people.groups == nil {
      return ["Looking for groups among \(counted(state.photos.faceCount, "face", "faces")) …"]
    }
    let hidden =
      screen.hiddenCount == 0
      ? nil
      : "\(counted(screen.hiddenCount, "person is", "people are")) hidden"
        + (state.key(for: .showHidden).map { "; \($0) shows them." } ?? ".")
    let name = state.keymap.name(of: .name, in: .matches).map { " In matches and photos, \($0) says who a face is." } ?? ""
    return ["No two faces without a name are surely of one person.\(name)", hidden].compactMap(\.self)
  }

  /// Of whom the cursor is on: "Ada · 12 faces · 2009–2021 · 8 may be Ada, 3 new".
  static func statusText(_ state: State, _ screen: PeopleScreen) -> String {
    let marked = screen.marks.isEmpty ? nil : "\(grouped(screen.marks.count)) marked"
    guard let person = screen.current else { return marked ?? "" }
    let item = Item(state, screen, screen.cursor)
    let likely = item.count.map { count -> String in
      let new = count.new == 0 ? "" : ", \(grouped(count.new)) new"
      return "\(counted(count.likely, "face", "faces")) may be \(item.name)\(new)"
    }
    let parts = [marked, item.name, item.faces, item.years, person.isHidden ? "hidden" : nil, likely]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
  }

  // MARK: - Items

  /// What is told of a person.
  private struct Item {
    let theme: Theme
    let person: ListedPerson
    let name, faces, years: String
    /// Candidates; nil where there are none, or nobody knows yet.
    let count: CandidateCount?
    let isCurrent: Bool
    let mark: String

    init(_ state: State, _ screen: PeopleScreen, _ place: Int) {
      theme = state.theme
      person = screen.entries[place]
      name = person.name?.text ?? "unnamed"
      faces = counted(person.faces.count, "face", "faces")
      years = person.years?.text ?? ""
      if case .person(let id) = person.key, let known = state.people.counts[id], known.likely > 0 {
        count = known
      } else {
        count = nil
      }
      isCurrent = place == screen.cursor
      let isInRange = screen.range?.contains(place) ?? false
      mark = screen.marks.contains(person.key) ? "✓ " : isInRange ? "│ " : ""
    }

    var nameStyle: Style { isCurrent ? theme.cursor : person.name == nil ? theme.quiet : theme.strong }

    /// "3 new", or how many are likely where none is.
    var news: (text: String, style: Style)? {
      count.map { $0.new > 0 ? ("\(grouped($0.new)) new", theme.mark) : ("\(grouped($0.likely)) likely", theme.quiet) }
    }

    var span: String { person.isHidden ? (years.isEmpty ? "hidden" : "hidden · \(years)") : years }
  }

  private static func drawTile(
    _ item: Item, _ rect: Rect, _ state: State, _ pictures: Pictures, on grid: inout Grid
  ) {
    let rows = max(1, rect.rows - PeopleLayout.captionRows)
    let picture = Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: rows)
    drawFace(item.person.best, in: picture, state, pictures, on: &grid)
    if item.isCurrent {
      for row in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    let column = grid.put(item.mark, column: rect.column, row: picture.endRow, style: item.theme.mark)
    grid.put(
      shortened(item.name, to: rect.endColumn - column), column: column, row: picture.endRow, style: item.nameStyle)
    let next = grid.put(item.faces, column: rect.column, row: picture.endRow + 1, columns: rect.columns)
    if let news = item.news, next + 2 + columns(of: news.text) <= rect.endColumn {
      grid.put(news.text, column: next + 2, row: picture.endRow + 1, style: news.style)
    }
    grid.put(
      shortened(item.span, to: rect.columns), column: rect.column, row: picture.endRow + 2, style: item.theme.quiet)
  }

  /// A face as a square in the middle, or why there is none.
  static func drawFace(
    _ place: ListedPerson.Place?, in rect: Rect, _ state: State, _ pictures: Pictures, on grid: inout Grid
  ) {
    guard let place, let (photo, face) = state.face(place.photo, place.number) else {
      return grid.putCentred("no photo here", in: rect, style: state.theme.quiet, margin: 1)
    }
    let side = max(1, min(rect.columns, pictures.style.columns(ofSquare: rect.rows)))
    pictures.draw(pictures.face(face, of: photo, columns: side), in: rect, on: &grid)
  }

  private static func drawLine(_ item: Item, _ rect: Rect, on grid: inout Grid) {
    if item.isCurrent { grid.put("▌", column: rect.column - 1, row: rect.row, style: item.theme.edge) }
    let news = item.news.map { "  \($0.text)" } ?? ""
    let facts = "\(item.faces)\(news)"
    let all = item.span.isEmpty ? facts : "\(facts)  \(item.span)"
    let room = rect.columns - columns(of: item.mark) - 2
    let end = columns(of: item.name) + columns(of: all) <= room ? all : facts
    var column = grid.put(item.mark, column: rect.column, row: rect.row, style: item.theme.mark)
    let least = max(6, rect.endColumn - column - columns(of: end) - 2)
    column = grid.put(shortened(item.name, to: least), column: column, row: rect.row, style: item.nameStyle)
    let left = rect.endColumn - column - 2
    guard left > 0 else { return }
    grid.putRight(shortened(end, to: left), endColumn: rect.endColumn, row: rect.row, style: item.theme.quiet)
  }
}

extension ClosedRange<Int> {
  /// "2019" or "2019–2021".
  var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)–\(upperBound)" }
}
