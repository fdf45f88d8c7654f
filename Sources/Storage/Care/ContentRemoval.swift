import Foundation
import GRDB
import SystemPackage

extension EmbeddingCache {
  /// Contents that no file has: of photos that were edited, and of queries from elsewhere. Those that are met first are
  /// remembered with this time.
  /// - Parameters:
  ///   - limit: seconds since 1970; those that have had no file since then or longer are removed.
  ///   - isTrial: whether nothing is changed, only counted.
  public func removeContentsWithoutFile(
    until limit: Int64, at now: Int64, isTrial: Bool = false
  ) throws(CacheError) -> CacheRemoval {
    let (new, old, returned) = try access { database in try database.read { db in try Self.withoutFile(db, limit) } }
    var removal = CacheRemoval()
    let ripe = old + (limit >= now ? new : [])
    if isTrial {
      removal.contents = ripe.count
      removal.faces = try access { database in try database.read { db in try Self.faces(of: ripe, db) } }
      return removal
    }
    try write { db in
      let mark = try db.cachedStatement(sql: "UPDATE content SET alone = ? WHERE id = ?")
      for id in new { try mark.execute(arguments: [now, id]) }
      for id in returned { try mark.execute(arguments: [nil, id]) }
    }
    for start in stride(from: 0, to: ripe.count, by: Self.batch) {
      let part = try write { db in
        var removal = CacheRemoval()
        for id in ripe[start..<min(start + Self.batch, ripe.count)] where try Self.hasNoFile(id, db) {
          removal.faces += try Self.remove(content: id, db)
          removal.contents += 1
        }
        return removal
      }
      removal.add(part)
    }
    return removal
  }

  static func faces(of contents: [Int64], _ db: Database) throws -> Int {
    let count = try db.cachedStatement(
      sql: "SELECT COUNT(*) FROM face JOIN analysis ON analysis.id = face.analysis WHERE analysis.content = ?")
    return try contents.reduce(0) { $0 + (try Int.fetchOne(count, arguments: [$1]) ?? 0) }
  }

  /// - Returns: those that are met first, those that have had no file for long enough, those that have one again.
  private static func withoutFile(
    _ db: Database, _ limit: Int64
  ) throws -> (new: [Int64], old: [Int64], returned: [Int64]) {
    let isAlone = "NOT EXISTS (SELECT 1 FROM photo WHERE photo.content = content.id)"
    return (
      try Int64.fetchAll(db, sql: "SELECT id FROM content WHERE alone IS NULL AND \(isAlone)"),
      try Int64.fetchAll(db, sql: "SELECT id FROM content WHERE alone <= ? AND \(isAlone)", arguments: [limit]),
      try Int64.fetchAll(db, sql: "SELECT id FROM content WHERE alone IS NOT NULL AND NOT \(isAlone)")
    )
  }
}
