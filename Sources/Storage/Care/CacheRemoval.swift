import Foundation
import GRDB
import PathText
import SystemPackage

/// What was removed from the cache.
public struct CacheRemoval: Sendable, Equatable {
  public var photos = 0
  /// Of contents that no file has any more.
  public var faces = 0
  /// Contents that no file has any more, nor had when they were met.
  public var contents = 0
  /// Of these packs all analyses.
  public var packs: [String] = []
  /// Thumbnails of contents that no file has.
  public var thumbnails = 0

  public init() {}

  public var isEmpty: Bool { self == CacheRemoval() }

  public mutating func add(_ other: CacheRemoval) {
    photos += other.photos
    faces += other.faces
    contents += other.contents
    packs += other.packs
    thumbnails += other.thumbnails
  }
}

extension EmbeddingCache {
  /// Rows that one transaction removes, so that others need not wait long.
  static let batch = 500

  /// Photos that are missed since this time or longer.
  /// - Parameter limit: seconds since 1970.
  public func missed(until limit: Int64) throws(CacheError) -> [FilePath] {
    try access { database in
      try database.read { db in
        let sql = "SELECT path FROM photo WHERE present = 0 AND missed <= ? ORDER BY path"
        return try Data.fetchAll(db, sql: sql, arguments: [limit]).map { FilePath(bytes: $0) }
      }
    }
  }

  /// Where the clock was set back, times that are still to come become this one.
  public func settleTimes(at now: Int64) throws(CacheError) {
    let isAhead = try access { database in
      try database.read { db in
        try Bool.fetchOne(
          db,
          sql: """
            SELECT EXISTS (SELECT 1 FROM photo WHERE present = 0 AND missed > ?1)
              OR EXISTS (SELECT 1 FROM content WHERE alone > ?1) OR EXISTS (SELECT 1 FROM pack WHERE used > ?1)
            """, arguments: [now]) ?? false
      }
    }
    guard isAhead else { return }
    try write { db in
      try db.execute(sql: "UPDATE photo SET missed = ?1 WHERE present = 0 AND missed > ?1", arguments: [now])
      try db.execute(sql: "UPDATE content SET alone = ?1 WHERE alone > ?1", arguments: [now])
      try db.execute(sql: "UPDATE pack SET used = ?1 WHERE used > ?1", arguments: [now])
    }
  }

  /// Removes photos, and what no other file has: their contents and faces.
  /// - Parameter onlyGone: leaves those that came back.
  public func remove(_ paths: [FilePath], onlyGone: Bool = false) throws(CacheError) -> CacheRemoval {
    var removal = CacheRemoval()
    for start in stride(from: 0, to: paths.count, by: Self.batch) {
      let part = paths[start..<min(start + Self.batch, paths.count)]
      removal.add(try write { db in try Self.remove(part, onlyGone: onlyGone, db) })
    }
    return removal
  }

  private static func remove(
    _ paths: ArraySlice<FilePath>, onlyGone: Bool, _ db: Database
  ) throws -> CacheRemoval {
    var removal = CacheRemoval()
    var contents: Set<Int64> = []
    let condition = onlyGone ? "AND present = 0" : ""
    let delete = try db.cachedStatement(sql: "DELETE FROM photo WHERE path = ? \(condition) RETURNING content")
    for path in paths {
      guard let row = try Row.fetchOne(delete, arguments: [Data(path.bytes)]) else { continue }
      removal.photos += 1
      if let content = row[0] as Int64? { contents.insert(content) }
    }
    for content in contents where try hasNoFile(content, db) { removal.faces += try remove(content: content, db) }
    return removal
  }

  static func hasNoFile(_ content: Int64, _ db: Database) throws -> Bool {
    let statement = try db.cachedStatement(sql: "SELECT NOT EXISTS (SELECT 1 FROM photo WHERE content = ?)")
    return try Bool.fetchOne(statement, arguments: [content]) ?? false
  }

  /// - Returns: how many faces it had.
  static func remove(content: Int64, _ db: Database) throws -> Int {
    let count = try db.cachedStatement(
      sql: "SELECT COUNT(*) FROM face JOIN analysis ON analysis.id = face.analysis WHERE analysis.content = ?")
    let faces = try Int.fetchOne(count, arguments: [content]) ?? 0
    try db.cachedStatement(sql: "DELETE FROM content WHERE id = ?").execute(arguments: [content])
    return faces
  }

  /// What `remove` would remove, and whose contents these are.
  public func trial(_ paths: [FilePath]) throws(CacheError) -> (removal: CacheRemoval, contents: Set<ContentID>) {
    try access { database in try database.read { db in try Self.trial(paths, db) } }
  }

  private static func trial(
    _ paths: [FilePath], _ db: Database
  ) throws -> (removal: CacheRemoval, contents: Set<ContentID>) {
    var result: (removal: CacheRemoval, contents: Set<ContentID>) = (CacheRemoval(), [])
    var files: [Int64: Int] = [:]
    let content = try db.cachedStatement(sql: "SELECT content FROM photo WHERE path = ?")
    for path in paths {
      guard let row = try Row.fetchOne(content, arguments: [Data(path.bytes)]) else { continue }
      result.removal.photos += 1
      if let id = row[0] as Int64? { files[id, default: 0] += 1 }
    }
    let count = try db.cachedStatement(sql: "SELECT COUNT(*) FROM photo WHERE content = ?")
    let hash = try db.cachedStatement(sql: "SELECT hash FROM content WHERE id = ?")
    for (id, number) in files where try Int.fetchOne(count, arguments: [id]) == number {
      result.removal.faces += try faces(of: [id], db)
      if let id = try Data.fetchOne(hash, arguments: [id]).flatMap({ ContentID(hash: $0) }) {
        result.contents.insert(id)
      }
    }
    return result
  }

  /// Everything at and below a folder.
  public func remove(under folder: FilePath) throws(CacheError) -> CacheRemoval {
    let removal = try remove(paths(under: folder))
    try write { db in
      try db.execute(
        sql: "DELETE FROM folder WHERE \(PathRange.condition)", arguments: PathRange(folder).arguments)
    }
    return removal
  }

  /// Photos at and below a folder, whether they are there or not.
  public func paths(under folder: FilePath) throws(CacheError) -> [FilePath] {
    try access { database in
      try database.read { db in
        let sql = "SELECT path FROM photo WHERE \(PathRange.condition)"
        return try Data.fetchAll(db, sql: sql, arguments: PathRange(folder).arguments).map { FilePath(bytes: $0) }
      }
    }
  }

  /// Folders in and below which no photo is known, also those that lie on mounts.
  public func removeEmptyFolders() throws(CacheError) {
    try write { db in
      for (table, path) in [("folder", "path"), ("mount", "folder")] {
        try db.execute(
          sql: """
            DELETE FROM \(table) WHERE NOT EXISTS (
              SELECT 1 FROM photo
              WHERE photo.path >= CAST(\(table).\(path) || X'2F' AS BLOB)
                AND photo.path < CAST(\(table).\(path) || X'30' AS BLOB))
              AND \(path) <> X'2F'
            """)
      }
    }
  }
}
