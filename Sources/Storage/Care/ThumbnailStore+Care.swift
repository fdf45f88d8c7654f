import Foundation
import GRDB
import SystemPackage

/// What the commands for the cache do with the thumbnails. Where the file is not there nothing is done.
extension ThumbnailStore {
  public struct Count: Sendable, Equatable {
    public var pictures = 0
    public var contents = 0

    public init() {}
  }

  private var isThere: Bool { FileID(path) != nil }

  public func count() -> Count {
    guard isThere else { return Count() }
    return read { db in
      let row = try Row.fetchOne(db, sql: "SELECT COUNT(*), COUNT(DISTINCT content) FROM picture")
      var count = Count()
      if let row { (count.pictures, count.contents) = (row[0], row[1]) }
      return count
    } ?? Count()
  }

  /// How many pictures there are of contents that are none of these.
  public func strangers(beside present: Set<ContentID>) -> Int {
    guard isThere else { return 0 }
    return read { db in
      let rows = try RowReader(db, sql: "SELECT content, COUNT(*) FROM picture GROUP BY content", arguments: [])
      var count = 0
      while try rows.next() {
        if let content = rows.contentID(0), !present.contains(content) { count += Int(rows.integer(1)) }
      }
      return count
    } ?? 0
  }

  /// Removes the pictures of all contents but these, and writes the file anew without their rests.
  /// - Returns: how many pictures were removed; nil where the file could not be written, or its log not emptied.
  public func removeStrangers(beside present: Set<ContentID>) -> Int? {
    guard isThere else { return 0 }
    let removed = attempt { database in
      try database.write { db in
        let delete = try db.cachedStatement(sql: "DELETE FROM picture WHERE content = ?")
        var count = 0
        for content in try Self.contents(db).subtracting(present) {
          try delete.execute(arguments: [Data(content.bytes)])
          count += db.changesCount
        }
        return count
      }
    }
    guard let removed else { return nil }
    guard removed > 0 else { return 0 }
    return attempt { try Compaction.run($0) } == true ? removed : nil
  }
}

extension ThumbnailStore {
  /// How many pictures are no JPEG by their first bytes.
  public func damaged() -> Int {
    guard FileID(path) != nil else { return 0 }
    return read { db in
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM picture WHERE SUBSTR(jpeg, 1, 2) <> X'FFD8'")
    }.flatMap(\.self) ?? 0
  }
}
