/// A block character as the rectangles of a cell that it fills.
struct BlockShape: Sendable {
  /// In 8 columns and 24 rows a cell: all blocks begin and end there.
  struct Piece: Sendable, Equatable {
    var left, top, right, bottom: Int
  }

  static let columns = 8
  static let rows = 24

  let pieces: [Piece]
  /// How much of its places the character's colour covers.
  let share: Double

  /// - Returns: nil for characters that are no blocks.
  static func of(_ character: Character) -> BlockShape? { all[character] }

  private static let all: [Character: BlockShape] = {
    var all: [Character: BlockShape] = [:]
    func add(_ scalar: Unicode.Scalar, _ pieces: [Piece], share: Double = 1) {
      let character = Character(scalar)
      if scalar != " ", all[character] == nil { all[character] = BlockShape(pieces: pieces, share: share) }
    }
    for mask in 0..<16 { add(BlockGrid.quadrant(mask), pieces(mask, rows: 2)) }
    for mask in 0..<64 { add(BlockGrid.sextant(mask), pieces(mask, rows: 3)) }
    for mask in 0..<256 { add(BlockGrid.octant(mask), pieces(mask, rows: 4)) }
    for (index, scalar) in "▁▂▃▄▅▆▇".unicodeScalars.enumerated() {
      add(scalar, [Piece(left: 0, top: rows - 3 * (index + 1), right: columns, bottom: rows)])
    }
    for (index, scalar) in "▏▎▍▌▋▊▉".unicodeScalars.enumerated() {
      add(scalar, [Piece(left: 0, top: 0, right: index + 1, bottom: rows)])
    }
    add("─", [Piece(left: 0, top: 11, right: columns, bottom: 13)])
    for (index, scalar) in "░▒▓".unicodeScalars.enumerated() {
      add(scalar, [Piece(left: 0, top: 0, right: columns, bottom: rows)], share: Double(index + 1) / 4)
    }
    return all
  }()

  /// The blocks of a mask as `BlockGrid` counts them, equal rows as one piece.
  private static func pieces(_ mask: Int, rows count: Int) -> [Piece] {
    var pieces: [Piece] = []
    for row in 0..<count {
      let bits = mask >> (2 * row) & 3
      guard bits != 0 else { continue }
      let piece = Piece(
        left: bits == 2 ? columns / 2 : 0, top: row * rows / count, right: bits == 1 ? columns / 2 : columns,
        bottom: (row + 1) * rows / count)
      if let last = pieces.last, last.bottom == piece.top, last.left == piece.left, last.right == piece.right {
        pieces[pieces.count - 1].bottom = piece.bottom
      } else {
        pieces.append(piece)
      }
    }
    return pieces
  }
}
