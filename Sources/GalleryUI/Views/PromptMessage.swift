import TerminalUI

/// What is wrong with what stands in a prompt, where it is too long for the line below: in as many lines as it needs
/// above the prompt, so that it can be read while the prompt is mended.
enum PromptMessage {
  static func isLong(_ message: Message, _ size: Size) -> Bool { columns(of: message.text) > size.columns - 4 }

  static func draw(_ state: State, on grid: inout Grid) {
    guard state.prompt != nil, let message = state.message, isLong(message, grid.size) else { return }
    let body = Chrome.body(grid.size)
    let lines = broken(message.text, to: grid.size.columns - 4).prefix(body.rows - 1)
    let box = Rect(column: 0, row: body.endRow - lines.count - 1, columns: grid.size.columns, rows: lines.count + 1)
    grid.fill(box)
    grid.put(String(repeating: "─", count: box.columns - 4), column: 2, row: box.row, style: state.theme.quiet)
    let style = message.isError ? state.theme.error : state.theme.strong
    for (offset, line) in lines.enumerated() {
      grid.put(line, column: 2, row: box.row + 1 + offset, style: style, columns: box.columns - 4)
    }
  }
}
