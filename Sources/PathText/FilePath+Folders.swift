import Glibc
import SystemPackage

extension FilePath {
  /// Absolute; nil where it was removed or may not be seen.
  package static var workingFolder: FilePath? {
    guard let bytes = getcwd(nil, 0) else { return nil }
    defer { free(bytes) }
    return FilePath(platformString: bytes)
  }

  /// Makes the folder and those it lies in, with mode 0700, where they are missing.
  /// - Throws: where there is none afterwards.
  package func makeFolders() throws(Errno) {
    var part = root.map { FilePath(root: $0) } ?? FilePath()
    guard !isFolder else { return }
    for component in components {
      part.append(component)
      guard part.withPlatformString({ mkdir($0, 0o700) }) != 0 else { continue }
      let error = Errno(rawValue: errno)
      // One that is there may lie where none can be made.
      if !part.isFolder { throw error == .fileExists ? part.reasonAgainst : error }
    }
  }

  private var isFolder: Bool { (try? stat())?.type == .directory }

  /// Why what is there is no folder: a file, or a link that leads nowhere.
  private var reasonAgainst: Errno {
    withPlatformString { access($0, F_OK) } == 0 ? .notDirectory : Errno(rawValue: errno)
  }
}
