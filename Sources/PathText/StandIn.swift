import Glibc
import Synchronization
import SystemPackage

/// Names in UTF-8 for files whose own names are not, for what takes only those: Foundation and SQLite.
package enum StandIn {
  private static let names = Mutex<[(standIn: String, text: String)]>([])

  /// Whether the path is UTF-8, from the root on.
  package static func isNeedless(for path: FilePath) -> Bool {
    guard String(validating: path) != nil else { return false }
    guard !path.isAbsolute, let folder = FilePath.workingFolder else { return true }
    return String(validating: folder) != nil
  }

  /// - Returns: the path itself where it is UTF-8; else one below /proc that leads there while the program runs.
  /// - Throws: where it needs one and there is no such file.
  package static func name(of path: FilePath) throws(Errno) -> String {
    guard !isNeedless(for: path) else { return path.string }
    let file = try open(path.isEmpty ? "." : path)
    let name = "/proc/self/fd/\(file.rawValue)"
    names.withLock { $0.append((name, path.text)) }
    return name
  }

  /// The same for a folder, which is made (mode 0700) where it is missing and needs another name.
  package static func folder(_ path: FilePath) throws(Errno) -> String {
    guard !isNeedless(for: path) else { return path.string }
    try path.makeFolders()
    return try name(of: path)
  }

  private static func open(_ path: FilePath) throws(Errno) -> FileDescriptor {
    do {
      return try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
    } catch { throw error as? Errno ?? .ioError }
  }

  /// A message with the paths' own names instead of their stand-ins.
  package static func resolved(_ message: String) -> String {
    guard message.contains("/proc/self/fd/") else { return message }
    // The latest first: /proc/self/fd/1 begins /proc/self/fd/12.
    return names.withLock { $0.reversed() }.reduce(message) { $0.replacing($1.standIn, with: $1.text) }
  }
}
