/// How pictures are drawn on a terminal, and why so.
public struct TerminalChoice: Sendable, Equatable {
  public var facts: TerminalFacts
  public var way: PictureWay
  /// A sentence without its full stop.
  public var reason: String

  /// - Parameter wanted: what the user asks for; nil for the best that the terminal is known to show.
  public init(facts: TerminalFacts, wanted: PictureWay? = nil) {
    self.facts = facts
    (way, reason) = wanted.map { ($0, "it was asked for") } ?? facts.bestWay
  }

  /// The terminfo entry to draw by instead of the one that TERM names: `xterm` promises 8 colours where the terminal
  /// has just shown that it keeps 24 bits.
  public var entry: String? {
    facts.trueColour == .kept && facts.colours < 256 && facts.type.hasPrefix("xterm") ? "xterm-256color" : nil
  }

  /// The colours of the palette.
  public var depth: ColourDepth {
    if facts.wantsNoColour { return .none }
    if entry != nil { return .palette }
    switch facts.colours {
    case 256...: return .palette
    case 16...: return .sixteen
    case 8...: return .eight
    default: return .none
    }
  }

  /// What the way takes of the terminal's graphics.
  public var graphics: Graphics {
    let isTmux = facts.multiplexer == .tmux
    switch way {
    case .kitty: return .kitty(tmux: isTmux)
    case .iterm: return .iterm(tmux: isTmux)
    case .sixel: return .sixel(colours: min(256, max(2, facts.colourRegisters ?? 256)))
    case .octants, .sextants, .quadrants, .half, .ascii, .none: return .none
    }
  }

  /// Whether colours of 24 bits can be sent.
  public var isTrueColour: Bool { depth != .none && facts.trueColour != nil }
}

extension TerminalFacts {
  /// What the terminal shows best, of what is certain.
  var bestWay: (way: PictureWay, reason: String) { plainWay ?? multiplexedWay ?? pictureWay ?? symbols }

  private var plainWay: (PictureWay, String)? {
    if type == "linux" || Self.isOldHardware(type) { return (.ascii, "TERM \(type) has few characters") }
    if wantsNoColour { return (.ascii, "NO_COLOR is set") }
    if !isUnicode { return (.ascii, "the locale's characters are not UTF-8") }
    return colours < 8 && trueColour != .kept ? (.ascii, "the terminal has no colours") : nil
  }

  private var multiplexedWay: (PictureWay, String)? {
    switch multiplexer {
    case nil: return nil
    case .screen: return (symbols.way, "GNU screen passes no pictures on")
    case .tmux where hasSixel && tmuxHasSixel: return (.sixel, "tmux draws sixel pictures and its terminal takes them")
    case .tmux: return (symbols.way, "tmux passes on no pictures of which it knows that they are shown")
    }
  }

  private var pictureWay: (PictureWay, String)? {
    guard asking == .answered else { return nil }
    let isVSCode = program?.known == .xtermJS && values["TERM_PROGRAM"] == "vscode"
    if let program, program.takesPlaceholders, takesKittyPictures == true {
      return (.kitty, "\(program.name) takes kitty's pictures and places them by Unicode placeholders")
    }
    if let program, program.takesInlinePictures { return (.iterm, "\(program.name) takes iTerm2's inline pictures") }
    if isVSCode, hasSixel { return (.iterm, "VS Code's terminal has its pictures switched on") }
    guard hasSixel, program?.damagesSixel != true else { return nil }
    return (.sixel, "the terminal names sixel among its attributes")
  }

  private var symbols: (way: PictureWay, reason: String) {
    guard let program, program.known != nil else {
      return (
        .quadrants, (asking == .answered ? "" : "the terminal did not tell what it is, and ") + "most fonts have them"
      )
    }
    // tmux draws what it does not know as a letter of no width.
    if program.drawsOctants, multiplexer == nil { return (.octants, "\(program.description) draws them itself") }
    if program.drawsSextants { return (.sextants, "\(program.description) draws them itself") }
    if program.drawsOnlyHalves { return (.half, "\(program.description) leaves gaps between smaller ones") }
    return (.quadrants, "\(program.description) is not known to draw smaller ones")
  }
}
