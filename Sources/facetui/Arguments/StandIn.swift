import Glibc
import Library
import PathText
import Synchronization
import SystemPackage

/// Names in UTF-8 for files whose own names are not, for what takes only those: Foundation and SQLite.
enum StandIn {
  private static let names = Mutex<[(standIn: String, text: String)]>([])

  /// - Parameter text: a path as `FilePath.text` writes it.
  /// - Returns: the path itself where it is UTF-8; else one below /proc that leads there while the program runs.
  /// - Throws: `.file` where there is no such file.
  static func name(of text: String) throws(LibraryError) -> String {
    if let name = String(validating: text.rawBytes, as: UTF8.self) { return name }
    do {
      let path = FilePath(text: text)
      let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
      let name = "/proc/self/fd/\(file.rawValue)"
      names.withLock { $0.append((name, text)) }
      return name
    } catch {
      throw .file(text, reason: "\(error)")
    }
  }

  /// The same for a folder, which is made where it is missing.
  static func folder(_ path: FilePath) throws(LibraryError) -> String {
    guard String(validating: path) == nil else { return path.string }
    var part = path.root.map { FilePath(root: $0) } ?? FilePath()
    for component in path.components {
      part.append(component)
      _ = part.withPlatformString { mkdir($0, 0o700) }
    }
    return try name(of: path.text)
  }

  /// A message with the paths' own names instead of their stand-ins.
  static func resolved(_ message: String) -> String {
    guard message.contains("/proc/self/fd/") else { return message }
    // The latest first: /proc/self/fd/1 begins /proc/self/fd/12.
    return names.withLock { $0.reversed() }.reduce(message) { $0.replacing($1.standIn, with: $1.text) }
  }
}
