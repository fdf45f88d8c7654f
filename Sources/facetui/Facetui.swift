import ArgumentParser
import Foundation
import Imaging
import Inference

@main
struct Facetui: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "facetui",
    abstract: "Find the photos of a person in a folder, offline, in the terminal.",
    usage: """
      facetui [<folder> …] [<options>]
      facetui <subcommand> …
      """,
    discussion: """
      facetui ~/photos shows the folder; put the cursor on a face and press Enter to see every photo of that person.
      Exit status: 0 success or matches, 1 no match, 2 an error.
      """,
    version: version,
    subcommands: [
      BrowseCommand.self, PickCommand.self, IndexCommand.self, WatchCommand.self, FindCommand.self, FacesCommand.self,
      DoctorCommand.self, GroupsCommand.self, ConfirmCommand.self, PeopleCommand.self, JournalCommand.self,
      CopiesCommand.self, BridgeCommand.self, LearnCommand.self, CacheCommand.self, ForgetCommand.self,
      ModelsCommand.self,
      PackCommand.self, EvaluateCommand.self, TerminalCommand.self,
      ConfigCommand.self, KeysCommand.self,
    ],
    defaultSubcommand: BrowseCommand.self)

  static func main() async {
    PictureLibraries.keepQuiet()
    returnLargeBlocks()
    let arguments = ProgramArguments.all
    if let mistake = ArgumentMistakes.misspeltSubcommand(in: arguments, of: Self.self) {
      complain("facetui: \(mistake)")
      Foundation.exit(2)
    }
    do {
      var command = try parseAsRoot(arguments)
      try ArgumentMistakes.check(arguments, of: type(of: command))
      if var command = command as? AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(report(error))
    }
  }

  /// Says what went wrong on stderr (help and version go to stdout) and gives the exit status.
  private static func report(_ error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    let isUsage = exitCode(for: error) == .validationFailure
    let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if exitCode(for: error) == .success {
      do {
        try emit(lines: lines)
        return 0
      } catch { return report(error) }
    }
    for line in isUsage ? lines : ["facetui: \(error)"] { complain(line) }
    return 2
  }
}

extension ExitCode {
  /// The command worked and found nothing.
  static let noMatch = ExitCode(1)
}
