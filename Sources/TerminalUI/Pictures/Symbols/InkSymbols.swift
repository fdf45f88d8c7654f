/// Pictures in a terminal's palette: each cell takes the two entries, and the division of its blocks between them,
/// that are nearest to the blocks.
struct InkSymbols {
  private let blocks: PictureBlocks
  private let grids: [BlockGrid]
  private let inks: InkSet

  init(_ blocks: PictureBlocks, set: SymbolSet, inks: InkSet) {
    self.blocks = inks.prepared(blocks)
    self.inks = inks
    grids = set.grids
  }

  func cells(count: Int) -> [Cell] {
    (0..<count).map { cell($0) }
  }

  private func cell(_ index: Int) -> Cell {
    var best = InkChoice()
    var bestGrid = grids[0]
    for grid in grids {
      let part = blocks.cell(index, step: blocks.rows / grid.rows)
      // What the grid's blocks already lose of the finer ones is the same for all their colours.
      let lost = grids.count == 1 ? 0 : blocks.variance(index) - part.variance
      guard lost < best.error else { continue }
      let candidates = inks.candidates(for: part, Partition(of: part, in: grid))
      let choice = InkChoice(of: part, in: grid, from: candidates, metric: inks.metric, lost: lost)
      if choice.error < best.error { (best, bestGrid) = (choice, grid) }
    }
    let coarse = blocks.cell(index, step: blocks.rows / grids[0].rows)
    if let shade = inks.shade(for: coarse, below: best.error) { return shade }
    return Symbols.cell(best.mask, bestGrid, .palette(best.first), .palette(best.rest))
  }
}
