import Faces
import Learning
import PathText
import Storage
import SystemPackage

/// The beginning of a library that is not read yet.
public struct LibraryGlimpse: Sendable {
  /// The first ones, in path order.
  public var photos: [Photo]
  /// Files of which something is known, in all.
  public var total: Int

  public init(photos: [Photo], total: Int) {
    self.photos = photos
    self.total = total
  }
}

extension PhotoLibrary {
  /// Whether what the cache knew of the folder is there.
  public var isRead: Bool { wasRead.load(ordering: .acquiring) }

  /// Takes over what the cache knows of the folder; call it once, before all that asks for photos or faces.
  /// - Throws: `.cache` where the cache cannot be read, `.folder` where nothing is known of a folder that cannot be.
  public func read() throws(LibraryError) {
    let known = try known(projection: correction?.projection)
    contents.withLock { $0 = known }
    wasRead.store(true, ordering: .releasing)
    try requireKnown()
  }

  /// What `read` will begin with, for a screen that does not wait for it.
  /// - Parameter length: photos.
  /// - Returns: nil where little is known, so that reading takes no time, or where several folders or a list are shown.
  public func glimpse(_ length: Int = 300) -> LibraryGlimpse? {
    guard roots.isSingle, fileList == nil, let known = try? cache.present(under: folder) else { return nil }
    guard known.count >= Self.manyFiles else { return nil }
    var first = FirstPaths(length)
    for file in known { first.take(file) { roots.path(of: $0).map { !exclusion.matches(roots.inner($0)) } ?? false } }
    guard let found = try? cache.load(files: first.paths, pack: pack.identity, dimensions: dimensions) else {
      return nil
    }
    return LibraryGlimpse(
      photos: LibraryContents([found], in: roots, exclusion: exclusion).photos, total: known.count)
  }

  /// So many are read while an eye blinks.
  private static let manyFiles = 2000

  /// What the cache knows of the folder, with embeddings as the recogniser made them.
  func uncorrectedContents() throws(LibraryError) -> LibraryContents { try known(projection: nil) }

  private func known(projection: Projection?) throws(LibraryError) -> LibraryContents {
    var parts: [CachedFolder] = []
    do {
      for root in roots.all {
        parts += try cache.parts(under: root.folder, pack: pack.identity, dimensions: dimensions)
      }
    } catch { throw LibraryError(error) }
    return LibraryContents(parts, in: roots, exclusion: exclusion, projection: projection)
  }

  /// One of several folders may be away; one of which nothing is known is a mistake.
  private func requireKnown() throws(LibraryError) {
    for root in roots.all {
      guard let failure = root.failure else { continue }
      guard photos.contains(where: { $0.path.starts(with: root.path) }) else { throw failure }
    }
  }
}

/// The first of many paths of one folder, in the library's order.
private struct FirstPaths {
  private let length: Int
  private(set) var paths: [FilePath] = []

  init(_ length: Int) { self.length = length }

  /// - Parameter isShown: asked only where the path would be among the first.
  mutating func take(_ path: FilePath, where isShown: (FilePath) -> Bool) {
    if paths.count == length, let last = paths.last, !FilePath.precedes(path, last) { return }
    guard isShown(path) else { return }
    if paths.count == length { paths.removeLast() }
    let place = partitionPoint(paths.count) { FilePath.precedes(paths[$0], path) }
    paths.insert(path, at: place)
  }
}
