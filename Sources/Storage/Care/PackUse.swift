import GRDB

extension EmbeddingCache {
  public struct PackUse: Sendable, Equatable {
    public var identity: String
    /// nil where an older version used it last.
    public var name: String?
    /// When a run with it came to its end last, in seconds since 1970; nil where none did.
    public var used: Int64?
  }

  /// Those that have looked at photos, the one that was used last first.
  public func packs() throws(CacheError) -> [PackUse] {
    try access { database in
      try database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT identity, name, used FROM pack
            UNION ALL SELECT DISTINCT pack, NULL, NULL FROM analysis WHERE pack NOT IN (SELECT identity FROM pack)
            ORDER BY used DESC, identity
            """
        ).map { PackUse(identity: $0[0], name: $0[1], used: $0[2]) }
      }
    }
  }

  /// How many faces a pack has found.
  public func faces(of pack: String) throws(CacheError) -> Int {
    try access { database in
      try database.read { db in
        try Int.fetchOne(db, sql: "SELECT TOTAL(faces) FROM analysis WHERE pack = ?", arguments: [pack]) ?? 0
      }
    }
  }

  /// All that a pack has found.
  public func remove(pack: String) throws(CacheError) -> CacheRemoval {
    var removal = CacheRemoval()
    removal.faces = try faces(of: pack)
    removal.packs = [pack]
    var isDone = false
    while !isDone {
      isDone = try write { db in
        try db.execute(
          sql: "DELETE FROM analysis WHERE id IN (SELECT id FROM analysis WHERE pack = ? LIMIT \(Self.batch))",
          arguments: [pack])
        return db.changesCount == 0
      }
    }
    try write { db in try db.execute(sql: "DELETE FROM pack WHERE identity = ?", arguments: [pack]) }
    return removal
  }
}
