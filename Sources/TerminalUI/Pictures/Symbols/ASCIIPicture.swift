/// A picture as letters and marks, light on dark, whose brightness and shape are nearest to the picture's.
struct ASCIIPicture {
  private let columns, rows: Int
  /// Brightness wanted of each block, 0-1: two blocks across a cell and three down, rows of the whole picture.
  private let brightness: [Float]

  init(_ blocks: PictureBlocks) {
    columns = blocks.columns
    rows = blocks.planeRows / blocks.rows
    brightness = LocalContrast(strength: 1.8).stretched(blocks)
  }

  var cells: [Cell] {
    (0..<columns * rows).map { Cell(Self.character(for: blocks(of: $0))) }
  }

  private func blocks(of cell: Int) -> SIMD8<Float> {
    var blocks = SIMD8<Float>.zero
    let first = cell / columns * 6 * columns + cell % columns * 2
    for block in 0..<6 { blocks[block] = brightness[first + block / 2 * 2 * columns + block % 2] }
    return blocks
  }

  /// What the brightness of the whole cell counts against the places of the ink in it.
  private static let weight: Float = 2

  private static func character(for blocks: SIMD8<Float>) -> Character {
    let mean = blocks.sum() / 6
    var best: (character: Character, error: Float) = (" ", .infinity)
    for glyph in ASCIIGlyph.all {
      let (d, whole) = (blocks - glyph.shape, mean - glyph.brightness)
      let error = (d * d).sum() / 6 + weight * whole * whole
      if error < best.error { best = (glyph.character, error) }
    }
    return best.character
  }
}
