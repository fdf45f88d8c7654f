import Crypto
import Glibc
import SystemPackage

/// The bytes of a file, all from the same state of it.
struct FileBytes: Sendable {
  var bytes: [UInt8]
  /// Nanoseconds since 1970.
  var modified: Int64
  /// Of anything about the file; nanoseconds since 1970.
  var changed: Int64
  var inode: Int64

  var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }

  /// Stands for the bytes of all files that were looked into and not read, for the same reason.
  static func hash(ofReason reason: String) -> [UInt8] {
    Array(SHA256.hash(data: Array("facetui: \(reason)".utf8)))
  }
}

/// Why a file gave no bytes. The text completes the sentence "photo.jpg: …".
struct ReadFailure: Error, Equatable {
  var reason: String
}

enum FileReader {
  /// No photo that the program could hold in memory is larger.
  static let largest: Int64 = 512 << 20

  /// Reads a file as a whole; one that somebody is writing to is tried again a few times.
  static func read(_ path: FilePath, largest: Int64 = largest) throws(ReadFailure) -> FileBytes {
    for _ in 0..<3 {
      if let file = try readOnce(path, largest: largest) { return file }
      usleep(20_000)
    }
    throw ReadFailure(reason: "it changed while it was being read")
  }

  /// The beginning of a file.
  static func read(_ path: FilePath, first count: Int) throws(ReadFailure) -> [UInt8] {
    do {
      let file = try path.openForReading()
      defer { try? file.close() }
      if let reason = ListedFile.reasonAgainst(try status(file).st_mode) { throw ReadFailure(reason: reason) }
      return try contents(file, size: count)
    } catch let failure as ReadFailure {
      throw failure
    } catch {
      throw ReadFailure(reason: (error as? Errno).map { path.reason($0) } ?? "\(error)")
    }
  }

  /// - Returns: nil where the file changed meanwhile.
  private static func readOnce(_ path: FilePath, largest: Int64) throws(ReadFailure) -> FileBytes? {
    do {
      // A named pipe that took the file's place would otherwise wait for a writer for ever.
      let file = try path.openForReading()
      defer { try? file.close() }
      let before = try status(file)
      if let reason = ListedFile.reasonAgainst(before.st_mode) { throw ReadFailure(reason: reason) }
      guard before.st_size <= largest else {
        throw ReadFailure(reason: "too large: \(before.st_size >> 20) MiB, at most \(largest >> 20) MiB are read")
      }
      let bytes = try contents(file, size: Int(before.st_size))
      let after = try status(file)
      guard after.st_size == before.st_size, after.modified == before.modified, after.changed == before.changed,
        bytes.count == before.st_size
      else { return nil }
      return FileBytes(bytes: bytes, modified: before.modified, changed: before.changed, inode: before.inode)
    } catch let failure as ReadFailure {
      throw failure
    } catch {
      throw ReadFailure(reason: (error as? Errno).map { path.reason($0) } ?? "\(error)")
    }
  }

  private static func status(_ file: FileDescriptor) throws(Errno) -> stat {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    return status
  }

  private static func contents(_ file: FileDescriptor, size: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      while count < size {
        let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[count...]))
        guard read > 0 else { break }
        count += read
      }
    }
  }
}
