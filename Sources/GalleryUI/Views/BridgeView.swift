import Library
import TerminalUI

/// The chain of faces between two, with the weakest link marked.
enum BridgeView {
  static func draw(_ state: State, _ screen: BridgeScreen, _ pictures: Pictures, on grid: inout Grid) {
    guard let bridge = screen.bridge else {
      let sentence = screen.reason.map { "No bridge: \($0)." } ?? "Looking for the chain of faces …"
      return grid.putCentred([title(screen), sentence], in: Chrome.body(state.size), margin: 2)
    }
    let layout = BridgeLayout(state.size, pictures.style, steps: bridge.steps.count)
    for step in bridge.steps.indices { drawFace(step, bridge, state, screen, layout, pictures, on: &grid) }
    for link in bridge.scores.indices { drawLink(link, bridge, state, screen, layout, on: &grid) }
    if let pair = layout.pair { drawPair(bridge, state, screen, pair, pictures, on: &grid) }
  }

  static func title(_ screen: BridgeScreen) -> String { "\(screen.from) → \(screen.to)" }

  /// "7 faces, 2009–2021; weakest link 0.52"
  static func statusText(_ state: State, _ screen: BridgeScreen) -> String {
    guard let bridge = screen.bridge else { return title(screen) }
    let years = bridge.steps.compactMap { $0.captured.map { String($0.prefix(4)) } }
    let span =
      years.min().map { first in years.max() == first ? ", \(first)" : ", \(first)–\(years.max() ?? first)" } ?? ""
    let weakest = screen.weakest.map { "weakest link \(decimals(bridge.scores[$0]))" } ?? "all links accepted"
    let search = screen.isSearching ? "; looking for another way …" : ""
    return "\(title(screen)): \(counted(bridge.steps.count, "face", "faces"))\(span); \(weakest)\(search)"
  }

  // MARK: - The list

  private static func drawFace(
    _ index: Int, _ bridge: Bridge, _ state: State, _ screen: BridgeScreen, _ layout: BridgeLayout,
    _ pictures: Pictures, on grid: inout Grid
  ) {
    let rect = layout.face(index, top: screen.top)
    guard rect.row < layout.list.endRow, rect.endRow > layout.list.row else { return }
    let step = bridge.steps[index]
    let isCurrent = [screen.cursor, screen.cursor + 1].contains(index)
    for row in rect.row..<rect.endRow where isCurrent && layout.isVisible(row: row) {
      grid.put("▌", column: rect.column - 1, row: row, style: state.theme.edge)
    }
    // Part of a picture would need another one; a face that is cut off has its text alone.
    if layout.pictureColumns > 0, layout.isVisible(row: rect.row), layout.isVisible(row: rect.endRow - 1) {
      MatchesPanel.drawCrop(
        state, step.photo, step.number, rect.column, rect.row, layout.pictureColumns, pictures, on: &grid)
    }
    let column = rect.column + (layout.pictureColumns > 0 ? layout.pictureColumns + 2 : 0)
    let texts = texts(step, state, columns: rect.endColumn - column, rows: layout.stepRows)
    let top = rect.row + (layout.stepRows - texts.count) / 2
    for (offset, text) in texts.enumerated() where layout.isVisible(row: top + offset) {
      let style = offset > 0 ? state.theme.quiet : isCurrent ? state.theme.strong : .plain
      grid.put(text, column: column, row: top + offset, style: style, columns: rect.endColumn - column)
    }
  }

  /// The name of the photo, the date, and who it is.
  private static func texts(_ step: Bridge.Step, _ state: State, columns room: Int, rows: Int) -> [String] {
    let date = step.captured.map { String($0.prefix(10)) } ?? "no date"
    let name = state.photos.name(of: step.photo)
    guard rows > 1 else { return [date + "  " + shortenedName(name, to: max(1, room - date.count - 2))] }
    let faces = state.photos[step.photo]?.faces.count ?? 1
    let face = faces > 1 ? "face \(step.number) of \(faces)" : ""
    let rest = [step.person ?? "", face].filter { !$0.isEmpty }.joined(separator: " · ")
    return [shortenedName(name, to: room), date, shortened(rest, to: room)].filter { !$0.isEmpty }
  }

  private static func drawLink(
    _ link: Int, _ bridge: Bridge, _ state: State, _ screen: BridgeScreen, _ layout: BridgeLayout, on grid: inout Grid
  ) {
    let row = layout.row(ofLink: link, top: screen.top)
    guard layout.isVisible(row: row) else { return }
    let (column, end) = (layout.list.column + 1, layout.list.endColumn)
    let isCurrent = screen.cursor == link
    if isCurrent { grid.put("▌", column: column - 1, row: row, style: state.theme.edge) }
    let style =
      isCurrent
      ? state.theme.cursor
      : screen.isAccepted(link) ? state.theme.same : screen.weakest == link ? state.theme.maybe : state.theme.quiet
    let text = linkForms(link, bridge, state, screen).first { columns(of: $0) <= end - column - 3 } ?? ""
    let mark = screen.isAccepted(link) ? "✓" : screen.weakest == link ? "╎" : "│"
    let next = grid.put(" \(mark) ", column: column, row: row, style: style)
    grid.put(text, column: next, row: row, style: style, columns: max(0, end - next))
  }

  /// "0.52 · about 1 wrong in 40 here · the weakest link", from the longest form to the score.
  private static func linkForms(_ link: Int, _ bridge: Bridge, _ state: State, _ screen: BridgeScreen) -> [String] {
    let score = decimals(bridge.scores[link])
    if screen.isAccepted(link) {
      return ["\(score) · the same person, as you said", "\(score) · the same person", score]
    }
    let meanings = state.meaning(ofLink: link, in: bridge)
    guard screen.weakest == link else { return meanings.map { "\(score) · \($0)" } + [score] }
    return meanings.map { "\(score) · \($0) · the weakest link" } + [
      "\(score) · the weakest link", "\(score) · weakest", score,
    ]
  }

  // MARK: - The link under the cursor

  private static func drawPair(
    _ bridge: Bridge, _ state: State, _ screen: BridgeScreen, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    let steps = [bridge.steps[screen.cursor], bridge.steps[screen.cursor + 1]]
    let textRows = 7
    var side = (rect.columns - 2) / 2
    while side > 4, pictures.style.rows(ofSquare: side) > rect.rows - textRows { side -= 1 }
    let rows = pictures.style.rows(ofSquare: side)
    for (index, step) in steps.enumerated() {
      let column = rect.column + index * (side + 2)
      let date = step.captured.map { String($0.prefix(10)) } ?? "no date"
      grid.put(shortened(date, to: side), column: column, row: rect.row, style: state.theme.title)
      MatchesPanel.drawCrop(state, step.photo, step.number, column, rect.row + 1, side, pictures, on: &grid)
      let below = [shortenedName(state.photos.name(of: step.photo), to: side), shortened(step.person ?? "", to: side)]
      for (offset, text) in below.enumerated() { grid.put(text, column: column, row: rect.row + 1 + rows + offset) }
    }
    var row = rect.row + rows + 4
    let link = linkForms(screen.cursor, bridge, state, screen).first { columns(of: $0) <= rect.columns } ?? ""
    let ways = [(Action.acceptLink, "the same person"), (.cutLink, "two people")].compactMap { action, what in
      state.key(for: action).map { "\($0) \(what)" }
    }
    for (text, style) in [(link, state.theme.strong), (ways.joined(separator: "   "), state.theme.quiet)]
    where row < rect.endRow {
      grid.put(shortened(text, to: rect.columns), column: rect.column, row: row, style: style)
      row += 1
    }
  }
}
