import Library
import TerminalUI

/// Colours that read well on dark and on light backgrounds; plain text keeps the terminal's own.
enum Theme {
  static let accent = Colour.palette(32)
  static let title = Style(foreground: accent, bold: true)
  static let quiet = Style(dim: true)
  static let strong = Style(bold: true)
  static let cursor = Style(foreground: .palette(231), background: accent, bold: true)
  static let edge = Style(foreground: accent)
  static let error = Style(foreground: .palette(160), bold: true)
  static let mark = Style(foreground: .palette(170), bold: true)
  static let faces = Style(foreground: .palette(35))
  static let selectedFace: (UInt8, UInt8, UInt8) = (255, 215, 0)
  static let otherFace: (UInt8, UInt8, UInt8) = (95, 215, 255)

  static func style(_ verdict: Verdict) -> Style {
    switch verdict {
    case .same: Style(foreground: .palette(35), bold: true)
    case .maybe: Style(foreground: .palette(172), bold: true)
    case .query: Style(foreground: accent, bold: true)
    case .other, .samePhoto: Style(dim: true)
    }
  }
}
