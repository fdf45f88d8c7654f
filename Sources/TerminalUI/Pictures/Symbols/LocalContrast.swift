/// Lightness stretched to the whole range, with more contrast between neighbouring parts, so that eyes, mouth and
/// outline show in a dozen steps of brightness.
struct LocalContrast {
  /// What a block's difference from its surroundings is multiplied by.
  var strength: Float
  /// A picture with less contrast than this is not stretched to the whole range; its noise would be.
  private static let leastRange: Float = 0.3

  /// The blocks' lightness in rows of the picture, 0-1 each.
  func stretched(_ blocks: PictureBlocks) -> [Float] {
    let lightness = blocks.lightness
    let raised = zip(lightness, surroundings(of: lightness, blocks)).map { $1 + strength * ($0 - $1) }
    let sorted = raised.sorted()
    let (low, high) = (sorted[sorted.count * 2 / 100], sorted[(sorted.count - 1) * 98 / 100])
    let range = max(high - low, Self.leastRange)
    let start = min(max((low + high - range) / 2, 0), max(0, 1 - range))
    return raised.map { min(max(($0 - start) / range, 0), 1) }
  }

  /// Means over about a third of the picture's shorter side; cells are twice as high as wide.
  private func surroundings(of lightness: [Float], _ blocks: PictureBlocks) -> [Float] {
    let (width, height) = (2 * blocks.columns, blocks.planeRows)
    let reach = max(1, Float(min(blocks.columns / 2, height / blocks.rows)) / 6)
    return BlockPlane(width: width, height: height)
      .means(of: lightness, across: Int(reach * 4), down: Int(reach * Float(blocks.rows)))
  }
}
