import SystemPackage

/// Which files are known photos under new names: the same file by inode, size and time, and nothing under the old name.
struct PhotoMoves {
  /// The known photos by their new paths.
  private(set) var photos: [FilePath: Photo] = [:]

  /// - Parameters:
  ///   - known: in path order.
  ///   - files: in path order.
  ///   - isSound: whether what is known of a photo comes from its content.
  init(from known: [Photo], to files: [ListedFile], where isSound: (FilePath) -> Bool) {
    let new = Self.unknown(files, known).filter { $0.inode != nil && $0.kind != .folder && $0.state == nil }
    guard !new.isEmpty else { return }
    let inodes = Set(new.compactMap(\.inode))
    let candidates = known.filter { photo in
      photo.inode.map(inodes.contains) == true && (photo.state == .indexed || photo.state == .noFace)
        && isSound(photo.path)
    }
    guard !candidates.isEmpty else { return }
    let present = Set(files.lazy.map(\.path))
    let gone = candidates.filter { !present.contains($0.path) }
    let sources = Dictionary(gone.map { ($0.inode, $0) }) { first, _ in first }
    for file in new {
      guard let source = sources[file.inode], source.looksLike(file) else { continue }
      photos[file.path] = source
    }
  }

  private static func unknown(_ files: [ListedFile], _ known: [Photo]) -> [ListedFile] {
    var next = 0
    return files.filter { file in
      while next < known.count, known[next].path != file.path, FilePath.precedes(known[next].path, file.path) {
        next += 1
      }
      return next == known.count || known[next].path != file.path
    }
  }
}
