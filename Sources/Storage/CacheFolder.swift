import Foundation
import Glibc
import SystemPackage

/// The folder of the cache.
struct CacheFolder {
  let path: FilePath

  /// Makes the folder, with mode 0700, where it is missing.
  /// - Returns: a sentence for the user where others may write in it.
  func prepare() throws(CacheError) -> String? {
    let folder = path.isEmpty ? FilePath(".") : path
    do {
      try FileManager.default.createDirectory(
        atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CacheError(file: folder.string, reason: "the folder cannot be made: \(describe(error))")
    }
    var status = stat()
    guard folder.withPlatformString({ stat($0, &status) }) == 0, mayBeWrittenByOthers(status) else { return nil }
    let mode = String(status.st_mode & 0o7777, radix: 8)
    return "others may write in the cache's folder \(folder) (mode \(mode)), and so read and change what facetui knows"
  }

  /// With the sticky bit nobody can take our files away, and links are not followed.
  private func mayBeWrittenByOthers(_ status: stat) -> Bool {
    status.st_mode & 0o022 != 0 && status.st_mode & S_ISVTX == 0
  }

  private func describe(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return underlying.domain == NSPOSIXErrorDomain
      ? Errno(rawValue: CInt(truncatingIfNeeded: underlying.code)).description : error.localizedDescription
  }
}
