import Journal
import Library

/// What the screen says of decisions.
extension State {
  /// "Ada: 3 faces confirmed · u takes it back"
  mutating func tellKept(_ request: DecisionRequest) {
    let way = key(for: .undo).map { " · \($0) takes it back" } ?? ""
    message = Message(text: sentence(request.words) + way)
  }

  mutating func tell(_ outcome: HistoryOutcome, of step: HistoryStep) {
    switch step {
    case .undo:
      guard !outcome.undone.isEmpty else {
        message = Message(text: "there is nothing to be taken back")
        return
      }
      let way = key(for: .redo).map { " · \($0) brings it back" } ?? ""
      message = Message(text: "taken back: \(DecisionText.sentence(outcome.undone))\(way)")
    case .redo:
      guard !outcome.redone.isEmpty else {
        message = Message(text: "there is nothing to be brought back")
        return
      }
      message = Message(text: "brought back: \(DecisionText.sentence(outcome.redone))")
    case .jump:
      let changes = [
        outcome.undone.isEmpty ? nil : "\(counted(outcome.undone.count, "decision", "decisions")) taken back",
        outcome.redone.isEmpty ? nil : "\(counted(outcome.redone.count, "decision", "decisions")) brought back",
      ].compactMap(\.self)
      message = Message(text: changes.isEmpty ? "this is how it is already" : changes.joined(separator: ", "))
    }
  }

  private func sentence(_ words: [FaceDecision]) -> String {
    DecisionText.joined(
      words.map { word in
        let name = { (id: PersonID) in decisions?.people.person(id)?.name.text ?? "this person" }
        return switch word {
        case .name(let faces, let person): .named(person.text, faces.count)
        case .refuse(let faces, let person): .refused(person.text, faces.count)
        case .same(let faces): .same(faces.count)
        case .different(let faces): .different(faces.count)
        case .ignore(let faces): .ignored(faces.count)
        case .rename(let id, let new): .renamed(name(id), new.text)
        case .hide(let id): .hidden(name(id))
        case .show(let id): .shown(name(id))
        }
      })
  }
}

/// A decision in words.
enum DecisionText: Equatable {
  case named(String, Int)
  case refused(String, Int)
  case same(Int)
  case different(Int)
  case ignored(Int)
  case renamed(String, String)
  case hidden(String)
  case shown(String)
  case unknown(String)

  init(_ entry: JournalEntry) {
    self =
      switch entry.decision {
      case .name(let faces, let person): .named(person.name.text, faces.count)
      case .refuse(let faces, let person): .refused(person.name.text, faces.count)
      case .same(let faces): .same(faces.count)
      case .different(let faces): .different(faces.count)
      case .ignore(let faces): .ignored(faces.count)
      case .rename(let person, let name): .renamed(person.name.text, name.text)
      case .hide(let person): .hidden(person.name.text)
      case .show(let person): .shown(person.name.text)
      case .seen, .undo, .redo, nil: .unknown(entry.kind)
      }
  }

  /// "Ada: 3 faces confirmed"
  var sentence: String {
    switch self {
    case .named(let name, let count): "\(name): \(counted(count, "face", "faces")) confirmed"
    case .refused(let name, let count): "not \(name): \(counted(count, "face", "faces"))"
    case .same(let count): "\(counted(count, "face", "faces")) of one person"
    case .different(let count): "\(counted(count, "face", "faces")) of as many people"
    case .ignored(let count): "\(counted(count, "face", "faces")) ignored"
    case .renamed(let old, let new): "\(old) is called \(new)"
    case .hidden(let name): "\(name) is hidden"
    case .shown(let name): "\(name) is shown"
    case .unknown(let kind): kind
    }
  }

  /// Of one step.
  static func sentence(_ entries: [JournalEntry]) -> String { joined(entries.map(DecisionText.init)) }

  /// Words of one step; those that say the same of other faces are counted together.
  static func joined(_ texts: [DecisionText]) -> String {
    var different = 0
    var sentences: [String] = []
    for text in texts {
      if case .different(2) = text { different += 1 } else { sentences.append(text.sentence) }
    }
    if different == 1 { sentences.append("two faces are two people") }
    if different > 1 { sentences.append("\(counted(different, "face", "faces")) of other people") }
    return sentences.joined(separator: "; ")
  }
}
