import Library
import TerminalUI

/// The folders with how many of their photos pass the filter.
enum FolderTreeView {
  static func draw(_ state: State, _ rect: Rect, on grid: inout Grid) {
    let nodes = state.visibleFolders
    let top = state.gallery.folders.top
    for (offset, node) in nodes.dropFirst(top).prefix(rect.rows).enumerated() {
      let line = Rect(column: rect.column, row: rect.row + offset, columns: rect.columns, rows: 1)
      draw(state, node, line, on: &grid)
    }
    for row in rect.row..<rect.endRow {
      grid.put("│", column: rect.endColumn, row: row, style: state.theme.quiet)
    }
  }

  private static func draw(_ state: State, _ node: Int, _ line: Rect, on grid: inout Grid) {
    let (tree, theme) = (state.photos.tree, state.theme)
    let folder = tree.nodes[node]
    let isCurrent = folder.path == state.photos.folder
    let hasKeys = isCurrent && state.gallery.folders.hasKeys
    if hasKeys { grid.fill(line, with: Cell(style: theme.cursor)) }
    let count = grouped(folder.count)
    let indent = min(folder.depth * 2, max(0, line.columns - columns(of: count) - 12))
    let sign = !tree.hasFolders(node) ? " " : node == 0 || state.gallery.folders.open.contains(folder.path) ? "▾" : "▸"
    let style = hasKeys ? theme.cursor : isCurrent ? theme.strong : .plain
    let start = line.column + indent
    if isCurrent, !hasKeys { grid.put("▌", column: line.column - 1, row: line.row, style: theme.edge) }
    grid.put(sign, column: start, row: line.row, style: hasKeys ? theme.cursor : theme.quiet)
    let room = line.endColumn - columns(of: count) - 1 - start - 2
    let name = folder.path.lastComponent?.string ?? state.title
    grid.put(shortened(name, to: room, middle: true), column: start + 2, row: line.row, style: style)
    grid.putRight(count, endColumn: line.endColumn, row: line.row, style: hasKeys ? theme.cursor : theme.quiet)
  }
}
