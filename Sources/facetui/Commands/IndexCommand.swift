import ArgumentParser
import Library

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index", abstract: "Look at every new or changed photo of a folder and keep its faces in the cache.")

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    let library = try library.open(corrected: false)
    try await bringUpToDate(library, workers: self.library.workers)
    complain(library.summary.sentence)
  }
}

/// Indexes with progress on stderr where that is a terminal.
func bringUpToDate(_ library: PhotoLibrary, workers: Int) async throws {
  let line = ProgressLine()
  defer { line.clear() }
  for await event in library.index(workers: workers) {
    switch event {
    case .progress(let progress): line.show(progress)
    case .failed(let error): throw error
    case .listed, .updated, .finished: break
    }
  }
}

extension LibrarySummary {
  /// "192 files: 190 with faces (202 faces), 1 without a face, 1 unreadable, 0 unsupported"
  var sentence: String {
    let parts = [
      "\(count(.indexed)) with faces (\(faces) faces)", "\(count(.noFace)) without a face",
      "\(count(.unreadable)) unreadable", "\(count(.unsupported)) unsupported",
    ]
    let pending = count(.pending) > 0 ? ["\(count(.pending)) not looked at yet"] : []
    return "\(files) files: " + (parts + pending).joined(separator: ", ")
  }
}
