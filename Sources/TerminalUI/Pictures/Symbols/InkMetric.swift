/// How badly an entry of the palette stands for a colour: the squared difference in Oklab, and more where the entry is
/// more colourful than what was wanted. Single purple or green blocks in a dark wall are what the eye sees first.
struct InkMetric {
  var chroma: Float
  var excess: Float
  /// How much a pattern of two entries that stands for the colour between them counts as an error: 1 where each block
  /// takes the nearer entry, less to mix them.
  var texture: Float

  struct Wanted {
    var blocks: CellBlocks
    var chroma: SIMD8<Float>
    var isPresent: SIMDMask<SIMD8<Int32>>
  }

  func prepared(_ blocks: CellBlocks) -> Wanted {
    Wanted(
      blocks: blocks, chroma: (blocks.a * blocks.a + blocks.b * blocks.b).squareRoot(),
      isPresent: SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) .< Float(blocks.count))
  }

  /// For each block; 0 for those that are not there.
  func errors(of entry: UInt8, for wanted: Wanted) -> SIMD8<Float> {
    errors(of: Palette.components[Int(entry)], for: wanted)
  }

  /// - Parameter ink: in Oklab, the last component its chroma.
  func errors(of ink: SIMD4<Float>, for wanted: Wanted) -> SIMD8<Float> {
    let (l, a, b) = (wanted.blocks.lightness - ink.x, wanted.blocks.a - ink.y, wanted.blocks.b - ink.z)
    var over = ink.w - wanted.chroma
    over.replace(with: 0, where: over .< 0)
    let all = l * l + chroma * (a * a + b * b) + excess * over * over
    return SIMD8.zero.replacing(with: all, where: wanted.isPresent)
  }
}
