import Glibc
import Synchronization
import SystemPackage

/// Tells where a folder changes, with all folders in it that `watch` was called for. Files that somebody creates are told
/// of when they are closed, so that nobody looks at half of one. One thread asks for changes, any may close.
public final class FolderWatch: Sendable {
  /// Seconds that a file has to rest where nobody tells when it is closed.
  private static let rest = 0.7
  /// Seconds between looks at what no notice tells of.
  private static let look = 1.0

  private static let mask =
    IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB | IN_EXCL_UNLINK | IN_DELETE_SELF
    | IN_MOVE_SELF

  private let roots: LibraryRoots
  private let inotify: Inotify
  private let mountFile: FileDescriptor?
  private let wake: (read: FileDescriptor, write: FileDescriptor)?
  private let mostFolders: Int
  private let isSilent: @Sendable (String) -> Bool
  private let isOther: @Sendable (MountTable, MountTable) -> Bool
  private let state = Mutex(State())
  private let isClosed = Atomic(false)

  /// - Parameters:
  ///   - roots: the folders that are watched.
  ///   - mostFolders: watches beyond these are as if the system had none left.
  ///   - isSilent: whether a kind of file system does not tell of all changes.
  ///   - isOther: whether mounts outside the root that matter have come or gone.
  init(
    _ roots: LibraryRoots, mostFolders: Int = .max,
    isSilent: @escaping @Sendable (String) -> Bool = MountTable.isSilent,
    isOther: @escaping @Sendable (MountTable, MountTable) -> Bool = { _, _ in false }
  ) {
    self.roots = roots
    self.mostFolders = mostFolders
    self.isSilent = isSilent
    self.isOther = isOther
    inotify = Inotify()
    mountFile = try? FileDescriptor.open(MountTable.file, .readOnly, options: [.closeOnExec])
    wake = Self.pipe()
    if inotify.descriptor < 0 { state.withLock { $0.gap.hasNoWatches = true } }
  }

  deinit {
    try? mountFile?.close()
    try? wake?.read.close()
    try? wake?.write.close()
  }

  private static func pipe() -> (FileDescriptor, FileDescriptor)? {
    var ends: [CInt] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }

