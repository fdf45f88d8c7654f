public enum CursesError: Error, Equatable, CustomStringConvertible {
  case noTerminal
  /// Another program has the terminal, and nobody could bring this one forward.
  case inBackground
  /// The value of TERM.
  case unknownTerminal(String)
  case cannotPlaceCursor(String)

  public var description: String {
    switch self {
    case .noTerminal: "there is no terminal to draw on"
    case .inBackground: "the terminal is another program's"
    case .unknownTerminal(let name): "the terminal type \"\(name)\" is not known here, nor is xterm-256color"
    case .cannotPlaceCursor(""): "TERM does not say what terminal this is"
    case .cannotPlaceCursor(let name): "a terminal of the type \"\(name)\" cannot place its cursor"
    }
  }
}
