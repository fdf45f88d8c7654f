import Foundation
import TerminalUI

/// Where the list of decisions lies.
struct HistoryLayout {
  let list: Rect
  let geometry: ListGeometry

  init(_ size: Size, count: Int) {
    let body = Chrome.body(size)
    list = Rect(column: 2, row: body.row, columns: max(1, body.columns - 4), rows: max(1, body.rows))
    geometry = ListGeometry(count: count, columns: 1, visibleRows: list.rows)
  }

  func index(at position: Position, top: Int) -> Int? {
    guard list.contains(position) else { return nil }
    let index = top + position.row - list.row
    return index < geometry.count ? index : nil
  }
}

/// What was decided, the latest first; what was taken back is told apart.
enum HistoryView {
  static func draw(_ state: State, _ screen: HistoryScreen, on grid: inout Grid) {
    let layout = HistoryLayout(state.size, count: screen.steps.count)
    guard !screen.steps.isEmpty else {
      let judge = state.keymap.name(of: .confirm, in: .matches)
      let sentence = judge.map { "\($0) among matches says that a face is the person." } ?? ""
      return grid.putCentred(["Nothing was decided yet.", sentence].filter { !$0.isEmpty }, in: layout.list, margin: 1)
    }
    for (index, step) in screen.steps.enumerated().dropFirst(screen.top).prefix(layout.list.rows) {
      let rect = Rect(
        column: layout.list.column, row: layout.list.row + index - screen.top, columns: layout.list.columns, rows: 1)
      draw(step, rect, isCurrent: index == screen.cursor, state, on: &grid)
    }
  }

  private static func draw(
    _ step: HistoryScreen.Step, _ rect: Rect, isCurrent: Bool, _ state: State, on grid: inout Grid
  ) {
    let theme = state.theme
    if isCurrent { grid.put("▌", column: rect.column - 1, row: rect.row, style: theme.edge) }
    let time = DecisionTime(step.at, state.timeZone)
    let isNarrow = rect.columns < 50
    let text = isNarrow ? time.day : time.minute
    var column = grid.put(text, column: rect.column + 1, row: rect.row, style: theme.quiet) + 2
    let end = step.holds ? "" : isNarrow ? "back" : "taken back"
    grid.putRight(end, endColumn: rect.endColumn, row: rect.row, style: theme.maybe)
    column = grid.put(step.holds ? " " : "-", column: column, row: rect.row, style: theme.maybe) + 1
    let room = rect.endColumn - column - (end.isEmpty ? 0 : columns(of: end) + 2)
    let style = !step.holds ? theme.quiet : isCurrent ? theme.strong : .plain
    grid.put(shortened(step.text, to: max(1, room)), column: column, row: rect.row, style: style)
  }

  /// "40 decisions, 3 of them taken back"
  static func statusText(_ screen: HistoryScreen) -> String {
    guard !screen.steps.isEmpty else { return "" }
    let back = screen.steps.count { !$0.holds }
    let all = counted(screen.steps.count, "decision", "decisions")
    return back == 0 ? all : "\(all), \(grouped(back)) of them taken back"
  }
}

/// When something was decided, as the user's clock has it.
struct DecisionTime {
  /// "2026-11-29 14:55", or what the journal says where that is no time.
  let minute: String

  init(_ text: String, _ zone: TimeZone) {
    guard let date = try? Date(text, strategy: Self.written) else {
      minute = String(text.prefix(16))
      return
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    let numbers = [parts.year, parts.month, parts.day, parts.hour, parts.minute].map {
      ($0 ?? 0) < 10 ? "0\($0 ?? 0)" : "\($0 ?? 0)"
    }
    minute = numbers[0] + "-" + numbers[1] + "-" + numbers[2] + " " + numbers[3] + ":" + numbers[4]
  }

  var day: String { String(minute.prefix(10)) }

  private static let written = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
