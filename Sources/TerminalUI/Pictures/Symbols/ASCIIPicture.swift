/// A picture as letters and marks, light on dark, whose brightness and shape are nearest to the picture's. Bright ones are
/// bold: that is more ink, or a lighter colour.
struct ASCIIPicture {
  private let columns, rows: Int
  /// Brightness wanted of each block, 0-1: two blocks across a cell and three down, rows of the whole picture.
  private let brightness: [Float]

  init(_ blocks: PictureBlocks) {
    columns = blocks.columns
    rows = blocks.planeRows / blocks.rows
    brightness = LetterContrast().stretched(blocks)
  }

  var cells: [Cell] {
    (0..<columns * rows).map { index in
      let blocks = blocks(of: index)
      let isBright = blocks.sum() / 6 > Self.bright
      return Cell(Self.character(for: blocks), style: Style(bold: isBright))
    }
  }

  private func blocks(of cell: Int) -> SIMD8<Float> {
    var blocks = SIMD8<Float>.zero
    let first = cell / columns * 6 * columns + cell % columns * 2
    for block in 0..<6 { blocks[block] = brightness[first + block / 2 * 2 * columns + block % 2] }
    return blocks
  }

  /// Brightness from which on a cell is bold.
  private static let bright: Float = 0.6

  /// What the brightness of the whole cell counts against the places of the ink in it.
  private static let weight: Float = 4

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
