import ArgumentParser
import Journal
import Library
import SystemPackage

struct PeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "The people you have named.",
    subcommands: [
      PeopleListCommand.self, PeopleShowCommand.self, PeopleNameCommand.self, PeopleHideCommand.self,
      PeopleIgnoreCommand.self,
    ], defaultSubcommand: PeopleListCommand.self)
}

extension People {
  /// - Throws: where nobody is called so.
  func person(argument name: String) throws -> Person {
    guard let person = PersonName(name).flatMap({ person(named: $0) }) else {
      throw ArgumentMistake("\(name): nobody is called so; facetui people list lists the names.")
    }
    return person
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

  init(_ person: People.Person, _ journal: Journal) {
    name = person.name.text
    id = "\(person.id)"
    (faces, refused, isHidden) = (person.faces.count, person.refused.count, person.isHidden)
    changed = journal.entry(person.changed)?.at ?? ""
  }
}

struct PeopleListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the people, with how many faces are confirmed and refused.",
    discussion: "Exit status: 0 when there are people, 1 when there are none, 2 on an error.")

  @Flag(help: "One JSON object a person.")
  var json = false

  @Flag(help: "Also people who are hidden.")
  var all = false

  func run() throws {
    let state = try JournalArguments().state
    let rows = state.people.people.filter { all || !$0.isHidden }.map { PersonRow($0, state.journal) }
      .sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
    if json {
      try emit(lines: rows.map { try JSONRow.text($0) })
    } else {
      let header = ["name\tfaces\trefused\tchanged"]
      try emit(lines: header + rows.map { "\($0.name)\t\($0.faces)\t\($0.refused)\t\($0.changed)" })
    }
    if rows.isEmpty { throw ExitCode.noMatch }
  }
}

struct PeopleNameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "name", abstract: "Give a person another name; the name of another person makes the two one.")

  @Argument(help: "The name up to now.")
  var old: String

  @Argument(help: "The new name.")
  var new: String

  func run() throws {
    let name = try PersonName(argument: new)
    let file = try JournalArguments().file
    let person = try file.state.people.person(argument: old)
    try file.append([.rename(PersonReference(id: person.id, name: person.name), to: name)])
    let faces = file.state.people.person(person.id)?.faces.count ?? 0
    try emit(line: "\(name): \(plural(faces, "face", "faces"))")
  }
}

struct PeopleHideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hide", abstract: "Leave a person out of lists, or show them again.")

  @Argument(help: "The person's name.")
  var name: String

  @Flag(help: "Show the person again.")
  var show = false

  func run() throws {
    let file = try JournalArguments().file
    let person = try file.state.people.person(argument: name)
    let reference = PersonReference(id: person.id, name: person.name)
    try file.append([show ? .show(reference) : .hide(reference)])
  }
}

struct PeopleIgnoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ignore", abstract: "Say that faces are of no interest.")

  @Argument(help: ArgumentHelp("The photos; #n is the n-th face from the left.", valueName: "photo[#n]"))
  var photos: [FilePath]

  @OptionGroup var pack: PackArguments

  func run() throws {
    let named = try NamedFaces(photos, pack)
    try named.decisions.decide([.ignore(named.faces)])
    try emit(line: "\(plural(named.faces.count, "face", "faces")): ignored")
  }
}