  /// Ends the waiting for changes. Takes no lock.
  public func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    _ = try? wake?.write.writeAll([0])
  }

  public var gap: WatchGap { state.withLock { $0.gap } }

  // MARK: - Folders

  /// For a listing that looks at all folders: what was not watched before may be by now.
  func beginListing() {
    state.withLock { state in
      state.gap.unwatchedFolders = 0
      state.gap.silentSystems = []
      state.devices = []
      state.mounts = MountTable.current
      state.places = rootPlaces
    }
  }

  /// To be called before a folder's entries are read, so that nothing comes between.
  /// - Parameters:
  ///   - folder: a path of the library.
  ///   - descriptor: the folder, open.
  ///   - device: that it lies on.
  func watch(_ folder: FilePath, descriptor: CInt, device: UInt64) {
    state.withLock { state in
      if state.devices.insert(device).inserted, let kind = state.mounts.kind(of: device), isSilent(kind),
        !state.gap.silentSystems.contains(kind)
      {
        state.gap.silentSystems.append(kind)
      }
      guard inotify.descriptor >= 0 else { return }
      do throws(Errno) {
        let isRoom = state.folders.count < mostFolders || state.folders.values.contains(folder)
        guard isRoom else { throw .noSpace }
        state.folders[try inotify.watch(descriptor, mask: Self.mask)] = folder
      } catch .noSpace {
        state.gap.unwatchedFolders += 1
      } catch {}
    }
  }

  /// Whether somebody has created a file and not closed it yet.
  func isBeingWritten(_ file: FilePath) -> Bool { state.withLock { $0.open.contains(file) } }

  /// A file that was found by listing and may still be written to: it is told of once it rests.
  func await(_ file: ListedFile) {
    let resting = Resting(due: seconds() + Self.rest, size: file.size, modified: file.modified)
    state.withLock { $0.resting[file.path] = resting }
  }

  /// Whether a file was written to so lately that somebody may be at it.
  static func isFresh(_ file: ListedFile) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return abs(Double(now.tv_sec) + Double(now.tv_nsec) / 1e9 - Double(file.modified) / 1e9) < rest
  }

  // MARK: - Changes

  /// Waits for a change, and a little longer for those that come with it.
  /// - Parameters:
  ///   - pause: seconds that changes are gathered.
  ///   - patience: seconds after which all counts as changed; nil for never.
  ///   - check: asked about every second whether what no notice tells has changed.
  /// - Returns: nil once the watch is closed.
  func next(pause: Double = 0.2, patience: Double? = nil, check: (() -> Bool)? = nil) -> FolderChange? {
    var change = FolderChange()
    var end: Double?
    let limit = patience.map { seconds() + $0 }
    while !isClosed.load(ordering: .sequentiallyConsistent) {
      wait(until: [end, limit, state.withLock { $0.resting.values.map(\.due).min() }], most: Self.look)
      take(inotify.events(), into: &change)
      takeRested(into: &change)
      if change.isEmpty, haveOtherRoots || check?() == true { change.isWhole = true }
      if change.isEmpty, let limit, seconds() >= limit { change.isWhole = true }
      guard !change.isEmpty else { continue }
      end = end ?? seconds() + pause
      if let end, seconds() >= end { return change }
    }
    return nil
  }

  /// What lies where the roots are: a folder that comes in the place of one that was renamed or removed is watched by
  /// nobody.
  private var rootPlaces: [Place?] {
    roots.all.map { root in stat(notFollowing: root.folder).map { Place(device: $0.st_dev, inode: $0.st_ino) } }
  }

  /// Not where one is gone: that its watch has told.
  private var haveOtherRoots: Bool {
    let places = rootPlaces
    return state.withLock { state in
      defer { state.places = places }
      return zip(places, state.places).contains { now, before in now != nil && now != before }
    }
  }

  private func wait(until times: [Double?], most: Double) {
    let left = times.compactMap(\.self).min().map { max(0, $0 - seconds()) }
    let wait = min(left ?? most, most)
    var sources = [
      pollfd(fd: wake?.read.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: inotify.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mountFile?.rawValue ?? -1, events: Int16(POLLPRI), revents: 0),
    ]
    // While changes are gathered there is no need to wake for each.
    if times[0] != nil { sources[1].fd = -1 }
    poll(&sources, 3, CInt((wait * 1000).rounded(.up)))
  }

  private func take(_ events: [Inotify.Event], into change: inout FolderChange) {
    state.withLock { state in
      for event in events { state.take(event, roots, inotify, into: &change) }
      let mounts = MountTable.current
      guard mounts != state.mounts else { return }
      let isAround = roots.all.contains { mounts.around($0.folder) != state.mounts.around($0.folder) }
      if isAround || isOther(state.mounts, mounts) { change.isWhole = true }
      state.mounts = mounts
    }
  }

  private func takeRested(into change: inout FolderChange) {
    let now = seconds()
    state.withLock { state in
      for (path, resting) in state.resting where resting.due <= now {
        state.resting[path] = nil
        guard let status = stat(notFollowing: roots.absolute(path)) else { continue }
        let size = Int64(status.st_size)
        if status.isFile, size != resting.size || status.modified != resting.modified {
          state.resting[path] = Resting(due: now + Self.rest, size: size, modified: status.modified)
        } else {
          change.paths.insert(path)
        }
      }
    }
  }
}

extension stat {
  /// Without following a link; nil where nothing is there or may be seen.
  init?(notFollowing path: FilePath) {
    self.init()
    guard path.withPlatformString({ lstat($0, &self) }) == 0 else { return nil }
  }

  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}

private func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
