import Glibc
import PathText
import SystemPackage

/// Writes files that are never seen half written, and that only their owner may read, whoever might read what was there
/// before: what the program writes holds faces, embeddings, or who is on which photo.
enum AtomicFile {
  /// A regular file is replaced by a finished one beside it, through links; a pipe or a terminal is written to.
  static func write(_ bytes: [UInt8], to path: FilePath) throws(Errno) {
    let target = (try? path.canonical()) ?? path
    var status = stat()
    if target.withPlatformString({ stat($0, &status) }) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw .isDirectory
      case S_IFREG: return try replace(target, with: bytes)
      default: return try writeThrough(bytes, to: target)
      }
    }
    try replace(target, with: bytes)
  }

  private static func writeThrough(_ bytes: [UInt8], to path: FilePath) throws(Errno) {
    do {
      let file = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
      try file.closeAfter { _ = try file.writeAll(bytes) }
    } catch { throw error as? Errno ?? .ioError }
  }

  private static func replace(_ path: FilePath, with bytes: [UInt8]) throws(Errno) {
    guard path.lastComponent != nil else { throw .isDirectory }
    let temporary = path.removingLastComponent().appending(".facetui-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
    do {
      let file = try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: .ownerReadWrite)
      try file.closeAfter {
        _ = try file.writeAll(bytes)
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      guard temporary.withPlatformString({ old in path.withPlatformString { rename(old, $0) } }) == 0 else {
        throw Errno(rawValue: errno)
      }
    } catch {
      _ = temporary.withPlatformString { unlink($0) }
      throw error as? Errno ?? .ioError
    }
  }
}

extension FilePath {
  /// All bytes of a regular file of at most 512 MiB.
  /// - Throws: `.file` with its name.
  public func contents() throws(LibraryError) -> [UInt8] {
    do { return try FileReader.read(self).bytes } catch { throw .file(text, reason: error.reason) }
  }

  /// Replaces a file as a whole or not at all; what is there then has mode 0600. A pipe or a device is written to.
  /// - Throws: `.file` with its name.
  public func replaceContents(with bytes: [UInt8]) throws(LibraryError) {
    do { try AtomicFile.write(bytes, to: self) } catch { throw .file(text, reason: "cannot be written: \(error)") }
  }
}
