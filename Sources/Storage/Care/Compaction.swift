import GRDB

extension EmbeddingCache {
  /// Gives pages that are free back to the file system, as far as the file is made for that.
  public func shrink() throws(CacheError) {
    try access { database in
      // Each step of the statement frees one page.
      try database.write { db in _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum") }
    }
  }

  /// Writes the file anew without the rests of what was removed, and empties the log.
  /// - Returns: whether the log is empty; not where another process reads at that time.
  public func compact() throws(CacheError) -> Bool {
    try access { database in try Compaction.run(database) }
  }

  /// Whether there is something to give back.
  public func hasRests() throws(CacheError) -> Bool {
    try access { database in try database.read { db in try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0 > 0 } }
  }
}

enum Compaction {
  /// Bytes of a file up to which the copy is made in memory, so that it lies in no folder of temporary files.
  private static let mostInMemory = 1 << 30

  static func run(_ database: any DatabaseWriter) throws -> Bool {
    try database.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      if pages * size <= mostInMemory { try db.execute(sql: "PRAGMA temp_store = MEMORY") }
      // Also of files that older versions made.
      try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
      do {
        _ = try db.checkpoint(.truncate)
        return true
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        return false
      }
    }
  }
}
