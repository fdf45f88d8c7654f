public enum CursesError: Error, Equatable, CustomStringConvertible {
  case noTerminal
  /// The value of TERM.
  case unknownTerminal(String)
  case cannotPlaceCursor(String)

  public var description: String {
    switch self {
    case .noTerminal: "there is no terminal to draw on"
    case .unknownTerminal(let name): "the terminal type \"\(name)\" is not known here, nor is xterm-256color"
    case .cannotPlaceCursor(""): "TERM does not say what terminal this is"
    case .cannotPlaceCursor(let name): "a terminal of the type \"\(name)\" cannot place its cursor"
    }
  }
}
