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
}

/// Lists a folder and everything below it. Hidden files and folders are left out, and so are folders below it that hold
/// a file .nomedia or .noimage. Links to files are followed; links to folders are followed after all real folders, and
/// no folder is listed twice, so that links cannot loop.
struct FolderScanner {
  let root: FilePath
  let exclusion: Exclusion
  /// Asked between folders.
  var isCancelled: () -> Bool = { false }

  private struct FolderID: Hashable {
    var device: UInt64, inode: UInt64
  }

  private var files: [ListedFile] = []
  private var folders: [FilePath] = [FilePath()]
  private var linkedFolders: [FilePath] = []
  private var visited: Set<FolderID> = []

  init(root: FilePath, exclusion: Exclusion = Exclusion([])) {
    self.root = root
    self.exclusion = exclusion
  }

  /// - Returns: in path order.
  /// - Throws: `.folder` where the root itself cannot be listed.
  mutating func scan() throws(LibraryError) -> [ListedFile] {
    while let folder = folders.popLast() ?? linkedFolders.popLast(), !isCancelled() {
      do {
        try scan(folder)
      } catch {
        guard !folder.isEmpty else { throw .folder(root.string, reason: error.description) }
        if error == .noSuchFileOrDirectory { continue }
        files.append(ListedFile(path: folder, state: .unreadable("the folder cannot be read: \(error)")))
      }
    }
    return files.sorted { FilePath.precedes($0.path, $1.path) }
  }

  private mutating func scan(_ folder: FilePath) throws(Errno) {
    guard let stream = root.appending(folder.components).withPlatformString({ opendir($0) }) else {
      throw Errno(rawValue: errno)
    }
    defer { closedir(stream) }
    let descriptor = dirfd(stream)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
    let id = FolderID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard visited.insert(id).inserted else { return }
    let names = try visibleNames(stream)
    guard folder.isEmpty || !names.isMarked else { return }
    for name in names.visible { classify(name, in: folder, descriptor) }
  }

  private func visibleNames(_ stream: OpaquePointer) throws(Errno) -> (visible: [FilePath.Component], isMarked: Bool) {
    var visible: [FilePath.Component] = []
    var isMarked = false
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      guard let name = Self.name(entry) else { continue }
      let isHidden = name.withPlatformString { $0.pointee == CChar(UInt8(ascii: ".")) }
      if !isHidden { visible.append(name) }
      if isHidden, [".nomedia", ".noimage"].contains(name.string) { isMarked = true }
    }
    guard errno == 0 else { throw Errno(rawValue: errno) }
    return (visible, isMarked)
  }

  private static func name(_ entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      bytes.baseAddress.flatMap { FilePath.Component(platformString: $0.assumingMemoryBound(to: CChar.self)) }
    }
  }

  private mutating func classify(_ name: FilePath.Component, in folder: FilePath, _ descriptor: CInt) {
    let path = folder.appending(name)
    guard !exclusion.matches(name: FilePath(root: nil, [name]), path: path) else { return }
    var status = stat()
    var isLink = false
    let found = name.withPlatformString { name in
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
      isLink = status.st_mode & S_IFMT == S_IFLNK
      return !isLink || fstatat(descriptor, name, &status, 0) == 0
    }
    guard found else {
      let error = Errno(rawValue: errno)
      if !isLink && error == .noSuchFileOrDirectory { return }
      let reason = isLink ? "a link that leads to no file: \(error)" : "\(error)"
      files.append(ListedFile(path: path, state: .unreadable(reason)))
      return
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      if isLink { linkedFolders.append(path) } else { folders.append(path) }
    } else {
      files.append(ListedFile(path: path, status))
    }
  }
}

extension ListedFile {
  init(path: FilePath, _ status: stat) {
    self.init(
      path: path, size: Int64(status.st_size), modified: status.modified, changed: status.changed, inode: status.inode)
    state = Self.reasonAgainst(status.st_mode).map { .unsupported($0) }
    if state == nil { state = PictureName.reasonAgainst(path).map { .unsupported($0) } }
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
