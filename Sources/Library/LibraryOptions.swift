import Glibc
import PathText
import Storage
import SystemPackage

public struct LibraryOptions: Sendable {
  /// Where the cache lies; nil is $XDG_CACHE_HOME/facetui or ~/.cache/facetui.
  public var cacheDirectory: FilePath?
  /// Globs of files and folders to leave out: `*.png` goes by the name at any depth, `2019/raw*` by the path in the folder.
  public var exclude: [String] = []
  /// The only files that are looked at, where the library is one of a list; its folder is then the list's.
  public var list: FileList?
  /// Folders that the library shows beside its first.
  public var otherFolders: [FilePath] = []
  /// Whether hidden files and folders are left out, and folders that a NAS or a desktop keeps beside photos (thumbnails,
  /// what was deleted).
  public var usesDefaultExcludes = true
  /// Where corrections lie; nil is $XDG_DATA_HOME/facetui or ~/.local/share/facetui.
  public var dataDirectory: FilePath?
  /// Whether embeddings are corrected by what was learnt in the folder.
  public var usesCorrection = true
  /// Faces below these are not ranked.
  public var faceLimits = FaceLimits()

  /// Days after which records of photos that were deleted are removed by themselves; nil is never.
  public var keepDeleted: Int? = Self.standardKeepDeleted

  public static let standardKeepDeleted = 90

  /// Whether a cache that cannot be written is an error; else memory takes its place, and `notice` says so.
  public var requiresCache = false

  /// Whether all that is known is read when the library is opened; else, where that may take long, `read` does it.
  public var readsAtOnce = true

  public init() {}

  /// The cache, and the thumbnails beside it where it lies in a file.
  func openStores() throws(LibraryError) -> (EmbeddingCache, ThumbnailStore?) {
    let cache = try openCache()
    let thumbnails = cache.neighbour(named: "thumbnails.sqlite").map { ThumbnailStore(file: $0) }
    if (try? cache.isEmpty()) == true { thumbnails?.clear() }
    return (cache, thumbnails)
  }

  private func openCache() throws(LibraryError) -> EmbeddingCache {
    let file: FilePath
    do throws(CacheError) {
      guard let folder = cacheDirectory ?? Self.standardCacheDirectory else {
        let reason = "neither XDG_CACHE_HOME nor HOME says where it lies"
        let error = CacheError(file: "~/.cache/facetui", reason: reason)
        return try cache(insteadOf: error)
      }
      do throws(Errno) {
        file = FilePath(try StandIn.folder(folder)).appending("cache.sqlite")
      } catch {
        return try cache(insteadOf: CacheError(file: folder.text, reason: "it cannot be made: \(error)"))
      }
      return try EmbeddingCache(file: file, fallsBack: !requiresCache)
    } catch {
      throw .cache(StandIn.resolved(error.file), reason: "\(error.reason) (--cache names another folder)")
    }
  }

  private func cache(insteadOf error: CacheError) throws(CacheError) -> EmbeddingCache {
    guard !requiresCache else { throw error }
    return try EmbeddingCache(insteadOf: error)
  }

  func dataFolder() throws(LibraryError) -> FilePath {
    if let dataDirectory { return dataDirectory }
    if let path = Self.variable("XDG_DATA_HOME"), path.isAbsolute { return path.appending("facetui") }
    if let home = Self.variable("HOME"), home.isAbsolute { return home.appending(".local/share/facetui") }
    throw .file("~/.local/share/facetui", reason: "neither XDG_DATA_HOME nor HOME says where it lies")
  }

  static var standardCacheDirectory: FilePath? {
    if let path = variable("XDG_CACHE_HOME"), path.isAbsolute { return path.appending("facetui") }
    if let home = variable("HOME"), home.isAbsolute { return home.appending(".cache/facetui") }
    return nil
  }

  private static func variable(_ name: String) -> FilePath? {
    getenv(name).map { FilePath(platformString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
