import SystemPackage

/// Where something may have changed in a watched folder.
public struct FolderChange: Sendable, Equatable {
  /// Files and folders, relative to the watched one: whatever is there, or below, takes the place of what was.
  public var paths: Set<FilePath> = []
  /// Anything may have changed, as notices were lost or a file system came or went.
  public var isWhole = false

  public init(paths: Set<FilePath> = [], isWhole: Bool = false) {
    self.paths = paths
    self.isWhole = isWhole
  }

  public var isEmpty: Bool { paths.isEmpty && !isWhole }

  /// Without paths that lie in others.
  var outermost: [FilePath] {
    paths.filter { path in
      var folder = path.removingLastComponent()
      while !folder.isEmpty {
        if paths.contains(folder) { return false }
        folder.removeLastComponent()
      }
      return true
    }
  }
}
