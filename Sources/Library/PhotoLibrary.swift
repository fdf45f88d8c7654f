import Faces
import SystemPackage

/// The photos of one folder and the faces in them. Safe to use from any thread.
public final class PhotoLibrary: Sendable {
  public let folder: FilePath
  public let pack: ModelPack

  /// Opens at once: reads the cache, not the photos.
  public init(folder: FilePath, pack: ModelPack, options: LibraryOptions = LibraryOptions()) throws(LibraryError) {
    self.folder = folder
    self.pack = pack
  }

  /// What the cache knew of the folder when the library was opened, then what `index` found; in path order.
  public var photos: [Photo] { [] }

  /// Lists the folder, analyses what is new or changed, and stores each result as it comes. Ending the stream's task cancels it; what was done stays.
  public func index(workers: Int = 2) -> AsyncStream<IndexEvent> { AsyncStream { $0.finish() } }

  /// Every face but the query's own, best first; ties by path and number.
  public func rank(_ query: FaceID) -> [Match] { [] }

  /// The same for a face that need not be in the library. Length 1.
  public func rank(embedding: [Float]) -> [Match] { [] }

  /// Lists the folder without reading a photo: what the cache does not know is pending.
  public func list() throws(LibraryError) -> [Photo] { [] }

  /// - Parameter path: relative to the folder.
  public func photo(at path: FilePath) -> Photo? { nil }

  /// - Parameter path: relative to the folder.
  public func absolute(_ path: FilePath) -> FilePath { folder.pushing(path) }

  public func face(_ id: FaceID) -> (photo: Photo, face: Face)? { nil }

  /// Length 1.
  public func embedding(of id: FaceID) -> [Float]? { nil }

  /// The faces of any photo, inside the folder or not; the cache answers where it knows the content.
  /// - Throws: `LibraryError.file` where the file gives no picture, `.network` and `.pack` where the pack does not work.
  public func analyse(file: FilePath) throws(LibraryError) -> PhotoAnalysis {
    throw .file(file.string, reason: "not there yet")
  }

  /// What the user should know about the cache: a damaged one that was set aside.
  public var notice: String? { nil }
}

public struct LibraryOptions: Sendable {
  /// Where the cache lies; nil is $XDG_CACHE_HOME/facetui or ~/.cache/facetui.
  public var cacheDirectory: FilePath?
  /// Globs of paths to leave out.
  public var exclude: [String] = []

  public init() {}
}

public enum LibraryError: Error, Equatable, CustomStringConvertible {
  case folder(String, reason: String)
  case cache(String, reason: String)
  case pack(PackError)
  case network(String)
  /// A file that the user named: a query, or an export.
  case file(String, reason: String)

  public var description: String {
    switch self {
    case .folder(let path, let reason), .file(let path, let reason): "\(path): \(reason)"
    case .cache(let path, let reason): "\(path): the cache cannot be used: \(reason)"
    case .pack(let error): error.description
    case .network(let reason): reason
    }
  }
}
