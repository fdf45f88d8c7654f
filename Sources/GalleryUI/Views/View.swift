import Imaging
import Library
import TerminalUI

/// The whole screen.
/// - Parameter memo: keeps pictures as cells from frame to frame.
public func draw(_ state: State, pictures source: some PictureSource, memo: PictureMemo = PictureMemo()) -> Grid {
  let pictures = Pictures(source: source, style: state.pictureStyle, theme: state.theme, memo: memo)
  var grid = Grid(size: state.size)
  guard HelpLayout.hasChrome(state.size) else {
    if !state.isHidden, case .help(let help) = state.screens.last {
      HelpView.draw(state, help, on: &grid)
    } else {
      Chrome.drawTooSmall(state, on: &grid)
    }
    return grid
  }
  Chrome.draw(state, on: &grid)
  switch state.screens.last {
  case nil: GalleryView.draw(state, pictures, on: &grid)
  case .photo(let screen): PhotoView.draw(state, screen, pictures, on: &grid)
  case .matches(let matches): MatchesView.draw(state, matches, pictures, on: &grid)
  case .problems(let problems): ProblemsView.draw(state, problems, on: &grid)
  case .help(let help): HelpView.draw(state, help, on: &grid)
  case .compare(let compare): CompareView.draw(state, compare, pictures, on: &grid)
  case .bridge(let bridge): BridgeView.draw(state, bridge, pictures, on: &grid)
  case .history(let history): HistoryView.draw(state, history, on: &grid)
  }
  PromptMessage.draw(state, on: &grid)
  if let box = state.messageBox { MessageView.draw(box, state.theme, on: &grid) }
  return grid
}

extension Grid {
  /// Text in the middle of a rectangle, broken into lines where it is too wide.
  mutating func putCentred(_ text: String, in rect: Rect, style: Style = .plain, margin: Int = 0) {
    putCentred([text], in: rect, style: style, margin: margin)
  }

  /// Each text begins a line.
  mutating func putCentred(_ texts: [String], in rect: Rect, style: Style = .plain, margin: Int = 0) {
    guard rect.columns > 2 * margin, rect.rows > 0 else { return }
    let lines = texts.flatMap { wrapped($0, to: rect.columns - 2 * margin) }.prefix(rect.rows)
    for (index, line) in lines.enumerated() {
      let column = rect.column + (rect.columns - columns(of: line)) / 2
      put(line, column: column, row: rect.row + (rect.rows - lines.count) / 2 + index, style: style)
    }
  }

  /// Ends at a column.
  mutating func putRight(_ text: String, endColumn: Int, row: Int, style: Style = .plain) {
    put(text, column: endColumn - columns(of: text), row: row, style: style)
  }
}

/// Lines of words; a word that is too long is shortened. A line end is a character of a file's name like any other.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, columns(of: line) + 1 + columns(of: word) > width {
      lines.append(line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + shortened(String(word), to: width)
  }
  return lines + [line]
}
