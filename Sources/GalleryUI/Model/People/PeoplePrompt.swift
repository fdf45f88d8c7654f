import Journal
import Library

/// What is asked on the screen of people.
enum PeoplePrompt: Sendable, Equatable {
  /// Only names with a text are shown.
  case filter
  /// What those are called.
  case name([ListedPerson.Key])
  /// Whether they become somebody who is there already.
  case merge([FaceDecision])

  var isQuestion: Bool { if case .merge = self { true } else { false } }

  /// What the keys do, for the footer.
  var hints: [(key: String, hint: String)] {
    switch self {
    case .filter: [("Enter", "go"), ("Esc", "all again")]
    case .name: [("Enter", "keep"), ("Tab", "known names"), ("Esc", "cancel")]
    case .merge: [("y", "one person"), ("n", "leave it")]
    }
  }
}
