import Library
import TerminalUI

/// The faces of one person, and those that may be.
enum PersonView {
  static func draw(_ state: State, _ screen: PersonScreen, _ pictures: Pictures, on grid: inout Grid) {
    let layout = PersonLayout(state, screen)
    if let panel = layout.panel { PersonPanel.draw(state, screen, panel, pictures, on: &grid) }
    let visible = layout.visible(top: screen.top)
    for (place, rect) in visible {
      let item = Item(state, screen, place)
      if layout.isList {
        drawLine(item, rect, state, on: &grid)
      } else {
        drawTile(item, rect, state, pictures, on: &grid)
      }
    }
    for (start, row) in layout.headers(top: screen.top) {
      PeopleView.drawHeader(header(at: start, state, screen), layout.list, row, state.theme, on: &grid)
    }
    let end = visible.map(\.rect.endRow).max() ?? layout.list.row
    let below = Rect(
      column: layout.list.column, row: end, columns: layout.list.columns, rows: layout.list.endRow - end)
    if screen.items.count == screen.ownCount, below.rows > 0 {
      grid.putCentred(sentences(state, screen), in: below, style: state.theme.quiet, margin: 2)
    }
  }

  // MARK: - Sentences

  /// From all that can be said to what matters most.
  private static func header(at start: Int, _ state: State, _ screen: PersonScreen) -> [String] {
    let (person, name) = (screen.person, screen.person.name?.text ?? "unnamed")
    if start == 0, screen.ownCount > 0 {
      let years = person.years.map { ", \($0.text)" } ?? ""
      let faces = counted(person.faces.count, "face", "faces")
      let key = state.key(for: .unfold)
      let fold =
        screen.foldedCount > 0
        ? key.map { "\($0) shows all" } : screen.isUnfolded && screen.open.isEmpty == false ? key.map { "\($0) folds" } : nil
      let what = screen.isGroup ? "\(faces) without a name\(years)" : "\(name): \(faces) confirmed\(years)"
      return [[what, fold], [what], [screen.isGroup ? faces : "\(name): \(faces)"]].map { parts in
        parts.compactMap(\.self).joined(separator: " · ")
      }
    }
    guard start < screen.ownCount + screen.openLikely else {
      return ["\(grouped(screen.open.count - screen.openLikely)) less likely", "less likely"]
    }
    let count = "\(counted(screen.openLikely, "face", "faces")) may be \(name)"
    let since = screen.lookedAt.map { "\(grouped(screen.newCount)) new since \($0.prefix(10))" }
    return [[count, "best first", since], [count, since], [count]].map { parts in
      parts.compactMap(\.self).joined(separator: " · ")
    }
  }

  /// What there is where no candidate is shown.
  private static func sentences(_ state: State, _ screen: PersonScreen) -> [String] {
    if screen.isGroup {
      let ways = [(Action.name, "says who they are"), (.refuse, "splits off who is somebody else")].compactMap {
        action, what in state.key(for: action).map { "\($0) \(what)" }
      }
      return ["Most likely of one person; nothing is assigned without your word.", ways.joined(separator: ", ") + "."]
    }
    let name = screen.person.name?.text ?? ""
    guard screen.wasAnswered else { return ["Looking for more faces of \(name) …"] }
    let less = screen.open.count - screen.openLikely
    let more = less == 0 ? nil : state.key(for: .moreCandidates).map { "\($0) shows \(grouped(less)) less likely." }
    return ["No other face here is likely to be \(name).", more].compactMap(\.self)
  }

  static func statusText(_ state: State, _ screen: PersonScreen) -> String {
    let marked = screen.marks.isEmpty ? nil : "\(grouped(screen.marks.count)) marked"
    let search = screen.asked == nil || screen.isGroup ? nil : "looking for more …"
    guard let item = screen.current else { return [marked, search].compactMap(\.self).joined(separator: " · ") }
    let photo = state.photos[item.photo].map { Chrome.describe($0, selected: item.number - 1) }
    return [marked, photo, search].compactMap(\.self).joined(separator: " · ")
  }

  // MARK: - Items

  /// What is told of a face.
  private struct Item {
    let theme: Theme
    let item: PersonScreen.Item
    let photo: Photo?
    let isCurrent, isNew: Bool
    let mark: String
    let isLikely: Bool
    /// From the longest form to the shortest; none for the person's own.
    let meaning: [String]

    init(_ state: State, _ screen: PersonScreen, _ place: Int) {
      theme = state.theme
      item = screen.items[place]
      photo = state.photos[item.photo]
      isCurrent = place == screen.cursor
      isNew = screen.lookedAt != nil && screen.new.contains(item.face)
      let isInRange = screen.range?.contains(place) ?? false
      mark = screen.marks.contains(item.face) ? "✓ " : isInRange ? "│ " : ""
      isLikely = place < screen.ownCount + screen.openLikely
      meaning = item.candidate.map { state.meaning(of: $0, in: screen) } ?? []
    }

    var date: String { photo?.captured.map { String($0.prefix(10)) } ?? "no date" }
    var score: String { item.candidate.map { decimals($0.score) } ?? date }
    var style: Style {
      isCurrent ? theme.cursor : item.candidate == nil ? .plain : theme.style(isLikely ? .same : .maybe)
    }
  }

  private static func drawTile(
    _ item: Item, _ rect: Rect, _ state: State, _ pictures: Pictures, on grid: inout Grid
  ) {
    let rows = max(1, rect.rows - PersonLayout.captionRows)
    let picture = Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: rows)
    let place = ListedPerson.Place(face: item.item.face, photo: item.item.photo, number: item.item.number)
    PeopleView.drawFace(place, in: picture, state, pictures, on: &grid)
    if item.isCurrent {
      for row in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    let row = picture.endRow
    var next = grid.put(item.mark, column: rect.column, row: row, style: item.theme.mark)
    next = grid.put(item.score, column: next, row: row, style: item.style, columns: max(0, rect.endColumn - next))
    if item.isNew, next + 4 <= rect.endColumn { grid.put("new", column: next + 1, row: row, style: item.theme.mark) }
    let name = shortenedName(state.photos.name(of: item.item.photo), to: rect.columns)
    let below = item.meaning.first { columns(of: $0) <= rect.columns } ?? name
    grid.put(below, column: rect.column, row: row + 1, style: item.theme.quiet, columns: rect.columns)
  }

  private static func drawLine(_ item: Item, _ rect: Rect, _ state: State, on grid: inout Grid) {
    if item.isCurrent { grid.put("▌", column: rect.column - 1, row: rect.row, style: item.theme.edge) }
    var column = grid.put(item.mark, column: rect.column, row: rect.row, style: item.theme.mark)
    column = grid.put(item.score, column: column, row: rect.row, style: item.style)
    if item.isNew { column = grid.put(" new", column: column, row: rect.row, style: item.theme.mark) }
    let name = state.photos.name(of: item.item.photo)
    let room = rect.endColumn - column - 2
    let facts = item.meaning.first { columns(of: $0) + columns(of: name) + 2 <= room } ?? ""
    let left = room - (facts.isEmpty ? 0 : columns(of: facts) + 2)
    guard left > 0 else { return }
    grid.put(shortenedName(name, to: left), column: column + 2, row: rect.row)
    grid.putRight(facts, endColumn: rect.endColumn, row: rect.row, style: item.theme.quiet)
  }
}
