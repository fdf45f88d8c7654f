/// Sixel graphics (DEC STD 070, chapter 9): bands of six rows, each drawn once for every colour in it. Pixels that are
/// not drawn stay as they are, so a picture's height need not be a multiple of six.
enum Sixel {
  /// - Parameter part: the cells of the tile to show; the cursor stands at their upper left.
  static func encode(_ tile: Tile, _ reduced: ReducedTile, part: Rect) -> [UInt8] {
    let (left, top) = (part.column * tile.cell.width, part.row * tile.cell.height)
    let (width, height) = (part.columns * tile.cell.width, part.rows * tile.cell.height)
    var out = Array("\u{1B}P0;1;0q\"1;1;\(width);\(height)".utf8)
    var used = [Bool](repeating: false, count: reduced.palette.count)
    for y in top..<top + height {
      for index in reduced.indices[y * tile.width + left..<y * tile.width + left + width] { used[Int(index)] = true }
    }
    for (index, colour) in reduced.palette.enumerated() where used[index] { out += definition(index, colour) }
    for y in stride(from: 0, to: height, by: 6) {
      if y > 0 { out.append(UInt8(ascii: "-")) }
      let rows = (y..<min(height, y + 6)).map { row in
        let start = (top + row) * tile.width + left
        return reduced.indices[start..<start + width]
      }
      out += band(rows, width: width)
    }
    return out + "\u{1B}\\".utf8
  }

  /// Levels are per cent.
  private static func definition(_ index: Int, _ colour: RGB) -> [UInt8] {
    let levels = [colour.r, colour.g, colour.b].map { ($0 * 100 + 127) / 255 }
    return Array("#\(index);2;\(levels[0]);\(levels[1]);\(levels[2])".utf8)
  }

  private static func band(_ rows: [ArraySlice<UInt8>], width: Int) -> [UInt8] {
    var masks: [[UInt8]] = Array(repeating: [], count: 256)
    for (bit, row) in rows.enumerated() {
      for (x, index) in row.enumerated() {
        if masks[Int(index)].isEmpty { masks[Int(index)] = [UInt8](repeating: 0, count: width) }
        masks[Int(index)][x] |= 1 << UInt8(bit)
      }
    }
    var out: [UInt8] = []
    for (index, mask) in masks.enumerated() where !mask.isEmpty {
      if !out.isEmpty { out.append(UInt8(ascii: "$")) }
      out += "#\(index)".utf8
      appendRuns(of: mask, to: &out)
    }
    return out
  }

  /// Equal sixels as a number and one of them where that is shorter; the empty ones at the end are left out.
  private static func appendRuns(of mask: [UInt8], to out: inout [UInt8]) {
    var start = 0
    while start < mask.count {
      var end = start + 1
      while end < mask.count, mask[end] == mask[start] { end += 1 }
      if mask[start] == 0, end == mask.count { return }
      let sixel = mask[start] + 63
      if end - start > 3 {
        out += "!\(end - start)".utf8
        out.append(sixel)
      } else {
        for _ in start..<end { out.append(sixel) }
      }
      start = end
    }
  }
}
