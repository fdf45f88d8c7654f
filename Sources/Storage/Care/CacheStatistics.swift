import Foundation
import GRDB
import PathText
import SystemPackage

/// How much of the cache belongs to what.
public struct CacheUse: Sendable, Equatable {
  public struct Share: Sendable, Equatable {
    public var photos = 0
    public var faces = 0
    /// Of records without what the database needs to find them.
    public var bytes = 0

    public init(photos: Int = 0, faces: Int = 0, bytes: Int = 0) {
      self.photos = photos
      self.faces = faces
      self.bytes = bytes
    }

    static func += (a: inout Self, b: Self) {
      a.photos += b.photos
      a.faces += b.faces
      a.bytes += b.bytes
    }
  }

  public struct Folder: Sendable, Equatable {
    /// Absolute: one that was opened as a library, or one that holds photos and lies in none.
    public var path: FilePath
    /// Photos that were there when they were looked for last, their faces by all packs, and contents that lie in several
    /// folders in each of them.
    public var share = Share()
    /// Seconds since 1970; nil where that was not kept.
    public var seen: Int64?
  }

  /// Photos that are not there.
  public struct Gone: Sendable, Equatable {
    public var photos = 0
    /// Seconds since 1970.
    public var first: Int64?
    public var last: Int64?
  }

  public var folders: [Folder] = []
  /// By identity; photos are contents here.
  public var packs: [String: Share] = [:]
  /// Deleted, and since when they are missed.
  public var missed = Gone()
  /// On a drive that is away, or not known to be deleted; by folder, with the time at which it was seen last.
  public var away: [FilePath: Gone] = [:]
  /// Contents that no file has: of photos that were edited, and of queries from elsewhere.
  public var contentsWithoutFile = 0

  public init() {}
}

extension EmbeddingCache {
  public func use() throws(CacheError) -> CacheUse {
    let seen = try seenFolders()
    return try access { database in
      try database.read { db in
        var count = UseCount(seen)
        try count.readAnalyses(db)
        try count.readPhotos(db)
        count.use.contentsWithoutFile =
          try Int.fetchOne(
            db,
            sql: """
              SELECT COUNT(*) FROM content WHERE NOT EXISTS (SELECT 1 FROM photo WHERE photo.content = content.id)
              """) ?? 0
        return count.result
      }
    }
  }
}

private struct UseCount {
  var use = CacheUse()
  private let seen: [FilePath: SeenFolder]
  /// The outermost folders that were opened, by the bytes of their paths.
  private var roots: [SeenFolder] = []
  private var folders: [FilePath: CacheUse.Share] = [:]
  private var contents: [Int64: CacheUse.Share] = [:]
  private var known: [FilePath: FilePath] = [:]

  init(_ folders: [SeenFolder]) {
    seen = Dictionary(folders.map { ($0.path, $0) }) { first, _ in first }
    for folder in folders.filter(\.isRoot) where !(roots.last.map { folder.path.starts(with: $0.path) } ?? false) {
      roots.append(folder)
    }
  }

  mutating func readAnalyses(_ db: Database) throws {
    let rows = try RowReader(
      db,
      sql: """
        SELECT analysis.content, analysis.pack, analysis.faces,
          (SELECT TOTAL(LENGTH(embedding) + LENGTH(landmarks) + 80) FROM face WHERE face.analysis = analysis.id)
        FROM analysis
        """, arguments: [])
    while try rows.next() {
      let share = CacheUse.Share(photos: 1, faces: Int(rows.integer(2)), bytes: 40 + Int(rows.integer(3)))
      use.packs[rows.text(1) ?? "", default: CacheUse.Share()] += share
      contents[rows.integer(0), default: CacheUse.Share()] += share
    }
  }

  mutating func readPhotos(_ db: Database) throws {
    let rows = try RowReader(db, sql: "SELECT path, content, present, missed FROM photo ORDER BY path", arguments: [])
    while try rows.next() {
      let path = rows.path(0)
      if rows.integer(2) != 0 {
        var share = CacheUse.Share(photos: 1, faces: 0, bytes: rows.byteCount(0) + 60)
        if let known = contents[rows.integer(1)], !rows.isNull(1) {
          share.faces = known.faces
          share.bytes += known.bytes
        }
        folders[folder(of: path), default: CacheUse.Share()] += share
      } else if rows.isNull(3) {
        let folder = folder(of: path)
        let time = seen[path.removingLastComponent()]?.seen ?? seen[folder]?.seen
        use.away[folder, default: CacheUse.Gone()].count(time)
      } else {
        use.missed.count(rows.integer(3))
      }
    }
  }

  private mutating func folder(of path: FilePath) -> FilePath {
    let parent = path.removingLastComponent()
    if let folder = known[parent] { return folder }
    let folder = roots.first { parent.starts(with: $0.path) }?.path ?? parent
    known[parent] = folder
    return folder
  }

  var result: CacheUse {
    var result = use
    result.folders = folders.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map { path, share in
      CacheUse.Folder(path: path, share: share, seen: seen[path]?.seen)
    }
    return result
  }
}

extension CacheUse.Gone {
  fileprivate mutating func count(_ time: Int64?) {
    photos += 1
    guard let time else { return }
    first = Swift.min(first ?? time, time)
    last = Swift.max(last ?? time, time)
  }
}
