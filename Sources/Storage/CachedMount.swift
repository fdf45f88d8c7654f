import Foundation
import GRDB
import PathText
import SystemPackage

/// A folder with photos that lies on a file system which may go and come back.
public struct CachedMount: Sendable, Hashable {
  /// Absolute, as a library names it, whatever links it goes through.
  public var folder: FilePath
  /// Where that is mounted.
  public var point: FilePath

  public init(folder: FilePath, point: FilePath) {
    self.folder = folder
    self.point = point
  }
}

extension EmbeddingCache {
  /// Those at, above and below a folder.
  public func mounts(around folder: FilePath) throws(CacheError) -> Set<CachedMount> {
    try access { database in
      try database.read { db in
        let rows = try RowReader(db, sql: "SELECT folder, point FROM mount", arguments: [])
        var mounts: Set<CachedMount> = []
        while try rows.next() {
          let mount = CachedMount(folder: rows.path(0), point: rows.path(1))
          let isAround = mount.folder.starts(with: folder) || folder.starts(with: mount.folder)
          if isAround, mount.folder.isAbsolute, mount.point.isAbsolute { mounts.insert(mount) }
        }
        return mounts
      }
    }
  }

  public func replace(_ old: Set<CachedMount>, with new: Set<CachedMount>) throws(CacheError) {
    try write { db in
      for mount in old {
        try db.execute(sql: "DELETE FROM mount WHERE folder = ?", arguments: [Data(mount.folder.bytes)])
      }
      for mount in new {
        try db.execute(
          sql: "INSERT OR REPLACE INTO mount (folder, point) VALUES (?, ?)",
          arguments: [Data(mount.folder.bytes), Data(mount.point.bytes)])
      }
    }
  }
}
