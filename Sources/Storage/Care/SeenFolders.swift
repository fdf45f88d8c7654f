import Foundation
import GRDB
import PathText
import SystemPackage

/// A folder in which photos were seen.
public struct SeenFolder: Sendable, Equatable {
  /// Absolute.
  public var path: FilePath
  /// Of the file system, as `stat` numbers it.
  public var device: Int64
  /// Seconds since 1970: when a listing that came to its end saw photos in it last.
  public var seen: Int64
  /// Whether it was opened as a library.
  public var isRoot: Bool

  public init(path: FilePath, device: Int64, seen: Int64, isRoot: Bool = false) {
    self.path = path
    self.device = device
    self.seen = seen
    self.isRoot = isRoot
  }
}

/// When photos were seen last, where, and since when they are missed: what tells a photo that was deleted from one on a
/// drive that is away.
extension EmbeddingCache {
  /// At and below a folder.
  public func seenFolders(under folder: FilePath = "/") throws(CacheError) -> [SeenFolder] {
    try access { database in
      try database.read { db in
        let sql = "SELECT path, device, seen, root FROM folder WHERE \(PathRange.condition) ORDER BY path"
        return try Row.fetchAll(db, sql: sql, arguments: PathRange(folder).arguments).map {
          SeenFolder(
            path: FilePath(bytes: $0["path"] as Data), device: $0["device"], seen: $0["seen"], isRoot: $0["root"])
        }
      }
    }
  }

  /// - Parameter folders: take the place of what was known of them.
  public func save(_ folders: [SeenFolder]) throws(CacheError) {
    guard !folders.isEmpty else { return }
    try write { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO folder (path, device, seen, root) VALUES (?, ?, ?, ?)
          ON CONFLICT (path) DO UPDATE SET
            device = excluded.device, seen = excluded.seen, root = MAX(root, excluded.root)
          """)
      for folder in folders {
        try statement.execute(arguments: [Data(folder.path.bytes), folder.device, folder.seen, folder.isRoot])
      }
    }
  }

  /// Photos below a folder that were not there at the latest listing, of which nobody has said that they are missed.
  public func unjudged(under folder: FilePath = "/") throws(CacheError) -> [FilePath] {
    try access { database in
      try database.read { db in
        let sql = "SELECT path FROM photo WHERE present = 0 AND missed IS NULL AND \(PathRange.condition)"
        return try Data.fetchAll(db, sql: sql, arguments: PathRange(folder).arguments).map { FilePath(bytes: $0) }
      }
    }
  }

  /// Some photos right in a folder that count as being there.
  public func witnesses(in folder: FilePath, most: Int = 20) throws(CacheError) -> [CachedFile] {
    try access { database in
      try database.read { db in
        let range = PathRange(folder)
        let rows = try RowReader(
          db,
          sql: """
            SELECT \(CachedFile.columns) FROM photo
            WHERE photo.present AND photo.path >= ? AND photo.path < ? AND photo.content IS NOT NULL
            """, arguments: [range.lower, range.upper])
        var files: [CachedFile] = []
        // What lies in folders inside comes in between; a folder with many of them may have none that is found.
        var left = 1000
        while files.count < most, left > 0, try rows.next() {
          left -= 1
          guard let file = CachedFile(rows, from: 0) else { continue }
          if file.path.removingLastComponent() == folder { files.append(file) }
        }
        return files
      }
    }
  }

  /// These photos were deleted; a photo that comes back is missed no more.
  /// - Parameter time: seconds since 1970, from which on they count as gone.
  public func miss(_ paths: [FilePath], since time: Int64) throws(CacheError) {
    guard !paths.isEmpty else { return }
    try write { db in
      let statement = try db.cachedStatement(
        sql: "UPDATE photo SET present = 0, missed = ? WHERE path = ? AND missed IS NULL")
      for path in paths { try statement.execute(arguments: [time, Data(path.bytes)]) }
    }
  }

  /// A pack was used.
  public func note(pack identity: String, name: String, at time: Int64) throws(CacheError) {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO pack (identity, name, used) VALUES (?, ?, ?)
          ON CONFLICT (identity) DO UPDATE SET name = excluded.name, used = excluded.used
          """, arguments: [identity, name, time])
    }
  }

  /// When something was done last, in seconds since 1970; nil where it never was.
  public func lastTime(_ task: String) throws(CacheError) -> Int64? {
    try access { database in
      try database.read { db in try Int64.fetchOne(db, sql: "SELECT done FROM care WHERE task = ?", arguments: [task]) }
    }
  }

  public func did(_ task: String, at time: Int64) throws(CacheError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO care (task, done) VALUES (?, ?) ON CONFLICT (task) DO UPDATE SET done = excluded.done",
        arguments: [task, time])
    }
  }
}
