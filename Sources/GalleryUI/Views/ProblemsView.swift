import Library
import TerminalUI

/// Where the list of problems lies, and below it all of what is under the cursor.
struct ProblemsLayout {
  private static let detailRows = 5

  let list: Rect
  /// nil where there is no room.
  let detail: Rect?
  let geometry: ListGeometry

  init(_ size: Size, count: Int) {
    let body = Chrome.body(size)
    let hasDetail = body.rows >= 2 * Self.detailRows + 1
    let rows = max(1, body.rows - (hasDetail ? Self.detailRows : 0))
    list = Rect(column: 2, row: body.row, columns: max(1, body.columns - 4), rows: rows)
    detail =
      hasDetail ? Rect(column: 2, row: list.endRow, columns: list.columns, rows: Self.detailRows) : nil
    geometry = ListGeometry(count: count, columns: 1, visibleRows: rows)
  }

  func index(at position: Position, top: Int) -> Int? {
    guard list.contains(position) else { return nil }
    let index = top + position.row - list.row
    return index < geometry.count ? index : nil
  }
}

enum ProblemsView {
  static func draw(_ state: State, _ screen: Problems, on grid: inout Grid) {
    let problems = state.problems
    let layout = ProblemsLayout(state.size, count: problems.count)
    guard !problems.isEmpty else {
      grid.putCentred(emptySentence(state), in: layout.list, margin: 1)
      return
    }
    let visible = problems.enumerated().dropFirst(screen.top).prefix(layout.list.rows)
    for (index, problem) in visible {
      let rect = Rect(
        column: layout.list.column, row: layout.list.row + index - screen.top, columns: layout.list.columns, rows: 1)
      draw(problem, in: rect, isCurrent: index == screen.cursor, state.theme, on: &grid)
    }
    if let detail = layout.detail, problems.indices.contains(screen.cursor) {
      draw(problems[screen.cursor], detail, state.theme, on: &grid)
    }
  }

  /// The path has at least half of the room, and what a short reason leaves.
  private static func draw(
    _ problem: Problem, in rect: Rect, isCurrent: Bool, _ theme: Theme, on grid: inout Grid
  ) {
    if isCurrent { grid.put("▌", column: rect.column - 1, row: rect.row, style: theme.edge) }
    let path = problem.path.string + (problem.isFolder ? "/" : "")
    let room = rect.columns - 2
    let reasonRoom = min(columns(of: problem.reason), max(room / 2, room - columns(of: path)))
    let pathRoom = max(1, room - reasonRoom)
    let style = isCurrent ? theme.strong : Style.plain
    grid.put(shortenedName(path, to: pathRoom), column: rect.column, row: rect.row, style: style)
    let reason = shortened(problem.reason, to: rect.columns - pathRoom - 2)
    grid.putRight(reason, endColumn: rect.endColumn, row: rect.row, style: isCurrent ? theme.error : theme.quiet)
  }

  private static func draw(_ problem: Problem, _ rect: Rect, _ theme: Theme, on grid: inout Grid) {
    grid.put(String(repeating: "─", count: rect.columns), column: rect.column, row: rect.row, style: theme.quiet)
    let path = broken(problem.path.string + (problem.isFolder ? "/" : ""), to: rect.columns).map { ($0, theme.strong) }
    let reason = broken(problem.reason, to: rect.columns).map { ($0, theme.error) }
    // The reason is what the screen is for; a path that leaves it no room loses its first lines.
    let room = rect.rows - 1
    let pathRows = min(path.count, max(1, room - reason.count))
    for (offset, line) in (path.suffix(pathRows) + reason).prefix(room).enumerated() {
      grid.put(line.0, column: rect.column, row: rect.row + 1 + offset, style: line.1, columns: rect.columns)
    }
  }

  static func statusText(_ state: State) -> String {
    state.currentProblem.map { "\($0.path.string): \($0.reason)" } ?? ""
  }

  private static func emptySentence(_ state: State) -> [String] {
    let open = state.photos.count(.pending)
    switch state.indexing {
    case .listing: return ["Looking for photos in \(state.title) …"]
    case _ where open > 0:
      return ["No problem so far.", "\(counted(open, "photo is", "photos are")) not looked at yet."]
    default: return ["Every photo and every folder in \(state.title) could be read."]
    }
  }
}
