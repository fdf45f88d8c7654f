import ArgumentParser
import Journal
import Library
import SystemPackage

struct PeopleCommand: AsyncParsableCommand {
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
