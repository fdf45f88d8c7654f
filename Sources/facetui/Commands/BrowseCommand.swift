import ArgumentParser
import Library
import TerminalUI

struct BrowseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse", abstract: "Browse a folder in the terminal (what facetui DIR does).")

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    _ = try library.open()
  }
}
