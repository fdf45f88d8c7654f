/// Pictures as characters of two colours each.
public enum Symbols {
  /// A picture that covers a rectangle of cells.
  /// - Parameters:
  ///   - width: of the picture in pixels, any size from 1.
  ///   - pixels: sRGB, row-major, `width · height · 3` bytes, no padding.
  ///   - columns: of the rectangle.
  ///   - rows: of the rectangle.
  ///   - set: the characters that may be used; without colours always `ascii`.
  /// - Returns: `columns · rows` cells, row-major. At depth `direct` their colours are `.rgb`, at lower depths
  ///   `.palette` of entries that the depth has; `ascii` uses the terminal's own colours, light on dark.
  public static func cells(
    width: Int, height: Int, pixels: [UInt8], columns: Int, rows: Int, set: SymbolSet, depth: ColourDepth
  ) -> [Cell] {
    guard columns > 0, rows > 0, width > 0, height > 0 else { return [] }
    let set = depth == .none ? .ascii : set
    let blocks = PictureBlocks(
      width: width, height: height, pixels: pixels, columns: columns, cellRows: rows, rows: set.fineRows)
    if set == .ascii { return ASCIIPicture(blocks).cells }
    let count = columns * rows
    switch depth {
    case .direct, .none: return direct(blocks, count: count, grids: set.grids)
    case .palette: return InkSymbols(blocks, set: set, inks: .palette).cells(count: count)
    case .sixteen: return InkSymbols(blocks, set: set, inks: .sixteen).cells(count: count)
    case .eight: return InkSymbols(blocks, set: set, inks: .eight).cells(count: count)
    }
  }

  private static func direct(_ blocks: PictureBlocks, count: Int, grids: [BlockGrid]) -> [Cell] {
    (0..<count).map { index in
      var (best, bestGrid) = (
        Partition(of: blocks.cell(index, step: blocks.rows / grids[0].rows), in: grids[0]), grids[0]
      )
      for grid in grids.dropFirst() {
        let other = Partition(of: blocks.cell(index, step: blocks.rows / grid.rows), in: grid)
        if other.gain > best.gain { (best, bestGrid) = (other, grid) }
      }
      return cell(best.mask, bestGrid, Oklab.rgb(best.first).colour, Oklab.rgb(best.rest).colour)
    }
  }

  /// A cell of two colours; of one where both are the same.
  static func cell(_ mask: Int, _ grid: BlockGrid, _ first: Colour, _ rest: Colour) -> Cell {
    if mask == 0 || first == rest { return Cell(style: Style(background: rest)) }
    let glyph = grid.glyphs[mask]
    let style =
      glyph.fillsRest ? Style(foreground: rest, background: first) : Style(foreground: first, background: rest)
    return Cell(glyph.character, style: style)
  }
}
