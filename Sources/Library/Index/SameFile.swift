import Glibc
import SystemPackage

/// A file under any of its names, or a copy of it.
struct SameFile {
  private let status: stat
  private let bytes: FileBytes

  /// nil where the file cannot be read.
  init?(_ path: FilePath) {
    guard let status = Self.status(path), let bytes = try? FileReader.read(path) else { return nil }
    (self.status, self.bytes) = (status, bytes)
  }

  /// Opens only files of the same size.
  func matches(_ photo: Photo, at path: FilePath) -> Bool {
    guard photo.size == Int64(status.st_size), photo.kind == .picture, let other = Self.status(path) else {
      return false
    }
    if other.st_dev == status.st_dev, other.st_ino == status.st_ino { return true }
    return (try? FileReader.read(path))?.bytes == bytes.bytes
  }

  private static func status(_ path: FilePath) -> stat? {
    var status = stat()
    return path.withPlatformString { stat($0, &status) } == 0 ? status : nil
  }
}
