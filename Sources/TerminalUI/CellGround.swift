extension Cell {
  /// The cell's colour as seen from afar, darkened so that a bright line on it is seen; the terminal's own where the
  /// cell has no other.
  public var darkened: Colour {
    guard let ground = style.background.rgb else { return .standard }
    let ink = style.foreground.rgb ?? ground
    let share = BlockShape.of(character)?.area ?? 0
    func part(_ ink: Int, _ ground: Int) -> UInt8 {
      UInt8((Double(ink) * share + Double(ground) * (1 - share)) * Self.darkening)
    }
    return .rgb(part(ink.r, ground.r), part(ink.g, ground.g), part(ink.b, ground.b))
  }

  private static let darkening = 0.55
}

extension BlockShape {
  /// How much of a cell is in the character's colour, 0-1.
  fileprivate var area: Double {
    let covered = pieces.reduce(0) { $0 + ($1.right - $1.left) * ($1.bottom - $1.top) }
    return Double(covered) / Double(Self.columns * Self.rows) * share
  }
}
