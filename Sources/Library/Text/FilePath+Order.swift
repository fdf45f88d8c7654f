import Glibc
import SystemPackage

extension FilePath {
  /// The order of the library: by bytes.
  static func precedes(_ a: FilePath, _ b: FilePath) -> Bool {
    a.withPlatformString { a in b.withPlatformString { b in strcmp(a, b) < 0 } }
  }

  /// Without links and dots.
  func canonical() throws(Errno) -> FilePath {
    guard let resolved = withPlatformString({ realpath($0, nil) }) else { throw Errno(rawValue: errno) }
    defer { free(resolved) }
    return FilePath(platformString: resolved)
  }
}
