public struct Style: Sendable, Equatable, Hashable {
  public var foreground: Colour
  public var background: Colour
  public var bold: Bool
  public var dim: Bool
  public var reverse: Bool
  public var underline: Bool

  public init(
    foreground: Colour = .standard, background: Colour = .standard,
    bold: Bool = false, dim: Bool = false, reverse: Bool = false, underline: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.reverse = reverse
    self.underline = underline
  }

  public static let plain = Style()
}

/// One place of the screen.
public struct Cell: Sendable, Equatable {
  /// A base character with at most four combining marks.
  public var character: Character
  /// Columns it takes, 1 or 2; 0 for the right half of a wide character.
  public var width: Int
  public var style: Style
  /// The part of a picture that is shown instead of the character, a blank then; nil for text.
  public var tile: TilePart?

  public init(_ character: Character = " ", width: Int = 1, style: Style = .plain) {
    self.character = character
    self.width = width
    self.style = style
  }
}
