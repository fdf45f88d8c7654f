import ArgumentParser
import Foundation
import Journal

struct JournalLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List what was decided, the latest last.",
    discussion: """
      A decision that was taken back has a minus before it. Exit status: 0 when there are decisions, 1 when there are none, \
      2 on an error.
      """)

  @Option(parsing: .unconditional, help: "Only what is about this person.")
  var person: String?

  @Flag(help: "The journal's own lines, in their order.")
  var json = false

  func run() throws {
    let state = try JournalArguments().state
    let history = History(state.journal)
    let entries = try chosen(state)
    try emit(lines: entries.map { json ? $0.line : JournalLine($0, state.people, holds: history.holds($0.id)).text })
    if entries.isEmpty { throw ExitCode.noMatch }
  }

  private func chosen(_ state: JournalState) throws -> [JournalEntry] {
    guard let person else { return state.journal.entries }
    guard let known = PersonName(person).flatMap({ state.people.person(named: $0) }) else { return [] }
    return state.journal.entries.filter { state.people.isAbout($0, known) }
  }
}

extension People {
  /// Whether an entry names a person, or one of their faces.
  fileprivate func isAbout(_ entry: JournalEntry, _ person: Person) -> Bool {
    guard let decision = entry.decision else { return false }
    if let reference = decision.person {
      let other = reference.id.flatMap { self.person($0) } ?? self.person(entry.id)
      if other?.id == person.id || reference.name.folded == person.name.folded { return true }
    }
    return decision.faces.contains { key in face(key).map { person.faces.contains($0) } ?? false }
  }
}

/// A decision as a line for people.
struct JournalLine {
  let text: String

  init(_ entry: JournalEntry, _ people: People, holds: Bool) {
    text = "\(holds ? " " : "-") \(entry.at)  \(entry.id)  \(Self.sentence(entry, people))"
  }

  private static func sentence(_ entry: JournalEntry, _ people: People) -> String {
    func faces(_ keys: [FaceKey]) -> String { keys.count == 1 ? "1 face" : "\(keys.count) faces" }
    return switch entry.decision {
    case .name(let keys, let person): "\(faces(keys)): \(person.name)"
    case .refuse(let keys, let person): "\(faces(keys)): not \(person.name)"
    case .same(let keys): "\(faces(keys)): one person"
    case .different(let keys): "\(faces(keys)): as many people"
    case .ignore(let keys): "\(faces(keys)): ignored"
    case .rename(let person, let name): "\(person.name) is called \(name)"
    case .hide(let person): "\(person.name) is hidden"
    case .show(let person): "\(person.name) is shown"
    case .seen(let photo, _): "photo \(photo.prefix(12)) has known pixels"
    case .undo(let targets): "undo \(targets.map(\.description).joined(separator: " "))"
    case .redo(let targets): "redo \(targets.map(\.description).joined(separator: " "))"
    case nil: "\(entry.kind), by a newer facetui"
    }
  }
}
