import Glibc
import SystemPackage

/// A file as the folder's listing shows it.
struct ListedFile: Sendable, Equatable {
  /// Relative to the scanned folder.
  var path: FilePath
  var size: Int64 = 0
  /// Nanoseconds since 1970.
  var modified: Int64 = 0
  /// Of anything about the file; nanoseconds since 1970.
  var changed: Int64?
  var inode: Int64?
  /// Set where the file will not be opened.
  var state: PhotoState?
  /// nil where the name does not say and nobody has looked into the file.
  var kind: FileKind?
  /// Whether it cannot be reached, and is listed for what is known of it.
  var isAway = false
}

/// Lists a folder and everything below it, however deep it lies. Hidden files, hidden folders and service folders are
/// left out and counted, unless the exclusion takes them in; folders below it that hold a file .nomedia or .noimage are
/// left out. Links to files are followed; links to folders are followed after all real folders, and no folder is listed
/// twice, so that links cannot loop.
struct FolderScanner {
  let roots: LibraryRoots
  let exclusion: Exclusion
  /// Asked between folders.
  var isCancelled: () -> Bool = { false }
  /// Whether a root that cannot be listed is one of the lost folders, and no error.
  var isRootKnown = false
  /// Told of each folder before its entries are read, with an open descriptor and the device that it lies on.
  var willList: (FilePath, CInt, UInt64) -> Void = { _, _, _ in }

  private struct FolderID: Hashable {
    var device: UInt64, inode: UInt64
  }

  /// A name in a folder.
  struct Entry {
    var name: FilePath.Component
    /// Where the file system says so.
    var isFolder: Bool
  }

  private(set) var leftOut = LeftOut()
  private(set) var files: [ListedFile] = []
  var folders: [FilePath]
  private(set) var linkedFolders: [FilePath] = []
  /// Where the links to folders lead that were listed.
  private(set) var links: [FilePath: FilePath] = [:]
  /// Folders and files whose file system does not answer.
  private(set) var lost: [FilePath: Errno] = [:]
  /// Links that lead to nothing.
  private(set) var brokenLinks: [FilePath: Errno] = [:]
  private var visited: Set<FolderID> = []

  init(root: FilePath, exclusion: Exclusion = Exclusion([])) {
    self.init(LibraryRoots(root), exclusion: exclusion)
  }

  init(_ roots: LibraryRoots, exclusion: Exclusion) {
    self.roots = roots
    isRootKnown = !roots.isSingle
    folders = roots.all.map(\.path)
    self.exclusion = exclusion
  }

  /// - Returns: in path order.
  /// - Throws: `.folder` where the root itself cannot be listed.
  mutating func scan() throws(LibraryError) -> [ListedFile] {
    while let folder = folders.popLast() ?? nextLink(), !isCancelled() {
      do {
        try scan(folder)
      } catch {
        guard !roots.isRoot(folder) || isRootKnown else {
          throw .folder(roots.absolute(folder).text, reason: error.description)
        }
        note(error, on: folder)
      }
    }
    return files.sorted { FilePath.precedes($0.path, $1.path) }
  }

  private mutating func nextLink() -> FilePath? {
    guard let link = linkedFolders.popLast() else { return nil }
    links[link] = try? roots.absolute(link).canonical()
    return link
  }

  mutating func note(_ error: Errno, on folder: FilePath) {
    if error.isOfFileSystem || roots.isRoot(folder) { lost[folder] = error }
    if error != .noSuchFileOrDirectory { files.append(unreadable(folder: folder, error)) }
  }

  private func unreadable(folder: FilePath, _ error: Errno) -> ListedFile {
    ListedFile(path: folder, state: .unreadable("the folder cannot be read: \(error)"), kind: .folder)
  }

  mutating func scan(_ folder: FilePath) throws(Errno) {
    let file = try roots.absolute(folder).openForReading(.directory)
    guard let stream = fdopendir(file.rawValue) else {
      let error = Errno(rawValue: errno)
      try? file.close()
      throw error
    }
    defer { closedir(stream) }
    let descriptor = dirfd(stream)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
    let id = FolderID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard visited.insert(id).inserted else { return }
    willList(folder, descriptor, id.device)
    let names = try entries(stream)
    guard roots.isRoot(folder) || !names.contains(where: { Self.marks.contains($0.name.string) }) else { return }
    // In order, and the first folder next: to sort all files takes little time where they nearly are.
    let before = folders.count
    for entry in names.sorted(by: { FilePath.precedes($0.name, $1.name) }) where !Self.marks.contains(entry.name.string)
    {
      classify(entry, in: folder, descriptor)
    }
    folders[before...].reverse()
  }

