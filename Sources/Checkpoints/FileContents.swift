import Glibc
import SystemPackage

enum FileContents {
  /// All bytes of a regular file.
  static func read(_ path: String) throws(CheckpointError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      return try file.closeAfter {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size) else {
          throw CheckpointError.notReadable(path: path, reason: "it is not a regular file")
        }
        return try bytes(of: file, size: size)
      }
    } catch {
      throw error as? CheckpointError ?? .notReadable(path: path, reason: "\(error)")
    }
  }

  /// At most as many as the file had when it was opened.
  private static func bytes(of file: FileDescriptor, size: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = try file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        if read == 0 { break }
        count += read
      }
    }
  }
}
