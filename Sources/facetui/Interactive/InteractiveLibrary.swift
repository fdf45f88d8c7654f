import Curses
import Library
import TerminalUI

/// A library that is opened while the terminal answers what it is asked.
struct InteractiveLibrary {
  let library: PhotoLibrary
  private let glimpse: LibraryGlimpse?
  private let arguments: LibraryArguments
  private let answer: TerminalInquiry.Answer
  private let configuration: ProgramConfiguration

  init(
    _ arguments: LibraryArguments, preview: PreviewOption?, faces: FaceArguments, correction: CorrectionArguments
  ) throws {
    CursesTerminal.comeForward()
    let inquiry = TerminalInquiry()
    let opened = Self.opened(arguments, faces, correction)
    answer = inquiry.answer
    (library, glimpse) = try opened.get()
    self.arguments = arguments
    var program = arguments.pack.configuration.program
    program.configuration = program.configuration.with(preview)
    configuration = program
  }

  /// An error waits until the terminal was given back.
  private static func opened(
    _ arguments: LibraryArguments, _ faces: FaceArguments, _ correction: CorrectionArguments
  ) -> Result<(PhotoLibrary, LibraryGlimpse?), any Error> {
    do {
      let settings = arguments.settings
      let library = try arguments.open(
        corrected: correction.isUsed, faces: faces.limits(settings), readsAtOnce: false)
      let isInOrder = settings.order == .name && !settings.isReversed
      let glimpse = library.isRead || !isInOrder ? nil : library.glimpse()
      if glimpse == nil, !library.isRead { try library.read() }
      return .success((library, glimpse))
    } catch {
      return .failure(error)
    }
  }

  /// - Parameter chosen: takes the photos that the user chooses; nil to browse.
  /// - Returns: the program's exit status.
  func run(chosen: ChosenPhotos? = nil) async throws -> Int32 {
    try await runInteractive(
      library: library, glimpse: glimpse, folderName: arguments.folder.string, workers: arguments.workers,
      doctorOptions: arguments.arguments, configuration: configuration,
      choice: TerminalChoice(facts: answer.facts, wanted: configuration.configuration.pictureWay), chosen: chosen,
      typedBefore: answer.typed)
  }
}
