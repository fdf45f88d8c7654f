import Library
import TerminalUI

/// The styles of everything that is drawn; plain text keeps the terminal's own colours.
public struct Theme: Sendable, Equatable {
  /// Names of things: the program, the current screen's parts, keys in the footer.
  public var title: Style
  /// What may be overlooked: dates, places, lines.
  public var quiet: Style
  /// What should not be: names, typed numbers, answers.
  public var strong: Style
  /// The text under the cursor.
  public var cursor: Style
  /// The frame around what is under the cursor, and bars of progress.
  public var edge: Style
  public var error: Style
  /// Marks of matches.
  public var mark: Style
  /// How many faces a photo has.
  public var faces: Style
  /// The verdicts.
  public var same, maybe, query, other: Style
  /// The line at the threshold.
  public var divider: Style
  /// Frames on photos, around the selected face and around the others; only their foreground counts.
  public var frame, otherFrame: Style

  /// The frame around the selected face, as a colour of pixels.
  var selectedFace: (UInt8, UInt8, UInt8) { frame.foreground.bytes ?? (255, 215, 0) }
  /// The frames around the others.
  var otherFace: (UInt8, UInt8, UInt8) { otherFrame.foreground.bytes ?? (95, 215, 255) }

  func style(_ verdict: Verdict) -> Style {
    switch verdict {
    case .same: same
    case .maybe: maybe
    case .query: query
    case .other, .samePhoto: other
    }
  }
}
