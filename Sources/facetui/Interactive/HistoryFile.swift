import Foundation
import GalleryUI
import Library
import SystemPackage

/// The lines of the command line from session to session: `$XDG_STATE_HOME/facetui/history`, one a line, mode 0600.
struct HistoryFile: Sendable {
  private static let mostBytes = 1 << 20

  /// nil where the environment names no home.
  let path: FilePath?

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/state" : nil }
    let folder = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    path = folder.map { FilePath("\($0)/facetui/history") }
  }

  /// The latest last; empty where there is no such file, or it is something else.
  var lines: [String] {
    guard let path, let file = try? FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec]) else {
      return []
    }
    defer { try? file.close() }
    var status = stat()
    guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.mostBytes,
      let bytes = try? FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false).readToEnd()
    else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return CommandHistory(lines.filter { !$0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }).lines
  }

  /// Adds a line to what the file holds by now, which other sessions may have added to. A folder that cannot be written
  /// to keeps no history; that is no reason to interrupt anybody.
  func add(_ line: String) {
    guard let path else { return }
    var history = CommandHistory(lines)
    guard history.add(line) else { return }
    let folder = path.removingLastComponent()
    try? FileManager.default.createDirectory(
      atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? path.replaceContents(with: Array(history.lines.map { $0 + "\n" }.joined().utf8))
  }
}
