import Glibc
import Storage
import SystemPackage

/// Tells photos that were deleted from those that are on a drive or a mount that is away. A photo was deleted where its
/// folder, or what is left of the way there, was on the photo's file system when it was seen, and still is. Where a mount is
/// not there, nobody can say, and where a drive is away, what is left of the way there is of another file system.
///
/// File systems have other numbers after each start of the computer. So where one number stands in the place of another,
/// a photo that is still there, as it was known, shows that it is the same file system.
struct AbsenceJudge {
  private struct Renumbering: Hashable {
    var old, new: Int64
  }

  private struct Place {
    var path: FilePath
    var device: Int64
  }

  private let cache: EmbeddingCache
  private let folders: [FilePath: SeenFolder]
  /// Whose mounts are not there.
  private let away: [FilePath]
  private var places: [FilePath: Place?] = [:]
  private var renumberings: [Renumbering: Bool] = [:]

  init(_ cache: EmbeddingCache) throws(CacheError) {
    self.cache = cache
    folders = Dictionary(try cache.seenFolders().map { ($0.path, $0) }) { first, _ in first }
    let table = MountTable.current
    away = try cache.mounts(around: "/").filter { !table.isMounted($0.point) }.map(\.folder)
  }

  /// What was known of a folder.
  func seen(_ folder: FilePath) -> SeenFolder? { folders[folder] }

  /// Folders that were opened as libraries.
  var roots: [SeenFolder] { folders.values.filter(\.isRoot) }

  /// - Parameter path: absolute, of a photo of which records are kept.
  mutating func isDeleted(_ path: FilePath) throws(CacheError) -> Bool {
    guard FileStatus.isMissing(path), !away.contains(where: path.starts) else { return false }
    let folder = path.removingLastComponent()
    guard let old = folders[folder]?.device, let place = place(of: folder), folders[place.path]?.device == old else {
      return false
    }
    return old == place.device ? true : try isRenumbered(old, place.device)
  }

  /// The folder, or the nearest one above it that is there; nil where that cannot be said.
  private mutating func place(of folder: FilePath) -> Place? {
    if let known = places[folder] { return known }
    var path = folder
    var result: Place?
    while true {
      if let device = FileStatus.device(ofFolder: path) {
        result = Place(path: path, device: device)
        break
      }
      guard FileStatus.isMissing(path, followingLinks: true), path.removeLastComponent() else { break }
    }
    places[folder] = .some(result)
    return result
  }

  // MARK: - Other numbers

  mutating func isRenumbered(_ old: Int64, _ new: Int64) throws(CacheError) -> Bool {
    let pair = Renumbering(old: old, new: new)
    if let known = renumberings[pair] { return known }
    var isFound = false
    for folder in folders.values where !isFound && folder.device == old {
      isFound = FileStatus.device(ofFolder: folder.path) == new ? try hasWitness(folder) : false
    }
    renumberings[pair] = isFound
    return isFound
  }

  /// Whether a photo lies in the folder as it did when the folder was seen: one that somebody put into an empty mount
  /// point is younger.
  private func hasWitness(_ folder: SeenFolder) throws(CacheError) -> Bool {
    try cache.witnesses(in: folder.path).contains { file in
      guard let changed = file.changed, changed / 1_000_000_000 <= folder.seen else { return false }
      return FileStatus(file.path)?.isThat(of: file) ?? false
    }
  }
}

/// What the file system says of a path.
struct FileStatus {
  var size, modified: Int64

  /// Through links; nil where nothing is there or may be seen.
  init?(_ path: FilePath) {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
    size = Int64(status.st_size)
    modified = status.modified
  }

  func isThat(of file: CachedFile) -> Bool { size == file.size && modified == file.modified }

  /// Whether there surely is nothing: where a drive does not answer, nobody knows.
  static func isMissing(_ path: FilePath, followingLinks: Bool = false) -> Bool {
    var status = stat()
    let found = path.withPlatformString { followingLinks ? stat($0, &status) : lstat($0, &status) }
    return found != 0 && (errno == ENOENT || errno == ENOTDIR)
  }

  /// nil where it is no folder.
  static func device(ofFolder path: FilePath) -> Int64? {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return Int64(bitPattern: UInt64(status.st_dev))
  }
}
