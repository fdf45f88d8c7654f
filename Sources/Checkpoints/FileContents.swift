import Glibc
import SystemPackage

enum FileContents {
  /// Bytes of the largest file that is read. The largest architecture's weights take 260 MB.
  static let largest = 1 << 30

  /// All bytes of a regular file.
  /// - Parameter check: refuses a file that is not worth reading as a whole, by its first sixteen bytes (at most).
  static func read(
    _ path: String, check: (_ start: [UInt8]) throws(CheckpointProblem) -> Void
  ) throws(CheckpointError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      return try file.closeAfter {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size) else {
          throw CheckpointError.notReadable(path: path, reason: "it is not a regular file")
        }
        try check(try bytes(of: file, size: min(size, 16)))
        guard size <= largest else {
          throw CheckpointError.notReadable(
            path: path, reason: "it has \(size >> 20) MiB, at most \(largest >> 20) are read")
        }
        return try bytes(of: file, size: size)
      }
    } catch {
      if let problem = error as? CheckpointProblem { throw problem.inFile(path) }
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
