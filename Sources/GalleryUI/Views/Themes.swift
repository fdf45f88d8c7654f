import TerminalUI

extension Theme {
  /// Reads well on dark and on light backgrounds, for terminals that do not tell theirs.
  public static let neutral = Theme(
    title: Style(foreground: .palette(32), bold: true), quiet: Style(dim: true), strong: Style(bold: true),
    cursor: Style(foreground: .palette(231), background: .palette(32), bold: true),
    edge: Style(foreground: .palette(32)), error: Style(foreground: .palette(160), bold: true),
    mark: Style(foreground: .palette(170), bold: true), faces: Style(foreground: .palette(35)),
    same: Style(foreground: .palette(35), bold: true), maybe: Style(foreground: .palette(172), bold: true),
    query: Style(foreground: .palette(32), bold: true), other: Style(dim: true),
    divider: Style(foreground: .palette(172)), frame: Style(foreground: .rgb(255, 215, 0)),
    otherFrame: Style(foreground: .rgb(95, 215, 255)))

  public static let dark = Theme(
    title: Style(foreground: .palette(75), bold: true), quiet: Style(foreground: .palette(246)),
    strong: Style(bold: true), cursor: Style(foreground: .palette(231), background: .palette(25), bold: true),
    edge: Style(foreground: .palette(75)), error: Style(foreground: .palette(203), bold: true),
    mark: Style(foreground: .palette(177), bold: true), faces: Style(foreground: .palette(78)),
    same: Style(foreground: .palette(78), bold: true), maybe: Style(foreground: .palette(214), bold: true),
    query: Style(foreground: .palette(75), bold: true), other: Style(foreground: .palette(246)),
    divider: Style(foreground: .palette(214)), frame: neutral.frame, otherFrame: neutral.otherFrame)

  public static let light = Theme(
    title: Style(foreground: .palette(25), bold: true), quiet: Style(foreground: .palette(241)),
    strong: Style(bold: true), cursor: Style(foreground: .palette(231), background: .palette(25), bold: true),
    edge: Style(foreground: .palette(25)), error: Style(foreground: .palette(124), bold: true),
    mark: Style(foreground: .palette(90), bold: true), faces: Style(foreground: .palette(22)),
    same: Style(foreground: .palette(22), bold: true), maybe: Style(foreground: .palette(94), bold: true),
    query: Style(foreground: .palette(25), bold: true), other: Style(foreground: .palette(241)),
    divider: Style(foreground: .palette(94)), frame: neutral.frame, otherFrame: neutral.otherFrame)

  /// For terminals of 8 or 16 colours, whose nearest ones to other themes' would be read with difficulty: theirs are the
  /// user's own.
  /// - Parameter isLight: whether the background is; nil where it is not known.
  public static func basic(isLight: Bool?) -> Theme {
    func text(_ onDark: UInt8, _ onLight: UInt8) -> Style {
      Style(foreground: isLight.map { .palette($0 ? onLight : onDark) } ?? .standard, bold: true)
    }
    let (quiet, plain) = (Style(dim: true), Style(bold: true, underline: isLight == nil))
    return Theme(
      title: text(6, 4), quiet: quiet, strong: Style(bold: true), cursor: Style(bold: true, reverse: true),
      edge: text(6, 4), error: text(1, 1), mark: text(5, 5), faces: text(2, 4), same: text(2, 4),
      maybe: isLight == false ? Style(foreground: .palette(3), bold: true) : plain, query: text(6, 4), other: quiet,
      divider: quiet, frame: neutral.frame, otherFrame: neutral.otherFrame)
  }

  /// The strongest differences, nothing dim; verdicts differ in underline as well.
  /// - Parameter isLight: whether the background is.
  public static func contrast(isLight: Bool) -> Theme {
    func text(_ onDark: UInt8, _ onLight: UInt8, underline: Bool = false) -> Style {
      Style(foreground: .palette(isLight ? onLight : onDark), bold: true, underline: underline)
    }
    let plain = Style(foreground: .palette(isLight ? 16 : 231))
    let cursor = Style(foreground: .palette(isLight ? 231 : 16), background: .palette(isLight ? 16 : 231), bold: true)
    return Theme(
      title: text(231, 16, underline: true), quiet: plain, strong: text(231, 16), cursor: cursor,
      edge: text(231, 16), error: text(217, 88), mark: text(219, 52), faces: text(120, 22),
      same: text(120, 22, underline: true), maybe: text(226, 53), query: text(123, 17), other: plain,
      divider: text(226, 53), frame: Style(foreground: .rgb(255, 255, 0)),
      otherFrame: Style(foreground: .rgb(255, 255, 255)))
  }
}
