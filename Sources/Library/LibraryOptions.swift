import Glibc
import SystemPackage

public struct LibraryOptions: Sendable {
  /// Where the cache lies; nil is $XDG_CACHE_HOME/facetui or ~/.cache/facetui.
  public var cacheDirectory: FilePath?
  /// Globs of files and folders to leave out: `*.png` goes by the name at any depth, `2019/raw*` by the path in the folder.
  public var exclude: [String] = []

  public init() {}

  /// The cache's file.
  func cacheFile() throws(LibraryError) -> FilePath {
    if let cacheDirectory { return cacheDirectory.appending("cache.sqlite") }
    return try Self.standardCacheDirectory().appending("cache.sqlite")
  }

  private static func standardCacheDirectory() throws(LibraryError) -> FilePath {
    if let path = variable("XDG_CACHE_HOME"), path.isAbsolute { return path.appending("facetui") }
    if let home = variable("HOME"), home.isAbsolute { return home.appending(".cache/facetui") }
    throw .cache("~/.cache/facetui", reason: "neither XDG_CACHE_HOME nor HOME says where it lies")
  }

  private static func variable(_ name: String) -> FilePath? {
    getenv(name).map { FilePath(platformString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
