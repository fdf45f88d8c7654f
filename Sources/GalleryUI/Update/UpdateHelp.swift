import TerminalUI

extension State {
  /// With the keys of the current screen first.
  /// - Parameter filter: a text that its lines must have.
  mutating func showHelp(_ filter: String = "") {
    if case .help(var help) = screens.last {
      help.filter = filter
      help.top = 0
      screens[screens.count - 1] = .help(help)
    } else {
      screens.append(.help(Help(scope: scope, filter: filter)))
    }
  }

  mutating func leaveHelp() {
    if case .help = screens.last { leave() }
  }

  mutating func filterHelp(_ text: String) {
    guard case .help(var help) = screens.last else { return }
    help.filter = text
    help.top = 0
    screens[screens.count - 1] = .help(help)
  }

  /// All lines again; without a filter, back.
  /// - Returns: whether it is the help that is uppermost.
  mutating func clearHelp() -> Bool {
    guard case .help(let help) = screens.last else { return false }
    if help.filter.isEmpty { leave() } else { filterHelp("") }
    return true
  }

  mutating func askWhatToSearch() {
    if case .help = screens.last {
      filterHelp("")
      prompt = Prompt(.helpFilter, label: "lines with:")
    } else {
      prompt = Prompt(.search, label: "file name contains:")
    }
  }
}
