import ArgumentParser
import Glibc
import Library
import PathText
import SystemPackage

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index", abstract: "Look at every new or changed photo of a folder and keep its faces in the cache.",
    discussion: """
      A file that looks unchanged (size, times, inode) is not opened. --force looks at all of them anew, with the \
      networks as well; name a folder inside the others, or a single photo, to do so for these alone.
      """)

  @Flag(help: "Look also at photos that are known, and find their faces anew.")
  var force = false

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    let place = library.folders.count < 2 ? IndexPlace(library.folder) : nil
    let library = try library.open(corrected: false, requiresCache: true, folder: place?.folder)
    let scope = IndexScope(isForced: force, path: place?.photo)
    let summary = try await bringUpToDate(library, self.library, scope: scope)
    complain(summary.sentence)
    if place?.photo != nil, summary.unread.pictures > 0 { throw ExitCode(2) }
  }
}

/// What the user names to `index`: a folder, or a photo in one.
struct IndexPlace {
  var folder: FilePath
  /// Relative to the folder; nil for all of it.
  var photo: FilePath?

  init(_ path: FilePath) {
    var status = stat()
    let isFile = path != "-" && path.withPlatformString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG
    guard isFile, let name = path.lastComponent else {
      folder = path
      return
    }
    let parent = path.removingLastComponent()
    folder = parent.isEmpty ? "." : parent
    photo = FilePath(root: nil, [name])
  }
}

/// Indexes with progress on stderr where that is a terminal, and says what the user should know of the cache by then,
/// and what of the folder was not read.
/// - Parameter isQuiet: whether no progress is shown.
/// - Returns: the summary of what the scope names.
@discardableResult
func bringUpToDate(
  _ library: PhotoLibrary, _ arguments: LibraryArguments, scope: IndexScope = IndexScope(), isQuiet: Bool = false
) async throws -> LibrarySummary {
  try await show(library.index(workers: arguments.workers, scope: scope), isQuiet: isQuiet)
  if let notice = library.newNotice() { complain("facetui: \(notice)") }
  if let away = library.away.sentence { complain("facetui: \(away)") }
  let summary = scope.path.map { LibrarySummary([library.photo(at: $0)].compactMap(\.self)) } ?? library.summary
  if let loss = summary.unread.sentence(
    folder: (arguments.isList ? arguments.folder : library.folder).text, options: arguments.arguments)
  {
    complain("facetui: \(loss)")
  }
  return summary
}

private func show(_ events: AsyncStream<IndexEvent>, isQuiet: Bool) async throws {
  let line = ProgressLine()
  defer { if !isQuiet { line.clear() } }
  for await event in events {
    switch event {
    case .progress(let progress) where !isQuiet: line.show(progress)
    case .failed(let error): throw error
    case .progress, .leftOut, .listed, .changed, .watching, .away, .updated, .finished: break
    }
  }
}

extension LibrarySummary {
  /// "192 files: 190 with faces (202 faces), 1 without a face, 1 unreadable, 0 unsupported"
  var sentence: String {
    let parts = [
      "\(count(.indexed)) with faces (\(plural(faces, "face", "faces")))", "\(count(.noFace)) without a face",
      "\(count(.unreadable)) unreadable", "\(count(.unsupported)) unsupported",
    ]
    let pending = count(.pending) > 0 ? ["\(count(.pending)) not looked at yet"] : []
    return plural(files, "file", "files") + ": " + (parts + pending).joined(separator: ", ")
  }
}
