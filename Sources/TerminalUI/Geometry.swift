/// A number of columns and rows of cells.
public struct Size: Sendable, Equatable, Hashable {
  public var columns, rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// More than any screen has; a window that claims to be larger is drawn in its upper left part.
  public static let largest = Size(columns: 1000, rows: 1000)

  /// Neither negative nor larger than `largest`.
  public var bounded: Size {
    Size(columns: min(Self.largest.columns, max(0, columns)), rows: min(Self.largest.rows, max(0, rows)))
  }
}

/// A cell's place, counted from 0 at the top left.
public struct Position: Sendable, Equatable, Hashable {
  public var column, row: Int

  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells.
public struct Rect: Sendable, Equatable {
  public var column, row, columns, rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  public var endColumn: Int { column + columns }
  public var endRow: Int { row + rows }
  public var size: Size { Size(columns: columns, rows: rows) }
  public var isEmpty: Bool { columns == 0 || rows == 0 }

  public func contains(_ position: Position) -> Bool {
    (column..<endColumn).contains(position.column) && (row..<endRow).contains(position.row)
  }
}
