/// Two entries of the palette and the blocks of the first.
struct InkChoice {
  private(set) var mask = 0
  private(set) var first: UInt8 = 0
  private(set) var rest: UInt8 = 0
  /// Mean over the blocks.
  private(set) var error = Float.infinity

  init() {}

  /// - Parameter lost: what is added to the error.
  init(of blocks: CellBlocks, in grid: BlockGrid, from candidates: InkList, metric: InkMetric, lost: Float) {
    let wanted = metric.prepared(blocks)
    var errors = InlineArray<8, SIMD8<Float>>(repeating: .zero)
    for index in 0..<candidates.count { errors[index] = metric.errors(of: candidates[index], for: wanted) }
    if !grid.isComplete {
      for mask in grid.masks { divide(by: mask, errors, candidates) }
    } else {
      mix(errors, candidates, grid, texture: metric.texture)
    }
    let last = 1 << (grid.count - 1)
    if mask & last != 0 {
      mask ^= 2 * last - 1
      swap(&first, &rest)
    }
    error = error / Float(grid.count) + lost
  }

  /// The best entry for the mask's blocks and the best for the others, each by itself.
  private mutating func divide(by mask: Int, _ errors: InlineArray<8, SIMD8<Float>>, _ candidates: InkList) {
    var (own, others) = (Float.infinity, Float.infinity)
    var (first, rest): (UInt8, UInt8) = (0, 0)
    for index in 0..<candidates.count {
      let inside = SIMD8.zero.replacing(with: errors[index], where: Self.lanes[mask]).sum()
      let outside = SIMD8.zero.replacing(with: errors[index], where: .!Self.lanes[mask]).sum()
      if inside < own { (own, first) = (inside, candidates[index]) }
      if outside < others { (others, rest) = (outside, candidates[index]) }
    }
    if own + others < error { (self.mask, self.first, self.rest, error) = (mask, first, rest, own + others) }
  }

  private static let lanes: [SIMDMask<SIMD8<Int32>>] = (0..<8).map { mask in
    var lanes = SIMDMask<SIMD8<Int32>>(repeating: false)
    for lane in 0..<4 { lanes[lane] = mask >> lane & 1 == 1 }
    return lanes
  }

  /// The best of all pairs, each block taking the share of either entry that is nearest to it.
  private mutating func mix(
    _ errors: InlineArray<8, SIMD8<Float>>, _ candidates: InkList, _ grid: BlockGrid, texture: Float
  ) {
    var best = (own: 0, other: 0)
    for own in 0..<candidates.count {
      let alone = errors[own].sum()
      if alone < error { (best, error) = ((own, own), alone) }
      for other in 0..<own {
        let pair = InkPair(errors[own], errors[other], length: candidates.squaredDifference(own, other), texture)
        let mixed = (pair.errors * grid.present).sum()
        if mixed < error { (best, error) = ((own, other), mixed) }
      }
    }
    (first, rest) = (candidates[best.own], candidates[best.other])
    guard best.own != best.other else { return }
    let length = candidates.squaredDifference(best.own, best.other)
    mask = bits(InkPair(errors[best.own], errors[best.other], length: length, texture).share .> grid.thresholds)
  }
}

/// Each block's share of the first of two entries in the mixture that stands for it, and what it misses: the
/// mixture's own error, and a part, `texture`, of what a pattern of both entries differs from their mixture.
private struct InkPair {
  /// 0-1.
  let share: SIMD8<Float>
  let errors: SIMD8<Float>

  /// - Parameters:
  ///   - own: the blocks' errors in the first entry.
  ///   - others: the blocks' errors in the other.
  ///   - length: the entries' squared difference.
  init(_ own: SIMD8<Float>, _ others: SIMD8<Float>, length: Float, _ texture: Float) {
    let difference = others - own
    if texture < 1 {
      var share = difference * (0.5 / length) + 0.5
      share.replace(with: 0, where: share .< 0)
      share.replace(with: 1, where: share .> 1)
      self.share = share
    } else {
      share = SIMD8<Float>.zero.replacing(with: 1, where: difference .> 0)
    }
    errors = others + share * ((share - 1) * (length * (1 - texture)) - difference)
  }
}

private func bits(_ lanes: SIMDMask<SIMD8<Int32>>) -> Int {
  let values = SIMD8<Int32>.zero.replacing(with: SIMD8(1, 2, 4, 8, 16, 32, 64, 128), where: lanes)
  return Int(values.wrappedSum())
}
