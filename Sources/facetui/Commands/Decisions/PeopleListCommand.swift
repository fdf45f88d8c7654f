import ArgumentParser
import Journal
import Library
import SystemPackage

struct PeopleListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the people, with how many faces are confirmed and refused.",
    discussion: """
      With folders also how many of the faces are there, from which years, and how many other faces may be of the person: \
      those that score at least the pack's balanced threshold. Exit status: 0 when there are people, 1 when there are \
      none, 2 on an error.
      """)

  @Flag(help: "One JSON object a person.")
  var json = false

  @Flag(help: "Also people who are hidden.")
  var all = false

  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    var rows = try journalRows()
    let hasFolder = !library.folders.isEmpty
    if hasFolder { try await addFolder(to: &rows) }
    if json {
      try emit(lines: rows.map { try JSONRow.text($0) })
    } else {
      let header = "name\tfaces\trefused\tchanged" + (hasFolder ? "\tin folder\tyears\tcandidates" : "")
      try emit(lines: [header] + rows.map(\.line))
    }
    if rows.isEmpty { throw ExitCode.noMatch }
  }

  private func journalRows() throws -> [PersonRow] {
    let state = try JournalArguments().state
    return state.people.people.filter { all || !$0.isHidden }.map { PersonRow($0, state.journal) }
      .sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
  }

  private func addFolder(to rows: inout [PersonRow]) async throws {
    let library = try library.open(corrected: correction.isUsed)
    try await bringUpToDate(library, self.library)
    let decisions = try Decisions(library)
    try decisions.search()
    let decided = decisions.faces
    let listed = Dictionary(library.people(decided).map { ($0.key, $0) }) { first, _ in first }
    for index in rows.indices {
      guard let id = PersonID(rows[index].id), let person = listed[.person(id)] else { continue }
      let candidates = library.candidates(for: id, decided) ?? Candidates()
      rows[index].take(person, candidates: candidates.likely)
    }
  }
}

/// A person as `facetui people list --json` prints one.
struct PersonRow: Encodable {
  let name: String
  let id: String
  let faces: Int
  let refused: Int
  let isHidden: Bool
  /// The last decision about the person: when, by the machine's clock then.
  let changed: String
  /// Confirmed faces in the folder that was named, and the years of their photos; nil without a folder.
  private(set) var inFolder, firstYear, lastYear: Int?
  /// Other faces there that may be the person's.
  private(set) var candidates: Int?

  init(_ person: People.Person, _ journal: Journal) {
    name = person.name.text
    id = "\(person.id)"
    (faces, refused, isHidden) = (person.faces.count, person.refused.count, person.isHidden)
    changed = journal.entry(person.changed)?.at ?? ""
  }

  mutating func take(_ person: ListedPerson, candidates: Int) {
    (inFolder, self.candidates) = (person.faces.count, candidates)
    (firstYear, lastYear) = (person.years?.lowerBound, person.years?.upperBound)
  }

  var line: String {
    let known = "\(name)\t\(faces)\t\(refused)\t\(changed)"
    guard let inFolder, let candidates else { return known }
    let years = firstYear.flatMap { first in lastYear.map { first...$0 } }?.text ?? ""
    return "\(known)\t\(inFolder)\t\(years)\t\(candidates)"
  }
}
