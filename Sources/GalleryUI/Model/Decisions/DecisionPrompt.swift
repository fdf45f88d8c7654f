import Journal
import Library

/// What is asked about decisions in the line at the bottom.
enum DecisionPrompt: Sendable, Equatable {
  /// Who some faces are.
  case name([FaceID], MarkedFaces?)
  /// Whether two faces of one photo are one person; the words with those faces, and without them.
  case twice(TwoOfOnePhoto)
  /// Whether what was decided after a step is taken back.
  case jump(to: EntryID)

  var isQuestion: Bool {
    switch self {
    case .name: false
    case .twice, .jump: true
    }
  }

  /// What the keys do, for the footer.
  var hints: [(key: String, hint: String)] {
    switch self {
    case .name: [("Enter", "keep"), ("Tab", "known names"), ("Esc", "cancel")]
    case .twice: [("y", "one person"), ("n", "leave these out"), ("Esc", "cancel")]
    case .jump: [("y", "go back to there"), ("n", "stay")]
    }
  }
}

/// Faces of one photo that would be one person.
struct TwoOfOnePhoto: Sendable, Equatable {
  /// As the user said it.
  let words: [FaceDecision]
  /// Without those faces; may be empty.
  let rest: [FaceDecision]
  let marks: MarkedFaces?
}
