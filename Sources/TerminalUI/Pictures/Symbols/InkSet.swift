/// The entries of a terminal's palette that a picture may use.
enum InkSet {
  /// The cube and the greys of the 256.
  case palette
  /// The four greys among the 16 named ones: every theme has them light or dark as their names say, while nobody
  /// knows what its red or yellow looks like, and a few bright colours in a face are noise.
  case sixteen
  /// Black and white.
  case eight

  var metric: InkMetric {
    switch self {
    case .palette: InkMetric(chroma: 1, excess: 0.7, texture: 0.6)
    case .sixteen, .eight: InkMetric(chroma: 1, excess: 0, texture: 1)
    }
  }

  /// All of it would show eyes and mouth best, and be far from the picture.
  private var greyShare: Float { self == .eight ? 0.5 : 0.4 }

  /// With few greys, only contrast between neighbours tells eyes and mouth from skin.
  func prepared(_ blocks: PictureBlocks) -> PictureBlocks {
    switch self {
    case .palette: return blocks
    case .sixteen, .eight:
      var blocks = blocks
      blocks.lightness = zip(LocalContrast(strength: 1.6).stretched(blocks), GreyContrast().stretched(blocks))
        .map { $0 + greyShare * ($1 - $0) }
      return blocks
    }
  }

  /// Entries near to the blocks of a cell.
  func candidates(for blocks: CellBlocks, _ partition: Partition) -> InkList {
    switch self {
    case .palette: InkList(near: partition.first, and: partition.mask == 0 ? nil : partition.rest)
    case .sixteen: InkList(Self.greys16)
    case .eight: InkList(Self.greys8)
    }
  }

  private static let greys16: [UInt8] = [0, 8, 7, 15]
  private static let greys8: [UInt8] = [0, 7]

  // MARK: - Shades

  private struct Shade {
    var character: Character
    var light, dark: UInt8
    var mix: SIMD4<Float>
  }

  private var shades: [Shade] {
    switch self {
    case .palette: []
    case .sixteen: Self.shades16
    case .eight: Self.shades8
    }
  }

  private static let shades16 = shades(of: greys16)
  private static let shades8 = shades(of: greys8)

  private static func shades(of greys: [UInt8]) -> [Shade] {
    zip(greys, greys.dropFirst()).flatMap { dark, light in
      zip("░▒▓", 1...3).map { character, quarters in
        let (low, high) = (Palette.colours[Int(dark)].r, Palette.colours[Int(light)].r)
        let level = UInt8(low + (high - low) * quarters / 4)
        return Shade(character: character, light: light, dark: dark, mix: Oklab(RGB(level, level, level)).components)
      }
    }
  }

  /// A cell of one shade, if it is nearer than an error.
  func shade(for blocks: CellBlocks, below error: Float) -> Cell? {
    var best: (shade: Shade, error: Float)?
    let wanted = metric.prepared(blocks)
    for shade in shades {
      let own = metric.errors(of: shade.mix, for: wanted).sum() / Float(blocks.count)
      if own < best?.error ?? error { best = (shade, own) }
    }
    return best.map { found in
      let style = Style(foreground: .palette(found.shade.light), background: .palette(found.shade.dark))
      return Cell(found.shade.character, style: style)
    }
  }
}