  /// Files that say of their folder that its pictures are not for programs that show photos.
  static let marks: Set<String> = [".nomedia", ".noimage"]

  private func entries(_ stream: OpaquePointer) throws(Errno) -> [Entry] {
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      guard let name = Self.name(entry), name.kind == .regular else { continue }
      entries.append(Entry(name: name, isFolder: Int(entry.pointee.d_type) == Int(DT_DIR)))
    }
    guard errno == 0 else { throw Errno(rawValue: errno) }
    return entries
  }

  private static func name(_ entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      bytes.baseAddress.flatMap { FilePath.Component(platformString: $0.assumingMemoryBound(to: CChar.self)) }
    }
  }

  mutating func classify(_ entry: Entry, in folder: FilePath, _ descriptor: CInt) {
    let name = entry.name
    let path = folder.appending(name)
    guard !exclusion.matches(name: FilePath(root: nil, [name]), path: roots.inner(path)) else { return }
    var status = stat()
    var isLink = false
    let found = name.withPlatformString { name in
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
      isLink = status.st_mode & S_IFMT == S_IFLNK
      return !isLink || fstatat(descriptor, name, &status, 0) == 0
    }
    let isHidden = name.isHidden && !(ServiceFolders.contains(name) && status.st_mode & S_IFMT == S_IFDIR)
    if isHidden, exclusion.leavesOut(hidden: name) {
      if status.st_mode & S_IFMT == S_IFDIR { leftOut.hiddenFolders += 1 } else { leftOut.hiddenFiles += 1 }
      return
    }
    guard found else {
      let error = Errno(rawValue: errno)
      if !isLink && error == .noSuchFileOrDirectory { return }
      if error.isOfFileSystem {
        lost[path] = error
      } else if isLink {
        brokenLinks[path] = error
      }
      let reason = isLink ? FilePath.reason(ofLink: error) : "\(error)"
      files.append(
        entry.isFolder
          ? unreadable(folder: path, error)
          : ListedFile(path: path, state: .unreadable(reason), kind: PictureName(path).kind ?? .other))
      return
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      if exclusion.leavesOut(folder: name) {
        leftOut.serviceFolders.append(path)
      } else if isLink {
        linkedFolders.append(path)
      } else {
        folders.append(path)
      }
    } else {
      var file = ListedFile(path: path, status)
      if file.state == nil, let error = permissionError(name, descriptor) { file.state = .unreadable("\(error)") }
      files.append(file)
    }
  }

  /// So that a file that may not be read is known before somebody tries to open it.
  private func permissionError(_ name: FilePath.Component, _ descriptor: CInt) -> Errno? {
    guard name.withPlatformString({ faccessat(descriptor, $0, R_OK, AT_EACCESS) }) != 0 else { return nil }
    let error = Errno(rawValue: errno)
    return [.permissionDenied, .notPermitted].contains(error) ? error : nil
  }
}

extension ListedFile {
  init(path: FilePath, _ status: stat) {
    self.init(
      path: path, size: Int64(status.st_size), modified: status.modified, changed: status.changed, inode: status.inode)
    let name = PictureName(path)
    kind = name.kind
    if let reason = Self.reasonAgainst(status.st_mode) {
      state = .unsupported(reason)
      kind = kind ?? .other
    } else if let reason = name.reason {
      state = .unsupported(reason)
    }
  }

  /// Reading a pipe or a device could block or have effects.
  static func reasonAgainst(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFIFO: "a named pipe, not a file"
    case S_IFSOCK: "a socket, not a file"
    case S_IFCHR, S_IFBLK: "a device, not a file"
    default: "not a file"
    }
  }
}

private let fileSystemErrors: Set<CInt> = [
  EIO, ESTALE, ENOTCONN, EHOSTDOWN, EHOSTUNREACH, ETIMEDOUT, ENODEV, ENXIO, ENOLINK, EREMOTEIO, ECONNRESET,
]

extension Errno {
  /// Whether a file system or a device behind it does not answer, so that nothing is said of the file.
  fileprivate var isOfFileSystem: Bool { fileSystemErrors.contains(rawValue) }
}

extension stat {
  /// Nanoseconds since 1970.
  var modified: Int64 { Self.nanoseconds(st_mtim) }
  /// Of anything about the file; nanoseconds since 1970.
  var changed: Int64 { Self.nanoseconds(st_ctim) }
  /// As a signed number, which is what SQLite keeps.
  var inode: Int64 { Int64(truncatingIfNeeded: st_ino) }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? Int64(time.tv_sec) : seconds &+ Int64(time.tv_nsec)
  }
}
