import TerminalUI

/// The lines of the help, broken so that all of them can be read in a window of any width.
struct HelpLayout {
  struct Row: Equatable {
    var isTitle = false
    var keys = ""
    var text = ""
  }

  /// Where the rows are drawn: a small window has nothing else but its last line.
  let body: Rect
  let rows: [Row]
  /// Where keys and descriptions begin.
  let keyColumn, textColumn: Int
  let geometry: ListGeometry

  init(_ keymap: Keymap, _ help: Help, _ size: Size) {
    let hasChrome = Self.hasChrome(size)
    body =
      hasChrome
      ? Chrome.body(size) : Rect(column: 0, row: 0, columns: size.columns, rows: size.rows - 1)
    let margin = hasChrome ? 2 : 0
    keyColumn = margin + (size.columns < 60 ? 1 : 2)
    let room = max(1, size.columns - margin - keyColumn)
    let longest = HelpView.lines(keymap, Help(scope: help.scope)).map(\.keyColumns).max() ?? 0
    // Below its keys a description has the width for itself.
    let isStacked = room < 30
    let keyRoom = isStacked ? room : min(longest, room * 2 / 5)
    textColumn = isStacked ? keyColumn + 1 : keyColumn + keyRoom + 2
    let textRoom = max(1, keyColumn + room - textColumn)
    rows = HelpView.lines(keymap, help).flatMap { line -> [Row] in
      switch line {
      case .blank: [Row()]
      case .title(let title): wrapped(title, to: room).map { Row(isTitle: true, text: $0) }
      case .key(let keys, let text, _):
        Self.rows(wrapped(keys, to: keyRoom), wrapped(text, to: textRoom), isStacked: isStacked)
      }
    }
    geometry = ListGeometry(count: rows.count, columns: 1, visibleRows: max(1, body.rows))
  }

  private static func rows(_ keys: [String], _ texts: [String], isStacked: Bool) -> [Row] {
    if isStacked { return keys.map { Row(keys: $0) } + texts.map { Row(text: $0) } }
    return (0..<max(keys.count, texts.count)).map { index in
      Row(keys: index < keys.count ? keys[index] : "", text: index < texts.count ? texts[index] : "")
    }
  }

  static func hasChrome(_ size: Size) -> Bool {
    size.columns >= Chrome.smallest.columns && size.rows >= Chrome.smallest.rows
  }

  /// Whether a window shows the help without anything else.
  static func fits(_ size: Size) -> Bool { size.columns >= 16 && size.rows >= 3 }
}

extension HelpView.Line {
  fileprivate var keyColumns: Int {
    if case .key(let keys, _, _) = self { columns(of: keys) } else { 0 }
  }
}
