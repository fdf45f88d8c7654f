import TerminalUI

/// Which cells of a part of the screen are taken; those outside it never are.
struct CellMap: Equatable {
  let bounds: PixelBox
  private var cells: [Bool]

  init(_ bounds: PixelBox) {
    self.bounds = bounds
    cells = Array(repeating: false, count: bounds.width * bounds.height)
  }

  func isTaken(_ column: Int, _ row: Int) -> Bool { bounds.contains(column, row) && cells[index(column, row)] }

  /// Whether all of a text lies in the part.
  func holds(_ place: Position, _ width: Int) -> Bool {
    bounds.contains(place.column, place.row) && bounds.contains(place.column + width - 1, place.row)
  }

  /// Whether no cell of a text is taken, nor those before and after it.
  func isFree(_ place: Position, _ width: Int, gap: Int = 0) -> Bool {
    !(place.column - gap..<place.column + width + gap).contains { isTaken($0, place.row) }
  }

  mutating func take(_ place: Position, _ width: Int) {
    for column in place.column..<place.column + width where bounds.contains(column, place.row) {
      cells[index(column, place.row)] = true
    }
  }

  mutating func take(_ box: PixelBox) {
    for row in box.top...box.bottom { take(Position(column: box.left, row: row), box.width) }
  }

  private func index(_ column: Int, _ row: Int) -> Int { (row - bounds.top) * bounds.width + column - bounds.left }
}
