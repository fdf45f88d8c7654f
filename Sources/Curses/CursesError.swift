public enum CursesError: Error, Equatable, CustomStringConvertible {
  case noTerminal
  /// The value of TERM.
  case unknownTerminal(String)
  case cannotPlaceCursor(String)

  public var description: String {
    switch self {
    case .noTerminal:
      "there is no terminal to draw on; use `facetui find`, `index` or `faces`, which need none"
    case .unknownTerminal(let name):
      "the terminal type \"\(name)\" is not known here; try TERM=xterm-256color, or use `facetui find`, which needs no screen"
    case .cannotPlaceCursor(let name):
      "the terminal type \"\(name)\" cannot place its cursor; use `facetui find`, `index` or `faces`, which need no screen"
    }
  }
}
