import Glibc
import PathText
import SystemPackage

/// What tells one file from another as long as both are there.
struct FileIdentity: Equatable {
  let device, inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// The file while it is read or appended to.
struct OpenJournal {
  let identity: FileIdentity
  private let path: FilePath
  private let file: FileDescriptor

  /// A journal of more is none that decisions make: a million of them take a quarter.
  private static let largest: Int64 = 1 << 30
  /// Another program holds the lock for milliseconds; one that is stopped holds it for ever.
  private static let patience = 10_000

  private init(_ path: FilePath, _ file: FileDescriptor, _ status: stat) {
    (self.path, self.file) = (path, file)
    identity = FileIdentity(status)
  }

  /// Links are not followed, and neither they nor devices are opened.
  /// - Returns: nil where there is no file and none is to be created.
  static func open(_ path: FilePath, creates: Bool) throws(JournalError) -> OpenJournal? {
    do throws(Errno) {
      if creates { try path.removingLastComponent().makeFolders() }
      let existed = exists(path)
      let file = try descriptor(path, creates: creates)
      if creates && !existed { syncFolder(of: path) }
      let status = try status(file)
      guard status.st_mode & S_IFMT == S_IFREG else {
        try? file.close()
        throw Errno.notSupported
      }
      return OpenJournal(path, file, status)
    } catch .noSuchFileOrDirectory where !creates {
      return nil
    } catch {
      let reason =
        switch error {
        case .tooManySymbolicLinkLevels: "it is a symbolic link, and those are not followed here"
        case .isDirectory: "it is a folder"
        case .notSupported: "it is not a file"
        default: "the journal cannot be \(creates ? "written" : "read"): \(error)"
        }
      throw JournalError(file: path.text, reason: reason)
    }
  }

  private static func exists(_ path: FilePath) -> Bool {
    var status = stat()
    return path.withPlatformString { lstat($0, &status) } == 0
  }

  private static func descriptor(_ path: FilePath, creates: Bool) throws(Errno) -> FileDescriptor {
    let flags = (creates ? O_RDWR | O_APPEND | O_CREAT : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    while true {
      let descriptor = path.withPlatformString { Glibc.open($0, flags, 0o600) }
      if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
      if errno != EINTR { throw Errno(rawValue: errno) }
    }
  }

  private static func status(_ file: FileDescriptor) throws(Errno) -> stat {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    return status
  }

  /// So that a file's name is on the disk as well.
  private static func syncFolder(of path: FilePath) {
    for folder in [path.removingLastComponent(), path.removingLastComponent().removingLastComponent()] {
      guard let file = try? FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec]) else {
        continue
      }
      _ = fsync(file.rawValue)
      try? file.close()
    }
  }

  /// Lets the lock go, too.
  func close() { try? file.close() }

  func lock(exclusively: Bool) throws(JournalError) {
    let operation = (exclusively ? LOCK_EX : LOCK_SH) | LOCK_NB
    for _ in 0..<Self.patience {
      if flock(file.rawValue, operation) == 0 { return }
      // File systems without locks have one user at a time.
      if errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { throw failure("be locked") }
      usleep(1000)
    }
    throw JournalError(
      file: path.text, reason: "another program has kept it locked for \(Self.patience / 1000) seconds")
  }

  func size() throws(JournalError) -> Int64 {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else { throw failure("be read") }
    guard status.st_size <= Self.largest else {
      throw JournalError(file: path.text, reason: "it is larger than \(Self.largest >> 20) MiB, so no journal")
    }
    return Int64(status.st_size)
  }

  func read(from start: Int64, to end: Int64) throws(JournalError) -> [UInt8] {
    do {
      return try [UInt8](unsafeUninitializedCapacity: Int(end - start)) { buffer, count in
        let raw = UnsafeMutableRawBufferPointer(buffer)
        while count < raw.count {
          let part = UnsafeMutableRawBufferPointer(rebasing: raw[count...])
          let read = try file.read(fromAbsoluteOffset: start + Int64(count), into: part)
          guard read > 0 else { break }
          count += read
        }
      }
    } catch {
      throw JournalError(file: path.text, reason: "the journal cannot be read: \(error)")
    }
  }

  /// A file of somebody else is not appended to.
  /// - Parameter text: all of it.
  func requireJournal(_ text: [UInt8]) throws(JournalError) {
    let begin = Array(#"{"v":"#.utf8)
    let lines = text.split(separator: UInt8(ascii: "\n"))
    guard !lines.isEmpty, !lines.contains(where: { $0.starts(with: begin) }), text.contains(where: { $0 > 32 }),
      !begin.starts(with: lines[0])
    else { return }
    throw JournalError(file: path.text, reason: "it is no journal of facetui: no line of it begins with {\"v\":")
  }

  /// Under an exclusive lock. What a killed program left of a line is ended first. Where not all can be written the file
  /// stays as it was.
  /// - Parameter lines: with their ends.
  func append(_ lines: [UInt8]) throws(JournalError) {
    let before = try size()
    _ = fchmod(file.rawValue, 0o600)
    let last = try read(from: max(0, before - 1), to: before).last
    let isTorn = last != nil && last != UInt8(ascii: "\n")
    do {
      let bytes = isTorn ? [UInt8(ascii: "\n")] + lines : lines
      _ = try file.writeAll(bytes)
      while fdatasync(file.rawValue) != 0 { if errno != EINTR { throw Errno(rawValue: errno) } }
    } catch {
      _ = ftruncate(file.rawValue, off_t(before))
      throw JournalError(file: path.text, reason: "nothing was kept, as the journal cannot be written: \(error)")
    }
  }

  private func failure(_ what: String) -> JournalError {
    JournalError(file: path.text, reason: "the journal cannot \(what): \(Errno(rawValue: errno))")
  }
}
