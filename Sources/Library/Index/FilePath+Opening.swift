import Glibc
import SystemPackage

extension FilePath {
  /// Opens a file or a folder however long its path is: the system takes 4,095 bytes at once.
  /// A named pipe is opened without waiting for a writer.
  /// - Throws: also where a single name is too long.
  public func openForReading(_ options: FileDescriptor.OpenOptions = []) throws(Errno) -> FileDescriptor {
    let options = options.union([.nonBlocking, .closeOnExec])
    guard length > Self.longest else { return try open(options.rawValue, in: AT_FDCWD) }
    var rest = self
    var folder: FileDescriptor?
    defer { try? folder?.close() }
    while rest.length > Self.longest {
      let head = rest.takeHead(upTo: Self.longest)
      let next = try head.open(O_RDONLY | O_DIRECTORY | O_CLOEXEC, in: folder?.rawValue ?? AT_FDCWD)
      try? folder?.close()
      folder = next
    }
    return try rest.open(options.rawValue, in: folder?.rawValue ?? AT_FDCWD)
  }

  /// Why the file cannot be reached, in words: there may be a link that leads nowhere.
  func reason(_ error: Errno) -> String {
    var status = Glibc.stat()
    let isLink = withPlatformString { lstat($0, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK }
    guard isLink, withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) != 0 else { return "\(error)" }
    return Self.reason(ofLink: error)
  }

  static func reason(ofLink error: Errno) -> String { "a link that leads to no file: \(error)" }

  /// PATH_MAX without the NUL at the end.
  private static let longest = 4095

  private func open(_ flags: CInt, in folder: CInt) throws(Errno) -> FileDescriptor {
    while true {
      let descriptor = withPlatformString { openat(folder, $0, flags) }
      if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
      if errno != EINTR { throw Errno(rawValue: errno) }
    }
  }

  /// Takes as many names off the front as fit, at least one; what is left is relative to them.
  private mutating func takeHead(upTo limit: Int) -> FilePath {
    var head = FilePath(root: root, [])
    var taken = 0
    for component in components {
      let longer = head.appending(component)
      guard taken == 0 || longer.length <= limit else { break }
      head = longer
      taken += 1
    }
    self = FilePath(root: nil, components.dropFirst(taken))
    return head
  }
}
