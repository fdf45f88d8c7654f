import TerminalUI

/// A box in the middle of the screen that is as large as its message, or as the screen allows.
struct MessageLayout {
  private static let widest = 76

  let box: Rect
  let lines: [String]
  let geometry: ListGeometry

  init(_ message: MessageBox, _ size: Size) {
    let room = max(1, min(Self.widest, size.columns - 4) - 4)
    lines = broken(message.text, to: room)
    let width = (lines.map { columns(of: $0) }.max() ?? 0) + 4
    let rows = max(1, min(lines.count, size.rows - 4))
    box = Rect(
      column: max(0, (size.columns - width) / 2), row: max(0, (size.rows - rows - 2) / 2), columns: width,
      rows: rows + 2)
    geometry = ListGeometry(count: lines.count, columns: 1, visibleRows: rows)
  }
}

enum MessageView {
  static func draw(_ message: MessageBox, _ theme: Theme, on grid: inout Grid) {
    let layout = MessageLayout(message, grid.size)
    let box = layout.box
    grid.fill(box)
    let title = message.isError ? "error" : "message"
    grid.frame(
      box, title: box.columns >= title.count + 6 ? title : "", style: message.isError ? theme.error : theme.edge)
    for (offset, line) in layout.lines.dropFirst(message.top).prefix(layout.geometry.visibleRows).enumerated() {
      grid.put(line, column: box.column + 2, row: box.row + 1 + offset, columns: box.columns - 4)
    }
    let last = min(layout.lines.count, message.top + layout.geometry.visibleRows)
    guard layout.lines.count > layout.geometry.visibleRows else { return }
    let place = " lines \(message.top + 1)–\(last) of \(layout.lines.count) "
    grid.putRight(place, endColumn: box.endColumn - 1, row: box.endRow - 1, style: theme.quiet)
  }
}
