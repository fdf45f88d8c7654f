import ArgumentParser
import Foundation
import Glibc
import SystemPackage

/// Mistakes in arguments that parse all the same.
enum ArgumentMistakes {
  /// - Returns: a sentence where the first argument is neither a folder nor a subcommand, but nearly one of the latter.
  static func misspeltSubcommand(in arguments: [String], of command: any ParsableCommand.Type) -> String? {
    guard let word = arguments.first, !word.hasPrefix("-"), !word.contains("/"), !exists(FilePath(text: word))
    else { return nil }
    let names = command.configuration.subcommands.map { $0._commandName }
    guard let nearest = names.min(by: { distance($0, word) < distance($1, word) }),
      (1...2).contains(distance(nearest, word)), word.count > 2
    else { return nil }
    return "\(word): there is no such folder; did you mean facetui \(nearest)?"
  }

  /// - Throws: `ValidationError` where an option that takes one value was given twice.
  static func refuseRepetition(in arguments: [String], of command: any ParsableCommand.Type) throws {
    let help = try JSONDecoder().decode(CommandHelp.self, from: Data(command._dumpHelp().utf8))
    let options = help.command.arguments.filter { $0.kind == "option" }
    let single = Set(options.filter { !$0.isRepeating }.flatMap(\.longNames))
    let withValue = Set(options.flatMap(\.longNames))
    var seen: Set<String> = []
    var rest = arguments.prefix { $0 != "--" }
    while let argument = rest.popFirst() {
      let name = String(argument.prefix { $0 != "=" })
      if single.contains(name), !seen.insert(name).inserted {
        throw ValidationError("Option '\(name)' is given twice; it takes one value.")
      }
      // The next argument is its value, whatever it looks like.
      if withValue.contains(argument) { _ = rest.popFirst() }
    }
  }

  private static func exists(_ path: FilePath) -> Bool { path.withPlatformString { access($0, F_OK) } == 0 }

  /// Levenshtein's: letters to insert, remove or replace.
  private static func distance(_ a: String, _ b: String) -> Int {
    var row = Array(0...b.count)
    for (place, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for (column, other) in b.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[b.count]
  }
}

/// The part of what a command says about itself that tells options from flags.
private struct CommandHelp: Decodable {
  struct Command: Decodable {
    var arguments: [Argument]
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind, name: String
    }

    var kind: String
    var isRepeating: Bool
    var names: [Name]?

    var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } }
  }

  var command: Command
}
