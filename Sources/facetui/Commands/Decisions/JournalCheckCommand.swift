import ArgumentParser
import Journal
import Library
import PathText
import SystemPackage

struct JournalCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is in the journal, and whether it is sound.",
    discussion: """
      With folders also which decisions wait, as no photo there shows their face; photos that were edited or turned \
      without loss are looked for. Exit status: 0 when all lines can be read, 1 when some cannot, 2 on an error.
      """)

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    let arguments = try JournalArguments(warns: false)
    let state = arguments.state
    try emit(lines: summary(state, arguments.file.path))
    try emit(lines: faults(state.journal))
    if !library.folders.isEmpty { try await emit(lines: waiting()) }
    if !state.journal.damaged.isEmpty || !state.journal.conflicts.isEmpty { throw ExitCode.noMatch }
  }

  private func summary(_ state: JournalState, _ path: FilePath) -> [String] {
    let history = History(state.journal)
    let decided = state.people.faces.count { $0.isDecided }
    return [
      "\(path.text): \(plural(state.journal.entries.count, "entry", "entries")), "
        + "\(plural(history.decisions.count, "decision holds", "decisions hold"))",
      "\(plural(state.people.people.count, "person", "people")), \(plural(decided, "decided face", "decided faces"))",
    ]
  }

  private func faults(_ journal: Journal) -> [String] {
    var lines = journal.damaged.map { "line \($0.number): \($0.reason); it is passed over" }
    for id in journal.conflicts.sorted() { lines.append("\(id): two entries have this id; one of them counts") }
    let kinds = Set(journal.unknown.map(\.kind)).sorted().joined(separator: ", ")
    if !kinds.isEmpty {
      lines.append(
        "\(plural(journal.unknown.count, "entry is", "entries are")) of a newer facetui (\(kinds)): kept, and without effect"
      )
    }
    return lines
  }

  private func waiting() async throws -> [String] {
    let library = try library.open(corrected: false)
    try await bringUpToDate(library, self.library)
    let decisions = try Decisions(library)
    let found = try decisions.search()
    let waiting = decisions.faces.waiting
    let people = decisions.faces.people
    var lines = found > 0 ? ["\(plural(found, "photo was", "photos were")) found again by the pixels"] : []
    lines.append("\(plural(waiting.count, "decided face waits", "decided faces wait")) for photos that are not there")
    let names = Dictionary(grouping: waiting.compactMap { people.faces[$0].person }) { $0 }
    for (person, faces) in names.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(people.person(person)?.name.text ?? ""): \(faces.count)")
    }
    return lines
  }
}
