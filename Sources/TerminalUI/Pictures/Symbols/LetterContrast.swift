import Foundation

/// Lightness for letters, whose dozen levels of brightness show little of a face if most of them go to hair and wall: half
/// of it is how many blocks of the picture are darker, so that each level has its share, bright skin many of them. What is
/// darker than what lies around it, as eyes and mouth are, becomes much darker.
struct LetterContrast {
  /// How much of the lightness is the rank among all blocks; the rest is the block's own.
  private static let ranked: Float = 0.5
  /// Of the picture's shorter side: how far the surroundings reach.
  private static let reach: Float = 0.15
  /// What remains of a block's lightness, and what its difference from the surroundings is multiplied by, where it is as
  /// large as their deviation.
  private static let own: Float = 0.7
  private static let gain: Float = 0.18
  /// Surroundings with less contrast than this are not raised to more; their noise would be.
  private static let leastDeviation: Float = 0.08
  /// The same for the whole picture.
  private static let leastRange: Float = 0.15
  /// Blocks darker than the first and lighter than the last of a thousand are black and white.
  private static let permille = (dark: 30, light: 930)
  private static let leastSpread: Float = 0.2
  /// Letters cover more of a cell than one thinks: dark parts stay dark.
  private static let gamma: Float = 1.6

  /// The blocks' lightness in rows of the picture, 0-1 each.
  func stretched(_ blocks: PictureBlocks) -> [Float] {
    let plane = BlockPlane(width: 2 * blocks.columns, height: blocks.planeRows)
    let shared = shared(blocks.lightness)
    // Cells are twice as high as wide.
    let reach = Float(min(blocks.columns / 2, plane.height / blocks.rows)) * Self.reach
    let across = max(1, Int((reach * 4).rounded()))
    let down = max(1, Int((reach * Float(blocks.rows)).rounded()))
    let means = plane.means(of: shared, across: across, down: down)
    let squares = zip(shared, means).map { ($0 - $1) * ($0 - $1) }
    let variances = plane.means(of: squares, across: 2 * across, down: 2 * down)
    let raised = shared.indices.map { index in
      let deviation = max(max(0, variances[index]).squareRoot(), Self.leastDeviation)
      return Self.own * shared[index] + Self.gain * (shared[index] - means[index]) / deviation
    }
    return spread(raised)
  }

  /// Lightness in the range of the picture, partly by ranks; these count less where there is little contrast.
  private func shared(_ lightness: [Float]) -> [Float] {
    let sorted = lightness.sorted()
    let (low, high) = (sorted[sorted.count / 100], sorted[(sorted.count - 1) * 99 / 100])
    let range = max(high - low, Self.leastRange)
    let start = (low + high - range) / 2
    let share = Self.ranked * min(1, (high - low) / Self.leastRange)
    let ranks = ranks(lightness)
    return lightness.indices.map { index in
      let own = min(max((lightness[index] - start) / range, 0), 1)
      return own + share * (ranks[index] - own)
    }
  }

  /// The place of each value among all, 0-1; that of equal ones is in their middle.
  private func ranks(_ values: [Float]) -> [Float] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = values
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      let rank = Float(first + end - 1) / Float(2 * max(1, order.count - 1))
      for place in first..<end { ranks[order[place]] = rank }
      first = end
    }
    return ranks
  }

  private func spread(_ values: [Float]) -> [Float] {
    let sorted = values.sorted()
    let low = sorted[sorted.count * Self.permille.dark / 1000]
    let high = sorted[(sorted.count - 1) * Self.permille.light / 1000]
    let range = max(high - low, Self.leastSpread)
    let start = high - low < Self.leastSpread ? (low + high - range) / 2 : low
    return values.map { powf(min(max(($0 - start) / range, 0), 1), Self.gamma) }
  }
}
