import Foundation

/// Reading files that are taken into memory as a whole.
package enum ModelBytes {
  /// An IResNet100, the largest recogniser in use, has 250 MiB.
  package static let largest = 320 << 20

  /// - Parameter largest: bytes from which on a file is refused without being read.
  /// - Throws: `.notReadable`, also for what is no regular file.
  package static func read(_ path: String, largest: Int = ModelBytes.largest) throws(InferenceError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw .notReadable(path: path, reason: reason(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .notReadable(path: path, reason: reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notReadable(path: path, reason: "it is not a regular file")
    }
    let size = Int(status.st_size)
    guard size <= largest else {
      let limit = largest >= 1 << 20 ? "\(largest >> 20) MiB" : "\(largest >> 10) KiB"
      throw .notReadable(path: path, reason: "it has \(size) bytes; more than \(limit) are not read")
    }
    return try contents(file, size: size, path: path)
  }

  private static func contents(_ file: Int32, size: Int, path: String) throws(InferenceError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Foundation.read(file, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        count += got
      }
    }
    guard failure == 0 else { throw .notReadable(path: path, reason: reason(failure)) }
    return bytes
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }
}
