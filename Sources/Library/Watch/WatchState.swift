import Glibc
import SystemPackage

extension FolderWatch {
  /// A file that may still be written to.
  struct Resting: Sendable {
    var due: Double
    var size, modified: Int64
  }

  /// What tells a folder from one that takes its place.
  struct Place: Sendable, Equatable {
    var device, inode: UInt
  }

  struct State: Sendable {
    /// Paths of the library, by the numbers of their watches.
    var folders: [CInt: FilePath] = [:]
    /// Created, and not closed since.
    var open: Set<FilePath> = []
    var resting: [FilePath: Resting] = [:]
    var devices: Set<UInt64> = []
    /// What the roots were when they were listed last.
    var places: [Place?] = []
    var mounts = MountTable.current
    var gap = WatchGap()
  }
}

extension FolderWatch.State {
  mutating func take(
    _ event: Inotify.Event, _ roots: LibraryRoots, _ inotify: borrowing Inotify, into change: inout FolderChange
  ) {
    if event.has(IN_Q_OVERFLOW) {
      change.isWhole = true
      open = []
    }
    guard let folder = folders[event.watch] else { return }
    if event.has(IN_IGNORED) { folders[event.watch] = nil }
    if event.has(IN_UNMOUNT) { change.isWhole = true }
    guard let name = event.name else {
      if roots.isRoot(folder), !event.has(IN_IGNORED) { change.isWhole = true }
      return
    }
    let path = folder.appending(name)
    if event.has(IN_ISDIR) {
      if event.has(IN_DELETE | IN_MOVED_FROM) { drop(path, inotify) }
      change.paths.insert(path)
    } else {
      take(event, file: path, roots, into: &change)
    }
  }

  private mutating func take(
    _ event: Inotify.Event, file path: FilePath, _ roots: LibraryRoots, into change: inout FolderChange
  ) {
    if event.has(IN_CREATE) {
      // A link, or a second name of a file, is complete as it comes.
      let status = stat(notFollowing: roots.absolute(path))
      if let status, status.isFile, status.st_nlink == 1 { open.insert(path) } else { change.paths.insert(path) }
    } else if event.has(IN_ATTRIB) {
      if !open.contains(path) { change.paths.insert(path) }
    } else {
      open.remove(path)
      resting[path] = nil
      change.paths.insert(path)
    }
  }

  /// A folder that is gone from its place is listed anew where it comes to.
  private mutating func drop(_ folder: FilePath, _ inotify: borrowing Inotify) {
    for (number, path) in folders where path.starts(with: folder) {
      inotify.forget(number)
      folders[number] = nil
    }
    open = open.filter { !$0.starts(with: folder) }
    resting = resting.filter { !$0.key.starts(with: folder) }
  }
}
