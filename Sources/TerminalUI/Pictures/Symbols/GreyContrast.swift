/// Lightness for few greys, in strong steps, so that eyes, mouth and outline show: each part of the picture is measured against its surroundings and their own contrast, edges are sharpened, and light
/// skin fills the upper end of the range, in which what is darker stands out.
struct GreyContrast {
  /// How much of the result is the picture's own lightness; the rest is its difference from the surroundings.
  private static let ownShare: Float = 0.5
  /// What a difference as large as the surroundings' standard deviation is in lightness.
  private static let gain: Float = 0.2
  /// Surroundings with less contrast than this are not raised to more; their noise would be.
  private static let leastDeviation: Float = 0.06
  /// The same for the whole picture.
  private static let leastRange: Float = 0.15
  /// Blocks darker than the first and lighter than the last are black and white.
  private static let percent = (dark: 5, light: 75)

  /// The blocks' lightness in rows of the picture, 0-1 each.
  func stretched(_ blocks: PictureBlocks) -> [Float] {
    let plane = BlockPlane(width: 2 * blocks.columns, height: blocks.planeRows)
    let lightness = blocks.lightness
    let detail = plane.means(of: lightness, across: 2, down: max(1, 2 * blocks.rows / 3))
    // About a third of the picture's shorter side; cells are twice as high as wide.
    let reach = max(1, Float(min(blocks.columns / 2, plane.height / blocks.rows)) * 0.3)
    let (across, down) = (Int(reach * 4), Int(reach * Float(blocks.rows)))
    let means = plane.means(of: lightness, across: across, down: down)
    let squares = zip(lightness, means).map { ($0 - $1) * ($0 - $1) }
    let variances = plane.means(of: squares, across: across, down: down)
    let raised = lightness.indices.map { index in
      let sharp = 2 * lightness[index] - detail[index]
      let deviation = max(variances[index].squareRoot(), Self.leastDeviation)
      return Self.ownShare * sharp + (1 - Self.ownShare) * Self.gain * (sharp - means[index]) / deviation
    }
    return spread(raised)
  }

  /// To 0-1, with most contrast in the middle.
  private func spread(_ values: [Float]) -> [Float] {
    let sorted = values.sorted()
    let low = sorted[sorted.count * Self.percent.dark / 100]
    let high = sorted[(sorted.count - 1) * Self.percent.light / 100]
    let range = max(high - low, Self.leastRange)
    let start = (low + high - range) / 2
    return values.map { value in
      let share = min(max((value - start) / range, 0), 1)
      return share * share * (3 - 2 * share)
    }
  }
}
