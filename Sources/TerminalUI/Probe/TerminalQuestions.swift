/// What a terminal is asked before anything is drawn.
public enum TerminalQuestions {
  static let pictureNumber = 31
  static let colour = [1, 2, 3]

  /// The bytes to send, or nil for a terminal that would not understand them. All questions are answered in order, so
  /// the last one, which every terminal answers, ends the waiting.
  /// - Parameter environment: TERM and what else tells terminals apart.
  public static func bytes(environment: [String: String]) -> [UInt8]? {
    guard isWorthAsking(environment) else { return nil }
    let setColour = "\u{1B}[48;2;" + colour.map(String.init).joined(separator: ";") + "m"
    let parts = [
      // The place of the cursor, and at the end back to it: nothing stays of what a terminal prints by mistake.
      "\u{1B}7",
      "\u{1B}[>q",
      mayAskKitty(environment) ? "\u{1B}_Gi=\(pictureNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" : "",
      "\u{1B}[16t", "\u{1B}[14t",
      mayAskRegisters(environment) ? "\u{1B}[?1;1;0S" : "",
      "\u{1B}]11;?\u{1B}\\",
      setColour + "\u{1B}P$qm\u{1B}\\\u{1B}[m",
      "\u{1B}[?2026$p",
      "\u{1B}[>c", "\u{1B}[c",
      "\u{1B}8\u{1B}[K",
    ]
    return Array(parts.joined().utf8)
  }

  private static func isWorthAsking(_ environment: [String: String]) -> Bool {
    let type = environment["TERM"] ?? ""
    if ["", "dumb", "unknown", "linux", "cons25"].contains(type) || TerminalFacts.isOldHardware(type) { return false }
    return Multiplexer(environment: environment) != .screen
  }

  /// Terminal.app is not known to pass over what follows a question mark; without it, the text scrolls.
  private static func mayAskRegisters(_ environment: [String: String]) -> Bool {
    environment["TERM_PROGRAM"] != "Apple_Terminal"
  }

  /// tmux takes an application program command for the title of the window, Terminal.app prints it.
  private static func mayAskKitty(_ environment: [String: String]) -> Bool {
    Multiplexer(environment: environment) != .tmux && environment["TERM_PROGRAM"] != "Apple_Terminal"
  }
}

/// A program that stands between this one and the terminal.
public enum Multiplexer: String, Sendable {
  case tmux
  /// GNU screen takes an application program command for its status line and passes device controls on as they are,
  /// so it is asked nothing.
  case screen

  /// - Parameter environment: a terminal that was started from within tmux has its variable as well; what it answers
  ///   tells.
  init?(environment: [String: String]) {
    let type = environment["TERM"] ?? ""
    if environment["TMUX"]?.isEmpty == false || type.hasPrefix("tmux") {
      self = .tmux
    } else if environment["STY"]?.isEmpty == false || type.hasPrefix("screen") {
      self = .screen
    } else {
      return nil
    }
  }
}
