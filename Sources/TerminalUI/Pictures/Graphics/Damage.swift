/// Which cells of a picture must be drawn again: those that differ, and those that curses may have written over.
struct Damage {
  private let size: Size
  private var cells: [Bool]
  private var isDamaged: [Bool]

  /// Curses writes equal cells again where that is shorter than moving over them: between changed cells, and so many
  /// beside them at most. Ncurses' own bound is the length of the shortest cursor movement, about five.
  private static let reach = (before: 2, after: 8)

  /// - Parameter screen: outside of it nothing can be drawn.
  init(from old: Grid?, to grid: Grid, screen: Size, covered: (Grid) -> Grid, isRaw: (Cell) -> Bool) {
    size = grid.size
    cells = Array(repeating: false, count: grid.cells.count)
    isDamaged = Array(repeating: false, count: size.rows)
    let old = old?.size == grid.size ? old : nil
    let (before, after) = (old.map { covered($0).cells }, covered(grid).cells)
    for row in 0..<min(size.rows, screen.rows) {
      let start = row * size.columns
      let reached = Self.reached(before, after, start..<start + size.columns)
      for index in start..<start + min(size.columns, screen.columns) where isRaw(grid.cells[index]) {
        guard reached.contains(index) || grid.cells[index].picture != old?.cells[index].picture else { continue }
        cells[index] = true
        isDamaged[row] = true
      }
    }
  }

  /// What curses may write of a row.
  private static func reached(_ old: [Cell]?, _ new: [Cell], _ row: Range<Int>) -> Range<Int> {
    guard let old else { return row }
    guard let first = row.first(where: { old[$0] != new[$0] }), let last = row.last(where: { old[$0] != new[$0] })
    else { return row.lowerBound..<row.lowerBound }
    return (first - reach.before..<last + 1 + reach.after).clamped(to: row)
  }

  subscript(column: Int, row: Int) -> Bool { cells[row * size.columns + column] }

  func columns(inRow row: Int) -> [Int] {
    isDamaged[row] ? (0..<size.columns).filter { self[$0, row] } : []
  }

  mutating func remove(_ rect: Rect) {
    for row in rect.row..<rect.endRow {
      for column in rect.column..<rect.endColumn { cells[row * size.columns + column] = false }
    }
  }
}

extension Cell {
  /// What is seen of a cell: a tile's part has no style.
  fileprivate var picture: Cell {
    guard let tile else { return self }
    var cell = Cell()
    cell.tile = tile
    return cell
  }
}
