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
    let parts = grids.map { blocks.cell(index, step: blocks.rows / $0.rows) }
    var best = InkChoice()
    var bestGrid = grids[0]
    for (grid, part) in zip(grids, parts) {
      // What the grid's blocks already lose of the finer ones is the same for all their colours.
      let lost = grids.count == 1 ? 0 : blocks.variance(index) - part.variance
      let candidates = inks.candidates(for: part, Partition(of: part, in: grid))
      let choice = InkChoice(of: part, in: grid, from: candidates, metric: inks.metric, lost: lost)
      if choice.error < best.error { (best, bestGrid) = (choice, grid) }
    }
    if let shade = inks.shade(for: parts[0], below: best.error) { return shade }
    return Symbols.cell(best.mask, bestGrid, .palette(best.first), .palette(best.rest))
  }
}

/// Two entries of the palette and the blocks of the first.
struct InkChoice {
  var mask = 0
  var first: UInt8 = 0
  var rest: UInt8 = 0
  /// Mean over the blocks.
  var error = Float.infinity

  init() {}

  init(of blocks: CellBlocks, in grid: BlockGrid, from candidates: [UInt8], metric: InkMetric, lost: Float) {
    let wanted = metric.prepared(blocks)
    let errors = candidates.map { metric.errors(of: $0, for: wanted) }
    for (index, own) in errors.enumerated() {
      consider(0, candidates[index], candidates[index], own.sum())
      for other in 0..<index {
        consider(Pair(candidates[index], candidates[other], own, errors[other]), grid, metric.texture)
      }
    }
    let last = 1 << (grid.count - 1)
    if mask & last != 0 {
      mask ^= 2 * last - 1
      swap(&first, &rest)
    }
    error = error / Float(grid.count) + lost
  }

  private mutating func consider(_ pair: Pair, _ grid: BlockGrid, _ texture: Float) {
    if grid.isComplete, texture < 1 {
      let share = pair.share
      consider(bits(share .> grid.thresholds), pair.first, pair.rest, (pair.error(share, texture) * grid.present).sum())
    } else if grid.isComplete {
      consider(bits(pair.own .< pair.others), pair.first, pair.rest, pointwiseMin(pair.own, pair.others).sum())
    } else {
      for mask in grid.masks {
        consider(mask, pair.first, pair.rest, pair.own.replacing(with: pair.others, where: .!Self.lanes[mask]).sum())
        consider(mask, pair.rest, pair.first, pair.others.replacing(with: pair.own, where: .!Self.lanes[mask]).sum())
      }
    }
  }

  private mutating func consider(_ mask: @autoclosure () -> Int, _ first: UInt8, _ rest: UInt8, _ error: Float) {
    guard error < self.error else { return }
    self.mask = mask()
    self.first = first
    self.rest = rest
    self.error = error
  }

  private static let lanes: [SIMDMask<SIMD8<Int32>>] = (0..<8).map { mask in
    var lanes = SIMDMask<SIMD8<Int32>>(repeating: false)
    for lane in 0..<4 { lanes[lane] = mask >> lane & 1 == 1 }
    return lanes
  }
}

/// Two entries and each block's error in either.
private struct Pair {
  let first, rest: UInt8
  let own, others: SIMD8<Float>
  /// The entries' squared difference.
  private let length: Float

  init(_ first: UInt8, _ rest: UInt8, _ own: SIMD8<Float>, _ others: SIMD8<Float>) {
    (self.first, self.rest, self.own, self.others) = (first, rest, own, others)
    let d = Palette.components[Int(first)] - Palette.components[Int(rest)]
    length = d.x * d.x + d.y * d.y + d.z * d.z
  }

  /// The share of the first entry in the mixture of both that is nearest to each block.
  var share: SIMD8<Float> {
    let share = (others - own + length) / (2 * length)
    return pointwiseMin(pointwiseMax(share, .zero), .one)
  }

  /// What the mixtures miss, and a part, `texture`, of what the pattern of both entries differs from the mixtures.
  func error(_ share: SIMD8<Float>, _ texture: Float) -> SIMD8<Float> {
    let missed = others + share * (own - others - length) + share * share * length
    return missed + texture * length * share * (1 - share)
  }
}

private func bits(_ lanes: SIMDMask<SIMD8<Int32>>) -> Int {
  let values = SIMD8<Int32>.zero.replacing(with: SIMD8(1, 2, 4, 8, 16, 32, 64, 128), where: lanes)
  return Int(values.wrappedSum())
}
