import ArgumentParser
import Dispatch
import Glibc
import Library

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Index a folder, then go on with every photo that comes, changes, moves or goes.",
    discussion: """
      Needs no terminal; docs/watch.md has a systemd unit. One line on stderr for each batch of changes says what they \
      were and what the folder holds by then. It ends with status 0 on SIGTERM and SIGINT, after the photos that are \
      being looked at. Where a file system does not tell of changes (network mounts), the folder is listed again every \
      --every seconds.
      """)

  @Flag(help: "Say only what goes wrong.")
  var quiet = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "List the folder again after so many seconds where changes in it are not told.",
      valueName: "seconds"))
  var every: Double = 300

  @OptionGroup var library: LibraryArguments

  func validate() throws {
    guard every >= 1, every.isFinite else { throw ValidationError("--every must be at least 1.") }
  }

  func run() async throws {
    guard !library.isList else { throw ValidationError("watch needs a folder; a list of files does not grow.") }
    let photos = try library.open(corrected: false, requiresCache: true)
    let watch = photos.watch()
    let signals = [SIGTERM, SIGINT].map { number in
      ending(on: number) {
        watch.close()
        photos.stopLooking()
      }
    }
    defer { for signal in signals { signal.cancel() } }
    var scope = IndexScope()
    scope.seconds = every
    var report = WatchReport(library: photos, arguments: library, isQuiet: quiet, seconds: every)
    for await event in photos.index(workers: library.workers, scope: scope, following: watch) { try report.take(event) }
  }

  private func ending(on number: Int32, _ end: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler(handler: end)
    source.resume()
    return source
  }
}

/// What `facetui watch` says.
private struct WatchReport {
  let library: PhotoLibrary
  let arguments: LibraryArguments
  let isQuiet: Bool
  /// Between two listings where changes are not told.
  let seconds: Double
  private let line = ProgressLine()
  private var change = LibraryChange()
  private var unread: String?
  private var isFirst = true

  init(library: PhotoLibrary, arguments: LibraryArguments, isQuiet: Bool, seconds: Double) {
    self.library = library
    self.arguments = arguments
    self.isQuiet = isQuiet
    self.seconds = seconds
  }

  mutating func take(_ event: IndexEvent) throws {
    switch event {
    case .progress(let progress): if !isQuiet { line.show(progress) }
    case .changed(_, let new):
      change.add(new)
      tellNotice()
    case .watching(let gap):
      if let sentence = gap.sentence { tell("\(sentence); the folder is listed again every \(Int(seconds)) s") }
    case .away(let folders): if let sentence = folders.sentence { complain("facetui: \(sentence)") }
    case .finished: tellBatch()
    case .failed(let error):
      clear()
      throw error
    case .leftOut, .listed, .updated: break
    }
  }

  private mutating func tellBatch() {
    tellNotice()
    clear()
    let summary = library.summary
    let loss = summary.unread.sentence(folder: library.folder.text, options: arguments.arguments)
    if let loss, loss != unread { complain("facetui: \(loss)") }
    unread = loss
    guard isFirst || !change.isEmpty else { return }
    tell((isFirst ? "" : change.sentence + "; ") + summary.sentence)
    (change, isFirst) = (LibraryChange(), false)
  }

  private func tellNotice() {
    guard let notice = library.newNotice() else { return }
    clear()
    complain("facetui: \(notice)")
  }

  private func clear() { if !isQuiet { line.clear() } }

  private func tell(_ sentence: String) {
    guard !isQuiet else { return }
    clear()
    complain(sentence)
  }
}
