import ArgumentParser
import Curses
import Library
import SystemPackage
import TerminalUI

struct PickCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pick", abstract: "Let the user choose photos in the terminal, and print their paths.",
    discussion: """
      The screen is drawn on the terminal itself, so that stdout may be a pipe: facetui pick ~/photos -0 | xargs -0 cp -t \
      /tmp. Unless configured otherwise, Space marks photos, a chooses the marked or the one under the cursor; among the \
      matches of a face, a chooses the photos of the marked faces. Exit status: 0 with a choice, 1 when the user leaves \
      without one, 2 on an error.
      """)

  @Flag(name: [.customShort("0"), .customLong("null")], help: "End each path with a NUL byte.")
  var null = false

  @Option(help: "How pictures are drawn on a terminal.")
  var preview: PreviewOption?

  @OptionGroup var faces: FaceArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    let opened = try InteractiveLibrary(library, preview: preview, faces: faces, correction: correction)
    let chosen = ChosenPhotos()
    let status = try await opened.run(chosen: chosen)
    if status != 0 { throw ExitCode(status) }
    let paths = chosen.photos.map { opened.library.name(of: $0, below: library.folder).text }
    if paths.isEmpty { throw ExitCode.noMatch }
    if !null { warnOfLineEnds(in: paths) }
    try emit(lines: paths, end: null ? "\0" : "\n")
  }
}
