import ArgumentParser
import Foundation
import Library
import TerminalUI

struct BrowseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse", abstract: "Browse a folder in the terminal (what facetui DIR does).")

  @OptionGroup var library: LibraryArguments

  @Option(help: ArgumentHelp("Apply the keys of this file and print the last screen.", valueName: "file"))
  var replay: String?

  @Option(help: ArgumentHelp("Size of the replayed screen.", valueName: "columns>x<rows"))
  var size = Size(columns: 100, rows: 30)

  @Option(help: "How the replayed screen is printed.")
  var format = ReplayFormat.text

  func run() async throws {
    let library = try self.library.open()
    guard let replay else {
      let status = try await runInteractive(
        library: library, folderName: self.library.folder, workers: self.library.workers)
      throw ExitCode(status)
    }
    let keys = try [Key](file: String(contentsOfFile: replay, encoding: .utf8))
    print(
      await runReplay(
        library: library, folderName: self.library.folder, keys: keys, size: size, format: format), terminator: "")
  }
}

extension ReplayFormat: ExpressibleByArgument {}

extension Size: ExpressibleByArgument {
  public init?(argument: String) {
    guard case .resize(let size)? = try? Key(notation: "<Resize:\(argument)>"), size.columns > 0, size.rows > 0 else {
      return nil
    }
    self = size
  }
}
