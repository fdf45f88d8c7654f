import ArgumentParser
import Journal
import Library
import SystemPackage

struct JournalMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge journals into a file, or into your own.",
    discussion: "The result is the same in whatever order, and however often, journals are merged.")

  @Argument(help: ArgumentHelp("The journals.", valueName: "file"))
  var files: [FilePath]

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Write the result here, and leave your own journal alone.", valueName: "file"))
  var output: FilePath?

  func run() throws {
    let merged = try files.map { try $0.journal() }.reduce(Journal()) { $0.merged(with: $1) }
    guard let output else {
      let new = try JournalArguments().file.merge(merged)
      return complain("\(plural(new.count, "new entry", "new entries")) of \(merged.entries.count)")
    }
    try output.replaceContents(with: merged.text)
    complain("\(output.text): \(plural(merged.entries.count, "entry", "entries"))")
  }
}
