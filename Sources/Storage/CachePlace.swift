import Glibc
import SystemPackage

/// What tells one file from another as long as both are there.
struct FileID: Sendable, Equatable {
  var device, inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Of the file itself, not of one that a link leads to; nil where there is none.
  init?(_ path: FilePath) {
    guard let status = stat(link: path) else { return nil }
    self.init(status)
  }
}

extension stat {
  /// Without following a link; nil where nothing is there or may be seen.
  init?(link path: FilePath) {
    self.init()
    guard path.withPlatformString({ lstat($0, &self) }) == 0 else { return nil }
  }

  fileprivate var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}

/// The database's file as the file system sees it, with the companions that SQLite puts beside it.
struct CachePlace {
  enum Header: Equatable {
    /// Nothing was written yet.
    case empty
    case ours
    /// A database of which the first page does not say whose it is; until its log is copied, ours does not either.
    case unknown
  }

  let path: FilePath
  /// Of our file.
  var applicationID = CacheSchema.applicationID

  private var companions: [FilePath] { ["-wal", "-shm"].map { FilePath(path.string + $0) } }

  /// Creates the file where it is missing. Links are not followed, and neither they nor devices are opened.
  func create() throws(CacheError) -> FileID {
    for file in [path] + companions {
      if let status = stat(link: file), !status.isFile { throw refusal(file, status) }
    }
    do {
      let file = try FileDescriptor.open(
        path, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec], permissions: [.ownerReadWrite])
      defer { try? file.close() }
      var status = stat()
      guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
      guard status.isFile else { throw refusal(path, status) }
      return FileID(status)
    } catch let error as CacheError {
      throw error
    } catch {
      throw CacheError(file: path.string, reason: "\(error)")
    }
  }

  private func refusal(_ file: FilePath, _ status: stat) -> CacheError {
    let reason =
      switch status.st_mode & S_IFMT {
      case S_IFLNK: "it is a symbolic link, and those are not followed here"
      case S_IFDIR: "it is a folder"
      default: "it is not a file"
      }
    return CacheError(file: file.string, reason: reason)
  }

  /// - Throws: what counts as damage where it is no database, `CacheError` where it is another program's.
  func header() throws -> Header {
    let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
    let bytes = try file.closeAfter {
      try [UInt8](unsafeUninitializedCapacity: 100) { buffer, count in
        count = try file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
    if bytes.isEmpty { return .empty }
    guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { throw CacheError.noDatabase }
    switch bytes[68..<72].reduce(0, { $0 << 8 | Int($1) }) {
    case applicationID: return .ours
    case 0: return .unknown
    default: throw CacheError(foreign: path)
    }
  }

  /// Removes the file with its companions, where it is a file of ours.
  /// - Returns: whether it did.
  func removeOurs() -> Bool {
    guard let status = stat(link: path), status.isFile, (try? header()) == .ours else { return false }
    return ([path] + companions).map { $0.withPlatformString { unlink($0) == 0 } }[0]
  }

  /// Takes away the rights of everyone else. The companions are not opened: closing them would end SQLite's locks.
  func makePrivate() throws(CacheError) {
    for file in [path] + companions {
      guard let status = stat(link: file) else { continue }
      guard status.isFile else { throw refusal(file, status) }
      guard status.st_mode & 0o077 != 0 else { continue }
      _ = file.withPlatformString { fchmodat(AT_FDCWD, $0, 0o600, AT_SYMLINK_NOFOLLOW) }
    }
  }
}
