import ArgumentParser
import Configuration
import Foundation
import Glibc
import SystemPackage

/// Mistakes in arguments that parse all the same.
enum ArgumentMistakes {
  /// - Returns: a sentence where an argument stands in the place of a subcommand, and is nearly one.
  static func misspeltSubcommand(in arguments: [String], of root: any ParsableCommand.Type) -> String? {
    var command = root
    var path = ["facetui"]
    for word in arguments {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
      if let next = subcommands.first(where: { $0._commandName == word }) {
        command = next
      } else if path != ["facetui"] || word != "help" {
        return misspelt(word, after: path, names: subcommands.map { $0._commandName })
      }
      path.append(word)
    }
    return nil
  }

  private static func misspelt(_ word: String, after path: [String], names: [String]) -> String? {
    let mayBeFolder = path == ["facetui"]
    guard !mayBeFolder || !word.contains("/") && !exists(FilePath(text: word)) else { return nil }
    let names = mayBeFolder ? names + ["help"] : names
    let lowered = word.lowercased()
    guard let nearest = names.min(by: { distance($0, lowered) < distance($1, lowered) }),
      distance(nearest, lowered) <= 2, word.count > 2
    else { return nil }
    let what = mayBeFolder ? "folder" : "subcommand"
    return "\(word): there is no such \(what); did you mean \((path + [nearest]).joined(separator: " "))?"
  }

  /// - Throws: `ArgumentMistake` where an option that takes one value was given twice, or a value or a path is empty.
  static func check(_ arguments: [String], of command: any ParsableCommand.Type) throws {
    // A folder alone is opened without asking what options there are.
    guard arguments.contains(where: { $0.isEmpty || $0.hasPrefix("-") }) else { return }
    let help = try JSONDecoder().decode(CommandHelp.self, from: Data(command._dumpHelp().utf8))
    let options = help.command.arguments.filter { $0.kind == "option" }
    var single = Set(options.filter { !$0.isRepeating }.flatMap(\.longNames))
    var withValue = Set(options.flatMap(\.longNames))
    var seen: Set<String> = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard !argument.isEmpty else { throw ArgumentMistake("an argument is empty; it must name a file or a folder") }
      guard argument != "--" else {
        withValue = []
        single = []
        continue
      }
      let name = String(argument.prefix { $0 != "=" })
      if single.contains(name), !seen.insert(name).inserted {
        throw ArgumentMistake("the option '\(name)' is given twice; it takes one value")
      }
      // The next argument is its value, whatever it looks like.
      let value = withValue.contains(argument) ? rest.popFirst() : argument == "\(name)=" ? "" : nil
      if value?.isEmpty == true, withValue.contains(name) {
        throw ArgumentMistake("the option '\(name)' is given nothing; it needs a value")
      }
    }
  }

  private static func exists(_ path: FilePath) -> Bool { path.withPlatformString { access($0, F_OK) } == 0 }
}

struct ArgumentMistake: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
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
