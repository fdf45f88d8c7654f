import Glibc
import SystemPackage

enum FileContents {
  /// Bytes of the largest file that is read. The largest architecture's weights take 260 MB.
  static let largest = 1 << 30

  /// All bytes of a regular file.
  /// - Parameter isKnown: whether a file that begins with these bytes (at most sixteen) is worth reading as a whole.
  static func read(_ path: String, isKnown: ([UInt8]) -> Bool) throws(CheckpointError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      return try file.closeAfter {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size) else {
          throw CheckpointError.notReadable(path: path, reason: "it is not a regular file")
        }
        guard isKnown(try bytes(of: file, size: min(size, 16))) else { throw CheckpointProblem.unknown.inFile(path) }
        guard size <= largest else {
          throw CheckpointError.notReadable(
            path: path, reason: "it has \(size >> 20) MiB, at most \(largest >> 20) are read")
        }
        return try bytes(of: file, size: size)
      }
    } catch {
      throw error as? CheckpointError ?? .notReadable(path: path, reason: "\(error)")
    }
  }

  /// From the file's beginning, at most as many as it had when it was opened.
  private static func bytes(of file: FileDescriptor, size: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = try file.read(
          fromAbsoluteOffset: Int64(count),
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        if read == 0 { break }
        count += read
      }
    }
  }
}
