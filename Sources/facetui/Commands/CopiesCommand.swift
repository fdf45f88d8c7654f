import ArgumentParser
import Foundation
import Library
import SystemPackage

struct CopiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copies", abstract: "List files that show the same picture with a face.",
    discussion: """
      Copies have the same bytes, or were resized, saved again, in another format, or cut at their borders by a \
      little. Pictures of one moment are not copies. Each group is told with its best file first and an empty line \
      behind. Exit status: 0 when there is a copy, 1 when there is none, 2 on an error.
      """)

  @Flag(help: "Print the groups as JSON.")
  var json = false

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    let library = try library.open()
    try await bringUpToDate(library, self.library)
    let groups = library.copies().map { $0.map { library.name(of: $0.path, below: self.library.folder).text } }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
      try emit(
        lines: String(decoding: try encoder.encode(groups), as: UTF8.self).split(separator: "\n").map(String.init))
    } else {
      try emit(lines: groups.flatMap { $0 + [""] })
    }
    if groups.isEmpty { throw ExitCode.noMatch }
  }
}
