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
      /tmp. Space marks photos, a chooses the marked or the one under the cursor; among the matches of a face, a chooses \
      the photos of the marked faces. Exit status: 0 with a choice, 1 when the user leaves without one, 2 on an error.
      """)

  @Flag(name: [.customShort("0"), .customLong("null")], help: "End each path with a NUL byte.")
  var null = false

  @Option(help: "How pictures are drawn on a terminal.")
  var preview: PreviewOption?

  @OptionGroup var faces: FaceArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    // The cache is opened while the terminal answers.
    let inquiry = TerminalInquiry()
    let opened = Result {
      try self.library.open(corrected: correction.isUsed, faces: faces.limits(self.library.settings))
    }
    let answer = inquiry.answer
    let library = try opened.get()
    let configured = PictureWay(rawValue: self.library.settings.preview.rawValue)
    let chosen = ChosenPhotos()
    let status = try await runInteractive(
      library: library, folderName: self.library.folder.string, workers: self.library.workers,
      doctorOptions: self.library.arguments, configuration: self.library.pack.configuration.program,
      choice: TerminalChoice(facts: answer.facts, wanted: preview.map(\.way) ?? configured), chosen: chosen,
      typedBefore: answer.typed)
    if status != 0 { throw ExitCode(status) }
    let folder = self.library.prefix ?? library.folder
    let paths = chosen.photos.map { folder.appending($0.components).text }
    if paths.isEmpty { throw ExitCode.noMatch }
    try emit(lines: paths, end: null ? "\0" : "\n")
  }
}
