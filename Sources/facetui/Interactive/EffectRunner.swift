import Foundation
import GalleryUI
import Library
import SystemPackage

/// Does what the state asks for and needs no terminal.
struct EffectRunner: Sendable {
  let library: PhotoLibrary

  /// The effect's answer; nil for effects that have none.
  func run(_ effect: Effect) -> Event? {
    switch effect {
    case .rank(let query): .ranked(query: query, library.rank(query))
    case .export(let request): .exported(request, export(request))
    case .open(let photo): open(photo)
    case .tellApart(let paths): .toldApart(distinctNames(of: paths))
    case .prioritise(let photos): prioritise(photos)
    case .quit, .interrupt, .suspend, .redraw, .rescan, .awaitPause: nil
    }
  }

  private func prioritise(_ photos: [FilePath]) -> Event? {
    library.prioritise(photos)
    return nil
  }

  private func export(_ request: ExportRequest) -> ExportOutcome {
    let file = FilePath(expandingTilde(request.file))
    if !request.overwrite, FileManager.default.fileExists(atPath: file.string) { return .exists }
    do throws(LibraryError) {
      try MatchExport(request.matches, in: library, cut: request.threshold).write(to: file, as: request.format)
      return .written
    } catch .file(_, let reason) {
      return .failed(reason)
    } catch {
      return .failed(error.description)
    }
  }

  /// `~` is $HOME, as in a shell; Foundation asks the user database alone.
  private func expandingTilde(_ file: String) -> String {
    guard file == "~" || file.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"], !home.isEmpty
    else { return (file as NSString).expandingTildeInPath }
    return home + file.dropFirst()
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
