import Glibc
import PathText
import SystemPackage

/// The folder of the cache.
struct CacheFolder {
  let path: FilePath

  /// Makes the folder, and those it lies in, with mode 0700 where they are missing.
  /// - Returns: a sentence for the user where others may write in it.
  func prepare() throws(CacheError) -> String? {
    let folder = path.isEmpty ? FilePath(".") : path
    do {
      try folder.makeFolders()
      let status = try status(folder)
      guard mayBeWrittenByOthers(status) else { return nil }
      let mode = String(status.st_mode & 0o7777, radix: 8)
      return "others may write in the cache's folder \(folder) (mode \(mode)), and so change what facetui knows"
    } catch {
      throw CacheError(file: folder.string, reason: "it cannot be made: \(error)")
    }
  }

  private func status(_ folder: FilePath) throws(Errno) -> stat {
    var status = stat()
    guard folder.withPlatformString({ stat($0, &status) }) == 0 else { throw Errno(rawValue: errno) }
    return status
  }

  /// With the sticky bit nobody can take our files away, and links are not followed.
  private func mayBeWrittenByOthers(_ status: stat) -> Bool {
    status.st_mode & 0o022 != 0 && status.st_mode & S_ISVTX == 0
  }
}
