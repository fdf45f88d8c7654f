/// How pictures reach the screen, the best first.
public enum PictureWay: String, CaseIterable, Sendable {
  case kitty, sixel, iterm, octants, sextants, quadrants, half, ascii, none
}

extension PictureWay {
  /// Whether the terminal is sent pixels; else the picture is made of characters.
  public var isGraphic: Bool { self == .kitty || self == .sixel || self == .iterm }
}
