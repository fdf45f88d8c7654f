/// The size of one cell of the terminal in pixels.
public struct CellSize: Sendable, Equatable, Hashable {
  public let width, height: Int

  public init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
  }
}

/// A piece of a picture that is sent to the terminal as one image. Its identity is its content, so the same piece at
/// another place is not sent again.
public struct Tile: Sendable, Equatable, Hashable {
  /// At most this many cells, so that a cell's place in a tile has a mark of kitty's first 32.
  public static let largest = Size(columns: 32, rows: 16)

  /// In cells.
  public let columns, rows: Int
  /// In pixels: columns and rows times the cell's size.
  public let width, height: Int
  /// RGB, row-major, `width · height · 3` bytes.
  public let pixels: [UInt8]
  /// A hash of sizes and content, the same only within one run of the program.
  public let id: UInt64

  public init(columns: Int, rows: Int, cell: CellSize, pixels: [UInt8]) {
    precondition((1...Self.largest.columns).contains(columns) && (1...Self.largest.rows).contains(rows))
    precondition(pixels.count == columns * cell.width * rows * cell.height * 3)
    self.columns = columns
    self.rows = rows
    width = columns * cell.width
    height = rows * cell.height
    self.pixels = pixels
    var hasher = Hasher()
    for number in [columns, rows, cell.width, cell.height] { hasher.combine(number) }
    pixels.withUnsafeBytes { hasher.combine(bytes: $0) }
    id = UInt64(bitPattern: Int64(hasher.finalize()))
  }

  var cell: CellSize { CellSize(width: width / columns, height: height / rows) }

  public static func == (a: Tile, b: Tile) -> Bool { a.id == b.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// The pixels of a rectangle of its cells, RGB.
  func pixels(of part: Rect) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(part.columns * cell.width * part.rows * cell.height * 3)
    for y in part.row * cell.height..<part.endRow * cell.height {
      let line = y * width
      out += pixels[(line + part.column * cell.width) * 3..<(line + part.endColumn * cell.width) * 3]
    }
    return out
  }
}

/// Which cell of which tile a cell of the screen shows.
public struct TilePart: Sendable, Equatable, Hashable {
  public var id: UInt64
  /// The cell's place in the tile, counted from 0.
  public var column, row: UInt8

  public init(id: UInt64, column: UInt8, row: UInt8) {
    self.id = id
    self.column = column
    self.row = row
  }
}
