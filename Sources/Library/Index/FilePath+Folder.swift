import Glibc
import Imaging
import PathText
import SystemPackage

extension FilePath {
  /// The folder's own path, absolute and without links; links stay where it is longer than the system takes at once.
  /// - Throws: where it is no folder that may be read.
  func canonicalFolder() throws(Errno) -> FilePath {
    let folder = try openForReading(.directory)
    defer { try? folder.close() }
    do throws(Errno) {
      return try canonical()
    } catch .fileNameTooLong {
      guard let path = absolute else { throw .fileNameTooLong }
      let other = try path.openForReading(.directory)
      defer { try? other.close() }
      // With links, ".." may lead elsewhere than the text says.
      guard FileStamp(other) == FileStamp(folder) else { throw .fileNameTooLong }
      return path
    }
  }

  /// By its text alone; nil where nobody knows the working folder.
  var absolute: FilePath? {
    if isAbsolute { return lexicallyNormalized() }
    return FilePath.workingFolder?.appending(components).lexicallyNormalized()
  }

  var isFile: Bool {
    guard let file = try? openForReading() else { return false }
    defer { try? file.close() }
    return (try? file.stat())?.type == .regular
  }

  /// What to do where a file was named in the place of a folder: completes the sentence "photo.jpg: …".
  var adviceForFile: String {
    let isPicture = PictureName(self).kind == .picture || (PictureName(self).kind == nil && hasPictureBytes)
    guard isPicture else { return "it is a file, not a folder; name a folder with photos" }
    let name = text.quotedForShell
    return "it is a photo, not a folder; facetui find --query \(name) FOLDER looks for its person in a folder, "
      + "facetui faces \(name) lists its faces"
  }

  private var hasPictureBytes: Bool {
    guard let bytes = try? FileReader.read(self, first: FirstBytes.count) else { return false }
    return FirstBytes(bytes) != .noPicture
  }
}

private struct FileStamp: Equatable {
  var device: UInt64 = 0, inode: UInt64 = 0

  init?(_ file: FileDescriptor) {
    var status = Glibc.stat()
    guard fstat(file.rawValue, &status) == 0 else { return nil }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
