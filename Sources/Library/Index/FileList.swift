import Glibc
import PathText
import SystemPackage

/// Files that were named one by one, where else a folder is: their library's folder is the one that they have in
/// common, and nothing else in it is looked at. The cache knows files by their absolute paths and their content, so it
/// is the same that the folders' own libraries use.
public struct FileList: Sendable {
  /// Absolute; all files lie below it.
  public let folder: FilePath
  /// Relative to the folder, in path order, each once.
  let paths: [FilePath]
  /// How the paths were named first.
  private let names: [FilePath: FilePath]
  /// As they were named.
  private var missing: [FilePath] = []
  private var folders: [FilePath] = []

  /// - Parameter names: absolute, or relative to the working directory; in any order.
  /// - Throws: `.folder` where none of them is a file that is there.
  public init(_ names: [FilePath]) throws(LibraryError) {
    var parents: [FilePath: FilePath] = [:]
    var files: [FilePath: FilePath] = [:]
    for name in names {
      switch Self.kind(of: name) {
      case .none: missing.append(name)
      case .some(S_IFDIR): folders.append(name)
      case .some:
        guard let file = Self.absolute(name, &parents) else {
          missing.append(name)
          continue
        }
        if files[file] == nil { files[file] = name }
      }
    }
    guard let first = files.keys.first else {
      let reason = names.isEmpty ? "the list of files is empty" : "no file of the list is there"
      throw .folder("-", reason: Self.sentence(missing: missing, folders: folders).map { "\(reason): \($0)" } ?? reason)
    }
    let common = files.keys.reduce(first.removingLastComponent()) { Self.common($0, $1.removingLastComponent()) }
    folder = common
    let named = files.compactMap { file, name in file.relative(to: common).map { ($0, name) } }
    self.names = Dictionary(named) { first, _ in first }
    paths = self.names.keys.sorted { FilePath.precedes($0, $1) }
  }

  /// The kind of file to which a name leads; nil where there is none. A link that leads nowhere counts as a file, of
  /// which is told why it cannot be read.
  private static func kind(of name: FilePath) -> mode_t? {
    var status = Glibc.stat()
    let isThere = name.withPlatformString { stat($0, &status) == 0 || lstat($0, &status) == 0 }
    if isThere { return status.st_mode & S_IFMT }
    return [ENOENT, ENOTDIR].contains(errno) ? nil : S_IFREG
  }

  private static func absolute(_ name: FilePath, _ parents: inout [FilePath: FilePath]) -> FilePath? {
    guard let file = name.lastComponent else { return nil }
    let parent = name.removingLastComponent()
    if let known = parents[parent] { return known.appending(file) }
    let place = parent.isEmpty ? FilePath(".") : parent
    guard let known = (try? place.canonical()) ?? place.absolute else { return nil }
    parents[parent] = known
    return known.appending(file)
  }

  private static func common(_ a: FilePath, _ b: FilePath) -> FilePath {
    let count = zip(a.components, b.components).prefix { $0 == $1 }.count
    return FilePath(root: a.root, a.components.prefix(count))
  }

  /// - Parameter path: relative to the folder.
  /// - Returns: nil where it is none of the list's.
  func name(of path: FilePath) -> FilePath? { names[path] }

  /// What of the list was left out; nil where nothing was.
  public var notice: String? { Self.sentence(missing: missing, folders: folders) }

  private static func sentence(missing: [FilePath], folders: [FilePath]) -> String? {
    let parts = [
      missing.isEmpty
        ? nil : "\(plural(missing.count, "file", "files")) of the list \(missing.count == 1 ? "is" : "are") not there",
      folders.isEmpty ? nil : "\(plural(folders.count, "folder", "folders")) of the list left out",
    ].compactMap(\.self)
    guard let name = missing.first ?? folders.first else { return nil }
    return parts.joined(separator: ", ") + " (\(name.text)\(missing.count + folders.count > 1 ? " …" : ""))"
  }
}

extension FileList {
  /// The files that are there, as a folder's listing shows them.
  /// - Parameter isCancelled: asked between files.
  func listing(_ exclusion: Exclusion, isCancelled: () -> Bool) -> [ListedFile] {
    var files: [ListedFile] = []
    for path in paths where !isCancelled() && !exclusion.matches(path) {
      if let file = list(path) { files.append(file) }
    }
    return files
  }

  private func list(_ path: FilePath) -> ListedFile? {
    let place = folder.appending(path.components)
    var status = Glibc.stat()
    guard place.withPlatformString({ stat($0, &status) }) == 0 else {
      let error = Errno(rawValue: errno)
      let isLink = place.withPlatformString { lstat($0, &status) } == 0
      if !isLink, error == .noSuchFileOrDirectory { return nil }
      let reason = isLink ? FilePath.reason(ofLink: error) : "\(error)"
      return ListedFile(path: path, state: .unreadable(reason), kind: PictureName(path).kind ?? .other)
    }
    var file = ListedFile(path: path, status)
    if file.state == nil, place.withPlatformString({ faccessat(AT_FDCWD, $0, R_OK, AT_EACCESS) }) != 0 {
      file.state = .unreadable("\(Errno(rawValue: errno))")
    }
    return file
  }
}

extension FileList {
  /// The names in a list such as `find -print0` and `ls` write.
  /// - Parameter bytes: each name ended by a NUL byte, or by a newline where there is no NUL.
  public static func names(in bytes: [UInt8]) -> [FilePath] {
    let end: UInt8 = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
    return bytes.split(separator: end).map { FilePath(bytes: $0) }
  }
}
