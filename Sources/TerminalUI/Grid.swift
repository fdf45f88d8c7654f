/// A screen's worth of cells, at most `Size.largest`; all drawing is clipped to it.
public struct Grid: Sendable, Equatable {
  public let size: Size
  public internal(set) var cells: [Cell]
  /// The tiles that cells show parts of, and maybe others, by their identity.
  public internal(set) var tiles: [UInt64: Tile] = [:]

  public init(size: Size) {
    self.size = size.bounded
    cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
  }

  public var bounds: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows) }

  public subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set {
      guard column >= 0, row >= 0, column + max(1, newValue.width) <= size.columns, row < size.rows else { return }
      let index = row * size.columns + column
      clearHalves(of: index)
      cells[index] = newValue
      if newValue.width == 2 {
        clearHalves(of: index + 1)
        cells[index + 1] = Cell(" ", width: 0, style: newValue.style)
      }
    }
  }

  /// A wide character that loses one half becomes a blank.
  private mutating func clearHalves(of index: Int) {
    if cells[index].width == 0, index > 0 { cells[index - 1] = Cell(style: cells[index - 1].style) }
    if cells[index].width == 2, index + 1 < cells.count { cells[index + 1] = Cell(style: cells[index].style) }
  }

  /// Draws one line of text.
  /// - Parameter columns: where it is cut off; nil is the grid's edge.
  /// - Returns: the column after the text.
  @discardableResult
  public mutating func put(
    _ text: some StringProtocol, column: Int, row: Int, style: Style = .plain, columns: Int? = nil
  ) -> Int {
    let end = min(size.columns, columns.map { column + $0 } ?? size.columns)
    var column = column
    for cell in TerminalUI.cells(of: text, style: style) {
      guard column + cell.width <= end else { break }
      self[column, row] = cell
      column += cell.width
    }
    return column
  }

  public mutating func fill(_ rect: Rect, with cell: Cell = Cell()) {
    for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.endColumn)) {
        self[column, row] = cell
      }
    }
  }

  /// A frame on the rectangle's edge with rounded corners.
  public mutating func frame(_ rect: Rect, title: String = "", style: Style = .plain) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let bar = String(repeating: "─", count: rect.columns - 2)
    put("╭" + bar + "╮", column: rect.column, row: rect.row, style: style)
    put("╰" + bar + "╯", column: rect.column, row: rect.endRow - 1, style: style)
    for row in rect.row + 1..<max(rect.row + 1, rect.endRow - 1) {
      put("│", column: rect.column, row: row, style: style)
      put("│", column: rect.endColumn - 1, row: row, style: style)
    }
    guard !title.isEmpty else { return }
    var bold = style
    bold.bold = true
    put(
      " " + shortened(title, to: rect.columns - 6) + " ", column: rect.column + 2, row: rect.row, style: bold,
      columns: rect.columns - 4)
  }

  /// The same cells in another style, such as the row under the cursor.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.endColumn)) {
        change(&cells[row * size.columns + column].style)
      }
    }
  }

  /// Other cells at the same places.
  public mutating func change(_ change: (Cell) -> Cell) {
    for index in cells.indices { cells[index] = change(cells[index]) }
  }
}
