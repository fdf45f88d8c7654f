import TerminalUI

extension CursesTerminal {
  /// Gives text to the terminal's clipboard with the next frame; asks tmux for at most 250 ms whether it lets that through.
  /// - Throws: why the terminal does not get it.
  public func copy(_ bytes: [UInt8], facts: TerminalFacts) throws(ClipboardCopy.Refusal) {
    send(try ClipboardCopy.sequence(bytes, route: try Self.route(facts)))
  }

  private static func route(_ facts: TerminalFacts) throws(ClipboardCopy.Refusal) -> ClipboardCopy.Route {
    switch facts.multiplexer {
    case .tmux:
      let time = Duration.milliseconds(125)
      return try ClipboardCopy.route(
        setClipboard: TmuxClient.option("set-clipboard", of: ["-s"], within: time),
        allowPassthrough: TmuxClient.option("allow-passthrough", of: ["-pA"], within: time))
    case .screen: throw ClipboardCopy.Refusal(reason: "not copied: GNU screen passes no copies on")
    case nil where facts.type == "linux":
      throw ClipboardCopy.Refusal(reason: "not copied: the console has no clipboard")
    case nil: return .direct
    }
  }
}
