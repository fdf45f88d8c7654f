import Glibc
import PathText
import SystemPackage

/// Globs of files and folders to leave out. One without a slash is matched with every name on the way to a file,
/// one with a slash with the path from the library's folder, where `*` stops at slashes. By default service folders, hidden files and hidden folders are left out too.
struct Exclusion: Sendable {
  private let names: [Pattern]
  private let paths: [Pattern]

  private let usesDefaults: Bool
  /// All others are left out; nil where the folder says which files there are.
  private let listed: Set<FilePath>?

  /// - Parameter list: what was named file by file may be hidden.
  init(_ globs: [String], usesDefaults: Bool = true, list: FileList? = nil) {
    self.usesDefaults = usesDefaults && list == nil
    listed = list.map { Set($0.paths) }
    let globs = globs.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
    names = globs.filter { !$0.contains("/") }.map(Pattern.init)
    paths = globs.filter { $0.contains("/") }.map { Pattern($0.hasPrefix("/") ? String($0.dropFirst()) : $0) }
  }

  var isEmpty: Bool { names.isEmpty && paths.isEmpty }

  /// One step: whether this file or folder itself is left out.
  func matches(name: FilePath, path: FilePath) -> Bool {
    names.contains { $0.matches(name, flags: 0) } || paths.contains { $0.matches(path, flags: FNM_PATHNAME) }
  }

  /// Whether a service folder is left out.
  func leavesOut(folder name: FilePath.Component) -> Bool { usesDefaults && ServiceFolders.contains(name) }

  /// Whether a hidden file or folder is left out; service folders are judged apart.
  func leavesOut(hidden name: FilePath.Component) -> Bool {
    usesDefaults || Self.neverRead.contains(name.string)
  }

  /// Hidden folders that hold what programs work with, much of it and no photos of anybody.
  private static let neverRead: Set<String> = [".git", ".cache"]

  /// Whether a file or any folder on the way to it is left out.
  func matches(_ path: FilePath) -> Bool {
    if let listed { return !listed.contains(path) || matchesGlob(path) }
    // All these names begin with one of a few bytes, the hidden ones with a full stop.
    if ServiceFolders.mayLie(on: path) {
      if path.removingLastComponent().components.contains(where: { leavesOut(folder: $0) }) { return true }
      if path.components.contains(where: { $0.isHidden && !ServiceFolders.contains($0) && leavesOut(hidden: $0) }) {
        return true
      }
    }
    return matchesGlob(path)
  }

  private func matchesGlob(_ path: FilePath) -> Bool {
    guard !isEmpty else { return false }
    var part = FilePath()
    for component in path.components {
      part.append(component)
      if matches(name: FilePath(root: nil, [component]), path: part) { return true }
    }
    return false
  }

  /// A glob's bytes, as those of names need not be UTF-8.
  private struct Pattern: Sendable {
    private let bytes: [CChar]

    init(_ glob: String) { bytes = glob.rawBytes.map { CChar(bitPattern: $0) } + [0] }

    func matches(_ path: FilePath, flags: CInt) -> Bool {
      path.withPlatformString { fnmatch(bytes, $0, flags) == 0 }
    }
  }
}

extension FilePath.Component {
  var isHidden: Bool { withPlatformString { $0.pointee == CChar(UInt8(ascii: ".")) } }
}
