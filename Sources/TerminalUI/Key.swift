/// Something that a user did to the terminal.
public enum Key: Sendable, Equatable, Hashable {
  case character(Character)
  /// Ctrl with a small letter.
  case control(Character)
  case enter, tab, backTab, escape, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 is 1.
  case function(Int)
  case click(Position)
  case doubleClick(Position)
  /// The mouse has moved with its first button held down, or let it go.
  case drag(Position)
  case release(Position)
  case wheelUp(Position)
  case wheelDown(Position)
  case resize(Size)
  /// The terminal has gained the user's attention.
  case focus
  /// A text that was pasted at once, as it came.
  case paste(String)
}
