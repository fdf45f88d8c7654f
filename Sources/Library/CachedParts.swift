import Learning
import Search
import Storage
import SystemPackage

/// What the cache knows of a folder, on the way to being a library.
struct CachedParts {
  private enum Piece {
    case photos([Photo])
    case matrix(EmbeddingMatrix)
  }

  private let parts: [CachedFolder]
  private let roots: LibraryRoots
  private let exclusion: Exclusion
  private let dimensions: Int

  /// - Parameter parts: in the order of their paths, each with faces in the same order as its embeddings.
  init(_ parts: [CachedFolder], in roots: LibraryRoots, exclusion: Exclusion) {
    (self.parts, self.roots, self.exclusion) = (parts, roots, exclusion)
    dimensions = parts.first { $0.dimensions > 0 }?.dimensions ?? 0
  }

  /// Made side by side.
  /// - Returns: photos in path order, and their faces' embeddings; a face's id is its row.
  func joined(_ projection: Projection?) -> ([Photo], EmbeddingMatrix) {
    let starts = firstRows
    let pieces = (0...parts.count).map(\.self).mapInParallel { index in
      index < parts.count
        ? Piece.photos(photos(parts[index], firstFace: starts[index])) : .matrix(matrix(projection))
    }
    var photos: [Photo] = []
    var matrix = EmbeddingMatrix()
    for piece in pieces {
      switch piece {
      case .photos(let part): Self.append(part, to: &photos)
      case .matrix(let made): matrix = made
      }
    }
    return (photos, matrix)
  }

  private var firstRows: [Int] {
    var row = 0
    return parts.map { part in
      defer { row += dimensions == 0 ? 0 : part.embeddings.count / dimensions }
      return row
    }
  }

  private func photos(_ part: CachedFolder, firstFace: Int) -> [Photo] {
    var photos: [Photo] = []
    photos.reserveCapacity(part.photos.count)
    var row = firstFace
    for entry in part.photos {
      let first = row
      row += entry.faces?.count ?? 0
      guard let path = roots.path(of: entry.file.path), !exclusion.matches(roots.inner(path)) else { continue }
      photos.append(Photo(entry, path: path, firstFace: first))
    }
    photos.sort { FilePath.precedes($0.path, $1.path) }
    return photos
  }

  /// - Parameter part: in path order; the cache, which goes by bytes, may have divided the folder elsewhere.
  private static func append(_ part: [Photo], to photos: inout [Photo]) {
    let follows = photos.last.flatMap { last in part.first.map { FilePath.precedes(last.path, $0.path) } } ?? true
    photos += part
    if !follows { photos.sort { FilePath.precedes($0.path, $1.path) } }
  }

  private func matrix(_ projection: Projection?) -> EmbeddingMatrix {
    EmbeddingMatrix(
      parts: parts.map { projection.project($0.embeddings, dimensions: dimensions) }, dimensions: dimensions)
  }
}

extension Projection? {
  /// - Parameter rows: one after the other.
  func project(_ rows: [Float], dimensions: Int) -> [Float] {
    guard let self, self.dimensions == dimensions else { return rows }
    return self.apply(rows)
  }
}
