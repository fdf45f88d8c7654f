/// A cell divided in two columns of equal blocks, and the characters that fill some of them.
///
/// Block i lies in row i / 2 and column i % 2; bit i of a mask says whether the character fills it.
struct BlockGrid: Sendable {
  /// A character for a division of the blocks.
  struct Glyph: Sendable {
    var character: Character
    /// The character fills the blocks that the mask leaves out.
    var fillsRest: Bool
  }

  let rows: Int
  /// The divisions in two groups, each by the group without the last block.
  let masks: [Int]
  /// For every mask without the last block.
  let glyphs: [Glyph]
  /// What the squared length of a group's summed differences from the cell's mean takes off the squared error: for
  /// 16 masks each, the share of a block times (1/k + 1/(n-k)) for a group of k blocks out of n; 0 for masks that
  /// have no character.
  let gains: [SIMD16<Float>]

  /// The shares of a colour above which each block takes it, so that a cell of one colour becomes an even pattern of
  /// two (B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", 1973).
  let thresholds: SIMD8<Float>
  /// 1 for each block, 0 beyond them.
  let present: SIMD8<Float>

  var count: Int { 2 * rows }

  /// Every division has a character.
  var isComplete: Bool { masks.count == glyphs.count - 1 }

  static let halves = BlockGrid(rows: 2, masks: [0b0011, 0b0101], scalar: quadrant)
  static let quadrants = BlockGrid(rows: 2, scalar: quadrant)
  static let sextants = BlockGrid(rows: 3, scalar: sextant)
  static let octants = BlockGrid(rows: 4, scalar: octant)

  private init(rows: Int, masks: [Int]? = nil, scalar: (Int) -> Unicode.Scalar) {
    let count = 2 * rows
    let all = 0..<(1 << (count - 1))
    let masks = masks ?? Array(all.dropFirst())
    self.rows = rows
    self.masks = masks
    // The older of the two characters is in more fonts.
    glyphs = all.map { mask in
      let (own, rest) = (scalar(mask), scalar((1 << count) - 1 - mask))
      return rest < own
        ? Glyph(character: Character(rest), fillsRest: true) : Glyph(character: Character(own), fillsRest: false)
    }
    let isPresent = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) .< Float(count)
    present = SIMD8.zero.replacing(with: 1, where: isPresent)
    let order: SIMD8<Float> = count == 4 ? SIMD8(0, 2, 3, 1, 0, 0, 0, 0) : SIMD8(0, 4, 6, 2, 1, 5, 7, 3)
    thresholds = SIMD8(repeating: 2).replacing(with: (order + 0.5) / (count == 4 ? 4 : 8), where: isPresent)
    gains = (0..<(all.count + 15) / 16).map { high in
      var gains = SIMD16<Float>.zero
      for low in 0..<16 where masks.contains(16 * high + low) {
        let k = Float((16 * high + low).nonzeroBitCount)
        gains[low] = (1 / k + 1 / (Float(count) - k)) / Float(count)
      }
      return gains
    }
  }
}

// MARK: - Characters

extension BlockGrid {
  private static let quadrantCharacters = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)

  /// The character that fills the blocks of a mask of 4.
  static func quadrant(_ mask: Int) -> Unicode.Scalar { quadrantCharacters[mask] }

  /// Sextants stand in the order of their masks; those that are half, full or empty blocks are left out.
  static func sextant(_ mask: Int) -> Unicode.Scalar {
    switch mask {
    case 0: " "
    case 0b010101: "▌"
    case 0b101010: "▐"
    case 0b111111: "█"
    default: scalar(0x1FB00 + mask - 1 - (mask > 0b010101 ? 1 : 0) - (mask > 0b101010 ? 1 : 0))
    }
  }

  /// Octants stand in the order of their masks; those that are older block characters are left out.
  static func octant(_ mask: Int) -> Unicode.Scalar { octantCharacters[mask] }

  private static let octantCharacters: [Unicode.Scalar] = {
    var next = 0x1CD00
    return (0..<256).map { mask in
      if let character = olderOctants[mask] { return character }
      defer { next += 1 }
      return scalar(next)
    }
  }()

  private static let olderOctants: [Int: Unicode.Scalar] = {
    var older: [Int: Unicode.Scalar] = [
      0b0000_0001: "\u{1CEA8}", 0b0000_0010: "\u{1CEAB}", 0b0000_0011: "\u{1FB82}", 0b0001_0100: "\u{1FBE6}",
      0b0010_1000: "\u{1FBE7}", 0b0011_1111: "\u{1FB85}", 0b0100_0000: "\u{1CEA3}", 0b1000_0000: "\u{1CEA0}",
      0b1100_0000: "▂", 0b1111_1100: "▆",
    ]
    for mask in 0..<16 { older[(mask & 3) * 0b0101 + (mask >> 2) * 0b0101_0000] = quadrant(mask) }
    return older
  }()

  private static func scalar(_ value: Int) -> Unicode.Scalar { Unicode.Scalar(UInt32(value)) ?? " " }
}
