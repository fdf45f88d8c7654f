import Foundation
import GalleryUI
import Library
import SystemPackage

/// Does what the state asks for and needs no terminal.
struct EffectRunner: Sendable {
  let library: PhotoLibrary
  let decisions: SessionDecisions

  init(library: PhotoLibrary) {
    self.library = library
    decisions = SessionDecisions(library)
  }

  /// The effect's answer; nil for effects that have none.
  func run(_ effect: Effect) -> Event? {
    switch effect {
    case .rank(let query): .ranked(query: query, library.rank(query))
    case .export(let request): .exported(request, export(request))
    case .exportPhotos(let request): .exportedPhotos(request, export(request))
    case .open(let photo): open(photo)
    case .tellApart(let paths): .toldApart(distinctNames(of: paths))
    case .prioritise(let photos): prioritise(photos)
    case .remember(let line): remember(line)
    case .listFiles(let text): .listedFiles(beginning: text, FileNames.beginning(with: text))
    case .lookUp(let lookup): .lookedUp(lookup, lookUp(lookup.text))
    case .readDetails(let photo, let stamp):
      .details(photo, stamp, Result { () throws(LibraryError) in try library.details(of: photo) })
    case .survey: .surveyed(library.survey(try? decisions.faces()))
    case .bridge(let question): bridge(question)
    case .decide(let request): decisions.decide(request)
    case .undo: decisions.go(.undo)
    case .redo: decisions.go(.redo)
    case .jump(let entry): decisions.go(.jump(to: entry))
    case .readDecisions: .decisionsRead(decisions.read())
    case .searchDecidedPhotos: decisions.search()
    case .stopBridge, .quit, .choose, .interrupt, .suspend, .redraw, .rescan, .stopIndexing, .awaitPause, .awaitBlink,
      .awaitScroll,
      .restyle, .setMouse, .copy, .lookAgain, .stopLookingAgain:
      nil
    }
  }

  /// Answers `Effect.lookAgain`, file by file.
  func lookAgain(at photos: [FilePath], isCancelled: () -> Bool = { false }, post: (Event) -> Void) {
    do throws(LibraryError) {
      try library.lookAgain(at: photos, isCancelled: isCancelled) { post(.lookedAgain($0)) }
      post(.lookAgainEnded(nil))
    } catch {
      post(.lookAgainEnded(error))
    }
  }

  private func remember(_ line: String) -> Event? {
    HistoryFile().add(line)
    return nil
  }

  private func prioritise(_ photos: [FilePath]) -> Event? {
    library.prioritise(photos)
    return nil
  }

  private func export(_ request: ExportRequest) -> ExportOutcome {
    let file = place(request.file)
    if !request.overwrite, file.withPlatformString({ access($0, F_OK) }) == 0 { return .exists }
    do throws(LibraryError) {
      try MatchExport(request.matches, in: library, cut: request.threshold).write(
        to: file, as: request.format, nul: ExportFormat.endsWithNul(request.file))
      return .written
    } catch .file(_, let reason) {
      return .failed(reason)
    } catch {
      return .failed(error.description)
    }
  }

  private func export(_ request: PhotoExport) -> ExportOutcome {
    let file = place(request.file)
    if !request.overwrite, file.withPlatformString({ access($0, F_OK) }) == 0 { return .exists }
    do throws(LibraryError) {
      try PhotoList(request.photos, in: library).write(to: file, nul: ExportFormat.endsWithNul(request.file))
      return .written
    } catch .file(_, let reason) {
      return .failed(reason)
    } catch {
      return .failed(error.description)
    }
  }

  /// A path as typed, with the home in the place of `~`.
  func place(_ text: String) -> FilePath {
    guard text.hasPrefix("~/"), let home = getenv("HOME") else {
      return FilePath((text as NSString).expandingTildeInPath)
    }
    return FilePath(platformString: home).appending(String(text.dropFirst(2)))
  }

  private func open(_ photo: FilePath) -> Event? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["xdg-open", library.absolute(photo).string]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").contains(where: hasOpener) == true else {
      return .failed("xdg-open is not installed; it shows photos in the desktop's viewer (package xdg-utils)")
    }
    do {
      try process.run()
      return nil
    } catch {
      return .failed("the viewer did not start: \(error.localizedDescription)")
    }
  }

  private func hasOpener(_ folder: Substring) -> Bool {
    FileManager.default.isExecutableFile(atPath: "\(folder)/xdg-open")
  }
}
