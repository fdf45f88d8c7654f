import TerminalUI

/// How many items stand beside each other, and how many cells each has, so that they fill the width and the height.
struct ItemFit: Equatable {
  var perLine: Int
  /// Rows of an item without the gap after it.
  var rows: Int
  /// Rows that the lines of items take, the gaps between them among them.
  var used: Int

  /// Columns and rows between items.
  static let between = 2
  static let gap = 1

  /// Columns of each where some stand beside each other.
  static func columns(_ perLine: Int, in columns: Int) -> Int {
    max(1, (columns - between * (perLine - 1)) / perLine)
  }

  static func perLine(_ columns: Int, least: Int) -> Int { max(1, (columns + between) / (least + between)) }

  // MARK: - Heights

  /// The height near a wanted one that leaves the fewest rows empty, and shows more than one line where it can.
  /// - Parameter free: rows left over that something else makes use of.
  static func height(near wanted: Int, filling rows: Int, gap: Int, free: Int = 0) -> Int {
    let range = max(1, wanted * 3 / 5)...max(1, wanted * 8 / 5)
    let heights = range.filter { $0 <= rows }
    func cost(_ height: Int) -> Double {
      let rest = max(0, (rows + gap) % (height + gap) - free)
      let lines = (rows + gap) / (height + gap)
      return distance(height, wanted) + 7 * Double(rest) / Double(max(1, rows)) + 1.5 / Double(lines)
    }
    return heights.min { cost($0) < cost($1) } ?? max(1, rows)
  }

  /// 0 for the same length, 1 for twice or half of it.
  private static func distance(_ length: Int, _ wanted: Int) -> Double {
    let (length, wanted) = (Double(max(1, length)), Double(max(1, wanted)))
    return max(length / wanted, wanted / length) - 1
  }

  // MARK: - Tiles

  /// Tiles with a square picture over a caption.
  /// - Parameters:
  ///   - wanted: columns of a picture.
  ///   - caption: rows below each picture.
  static func tiles(near wanted: Int, caption: Int, in size: Size, free: Int, _ style: PictureStyle) -> ItemFit {
    let least = max(1, wanted * 3 / 5)
    var best = ItemFit(perLine: 1, rows: max(1, size.rows), used: size.rows)
    var lowest = Double.infinity
    for perLine in 1...Self.perLine(size.columns, least: least) {
      let columns = Self.columns(perLine, in: size.columns)
      let full = style.rows(ofSquare: columns) + caption
      let lines = (size.rows + gap) / (full + gap)
      for lines in [lines, lines + 1] where lines > 0 {
        let rows = min(full, (size.rows + gap) / lines - gap)
        guard rows > caption else { continue }
        let fit = ItemFit(perLine: perLine, rows: rows, used: lines * (rows + gap) - gap)
        let side = min(columns, style.columns(ofSquare: rows - caption))
        let cost = cost(fit, lines: lines, side: side, columns, wanted, rows: size.rows - free)
        if cost < lowest { (best, lowest) = (fit, cost) }
      }
    }
    return best
  }

  /// What is wrong with tiles: pictures of another size than is wanted, smaller ones more than larger ones; empty rows,
  /// empty columns beside the pictures, and a single line.
  private static func cost(
    _ fit: ItemFit, lines: Int, side: Int, _ columns: Int, _ wanted: Int, rows: Int
  ) -> Double {
    let size = distance(side, wanted) * (side < wanted ? 1.3 : 1)
    let emptyRows = 3 * Double(max(0, rows - fit.used)) / Double(max(1, rows))
    let emptyColumns = 2 * Double(columns - side) / Double(columns)
    return size + emptyRows + emptyColumns + 0.3 / Double(lines)
  }
}
