import Library
import TerminalUI

/// What stands beside a score: what it says, or who the user said that it is.
enum MatchWord: Equatable {
  case verdict(Verdict)
  /// The person who is searched for, and somebody else or a name where nobody knows who is searched for.
  case sought(String)
  case other(String)
  case ignored

  init(_ match: Match, _ verdict: Verdict, _ state: State, _ matches: Matches) {
    guard match.standing != .query else {
      self = .verdict(verdict)
      return
    }
    if let name = state.decisions?.faces.person(of: match.face)?.name {
      self = state.sought(matches).name?.folded == name.folded ? .sought(name.text) : .other(name.text)
    } else {
      self = matches.isIgnored(match.face) ? .ignored : .verdict(verdict)
    }
  }

  var isDecided: Bool { if case .verdict = self { false } else { true } }

  var text: String {
    switch self {
    case .verdict(.samePhoto): Verdict.other.rawValue
    case .verdict(let verdict): verdict.rawValue
    case .sought(let name), .other(let name): "✓ \(name)"
    case .ignored: "ignored"
    }
  }

  func style(_ theme: Theme) -> Style {
    switch self {
    case .verdict(let verdict): theme.style(verdict)
    case .sought: theme.same
    case .other: theme.query
    case .ignored: theme.quiet
    }
  }
}
