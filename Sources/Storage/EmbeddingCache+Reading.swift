import Foundation
import GRDB
import PathText
import SystemPackage

extension EmbeddingCache {
  /// Everything at and below a folder, without touching the photos. Rows that are not valid are left out.
  /// - Parameters:
  ///   - folder: absolute.
  ///   - pack: whose faces to load.
  ///   - dimensions: length of that pack's embeddings; nil: that of the first.
  public func load(
    under folder: FilePath, pack: String, dimensions: Int? = nil
  ) throws(CacheError) -> CachedFolder {
    CachedFolder(joining: try parts(under: folder, pack: pack, dimensions: dimensions))
  }

  /// The same in parts that were read side by side, in the order of their paths.
  public func parts(
    under folder: FilePath, pack: String, dimensions: Int? = nil
  ) throws(CacheError) -> [CachedFolder] {
    let query = FolderQuery(.range(PathRange(folder)), pack: pack, dimensions: dimensions)
    return try access { database in
      let parts = try database.read { db in try query.parts(db) }
      return try parts.mapInParallel { part in try database.read { db in try part.run(db) } }
    }
  }

  /// Photos below a folder that count as being there, in the order of their paths' bytes.
  public func present(under folder: FilePath = "/") throws(CacheError) -> [FilePath] {
    let paths = PathRange(folder)
    return try access { database in try database.read { db in try paths.present(db) } }
  }

  /// The same of some files, at most 30,000.
  public func load(files: [FilePath], pack: String, dimensions: Int? = nil) throws(CacheError) -> CachedFolder {
    let query = FolderQuery(.files(files), pack: pack, dimensions: dimensions)
    return try access { database in try database.read { db in try query.run(db) } }
  }

  /// - Parameters:
  ///   - hash: of the file's bytes.
  ///   - dimensions: as in `load`.
  public func content(
    hash: [UInt8], pack: String, dimensions: Int? = nil
  ) throws(CacheError) -> (CachedContent, CachedAnalysis?)? {
    let query = ContentQuery(pack: pack, dimensions: dimensions)
    return try access { database in try database.read { db in try query.run(hash: hash, db) } }
  }

  /// What a file's content is, if the file is one that was stored and has not changed, forgotten ones included.
  public func content(
    of file: CachedFile, pack: String, dimensions: Int? = nil
  ) throws(CacheError) -> (CachedContent, CachedAnalysis?)? {
    let query = ContentQuery(pack: pack, dimensions: dimensions)
    return try access { database in try database.read { db in try query.run(file: file, db) } }
  }

  /// The content of a file as it was stored last.
  public func contentID(at path: FilePath) throws(CacheError) -> ContentID? {
    try access { database in
      try database.read { db in
        let sql = "SELECT content.hash FROM photo JOIN content ON content.id = photo.content WHERE photo.path = ?"
        return try Data.fetchOne(db, sql: sql, arguments: [Data(path.bytes)]).flatMap { ContentID(hash: $0) }
      }
    }
  }

  /// The contents of all files that were there when they were looked for last, whatever folder they are in.
  public func contentIDs() throws(CacheError) -> Set<ContentID> {
    try access { database in
      try database.read { db in
        let rows = try RowReader(
          db,
          sql: """
            SELECT hash FROM content WHERE id IN (SELECT content FROM photo WHERE present)
            """, arguments: [])
        var ids: Set<ContentID> = []
        while try rows.next() { if let id = rows.contentID(0) { ids.insert(id) } }
        return ids
      }
    }
  }

  /// Whether nothing is known.
  public func isEmpty() throws(CacheError) -> Bool {
    try access { database in
      try database.read { db in try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM content)") ?? true }
    }
  }
}
