/// How pictures reach the screen, the best first.
public enum PictureWay: String, CaseIterable, Sendable {
  case kitty, sixel, iterm, octants, sextants, quadrants, half, ascii, none
}
