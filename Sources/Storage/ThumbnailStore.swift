import Foundation
import GRDB
import Synchronization
import SystemPackage

/// A small picture of a photo, or of a square in it.
public struct StoredPicture: Sendable, Equatable {
  /// In pixels of the whole photo after orientation; a side of 0 is all of it.
  public struct Part: Hashable, Sendable {
    public var x, y, side: Int
    /// Quarter turns clockwise after which it is shown.
    public var turn: Int

    public init(x: Int, y: Int, side: Int, turn: Int) {
      (self.x, self.y, self.side, self.turn) = (x, y, side, turn)
    }
  }

  public var part: Part
  public var jpeg: [UInt8]

  public init(part: Part, jpeg: [UInt8]) {
    self.part = part
    self.jpeg = jpeg
  }
}

/// Small pictures by the content of their photos, in an SQLite file beside the cache that several processes may use at
/// once. Nothing in it matters: what cannot be read or written is as if it were not there, and nobody is told.
/// It is opened when it is needed first.
public final class ThumbnailStore: Sendable {
  /// Bytes of one photo's pictures.
  public static let mostPerPhoto = 20_000
  /// Bytes of the file, where there are few photos.
  static let leastLimit = 50_000_000

  private enum Access: Sendable {
    case closed
    case open(CacheFile.Opened)
    case unusable
  }

  private let file: CacheFile
  private let isReadOnly: Bool
  var path: FilePath { file.path }
  private let access = Mutex(Access.closed)
  private let isFull = Atomic(false)

  /// - Parameters:
  ///   - path: in a folder that only the user may write in, as the cache is.
  ///   - isReadOnly: whether nothing is changed, made or set aside.
  public init(file path: FilePath, isReadOnly: Bool = false) {
    file = CacheFile(path: path, kind: ThumbnailSchema.kind)
    self.isReadOnly = isReadOnly
  }

  /// Whether a look-up waits for nothing.
  public var isReady: Bool {
    access.withLockIfAvailable { if case .closed = $0 { false } else { true } } ?? false
  }

  // MARK: - Reading

  public func jpeg(of content: ContentID, _ part: StoredPicture.Part) -> [UInt8]? {
    read { db in
      let sql = "SELECT jpeg FROM picture WHERE content = ? AND x = ? AND y = ? AND side = ? AND turn = ?"
      let statement = try db.cachedStatement(sql: sql)
      let data = try Data.fetchOne(
        statement, arguments: [Data(content.bytes), part.x, part.y, part.side, part.turn])
      return data.map { [UInt8]($0) }
    }.flatMap(\.self)
  }

  // MARK: - Writing

  /// These take the place of all pictures of the photo.
  public func replace(_ content: ContentID, with pictures: [StoredPicture]) {
    write { db in
      try db.cachedStatement(sql: "DELETE FROM picture WHERE content = ?").execute(arguments: [Data(content.bytes)])
      for picture in pictures { try Self.insert(picture, content, db) }
    }
  }

  /// One more picture of a photo, where all of them together are not too large.
  public func add(_ picture: StoredPicture, of content: ContentID) {
    write { db in
      let sql = "SELECT TOTAL(LENGTH(jpeg)) FROM picture WHERE content = ?"
      let size = try Double.fetchOne(db, sql: sql, arguments: [Data(content.bytes)]) ?? 0
      guard Int(size) + picture.jpeg.count <= Self.mostPerPhoto else { return }
      try Self.insert(picture, content, db)
    }
  }

  private static func insert(_ picture: StoredPicture, _ content: ContentID, _ db: Database) throws {
    let part = picture.part
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO picture (content, x, y, side, turn, jpeg) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(
      arguments: [Data(content.bytes), part.x, part.y, part.side, part.turn, Data(picture.jpeg)])
  }

  // MARK: - Bounds

  /// For the end of a run: removes pictures of photos that are gone, and the oldest ones where the file is larger than
  /// 20,000 bytes a photo and than 50 MB; empties the log.
  /// - Parameter present: all photos there are; asked after the pictures have been listed, so that those of photos that
  ///   come meanwhile stay.
  public func tidy(keeping present: () -> Set<ContentID>?) {
    guard let stored = read(Self.contents), !stored.isEmpty, let present = present() else { return checkpoint() }
    let gone = stored.subtracting(present)
    write { db in
      for content in gone {
        try db.cachedStatement(sql: "DELETE FROM picture WHERE content = ?").execute(arguments: [Data(content.bytes)])
      }
      try Self.shrink(db, to: max(Self.mostPerPhoto * present.count, Self.leastLimit))
    }
    checkpoint()
  }

  /// Removes all pictures: whoever removes the cache means them too.
  public func clear() {
    guard FileID(file.path) != nil else { return }
    write { db in
      try db.execute(sql: "DELETE FROM picture")
      try Self.shrink(db, to: .max)
    }
    checkpoint()
  }

  static func contents(_ db: Database) throws -> Set<ContentID> {
    let rows = try RowReader(db, sql: "SELECT DISTINCT content FROM picture", arguments: [])
    var contents: Set<ContentID> = []
    while try rows.next() { if let content = rows.contentID(0) { contents.insert(content) } }
    return contents
  }

  /// Removes the oldest pictures, down to nine tenths of the limit, and gives free pages back.
  static func shrink(_ db: Database, to limit: Int) throws {
    func number(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
    let pages = try number("PRAGMA page_count") - number("PRAGMA freelist_count")
    let size = try pages * number("PRAGMA page_size")
    if size > limit {
      let count = try number("SELECT COUNT(*) FROM picture")
      let removed = Int((Double(count) * (1 - 0.9 * Double(limit) / Double(size))).rounded(.up))
      try db.execute(
        sql: "DELETE FROM picture WHERE id IN (SELECT id FROM picture ORDER BY id LIMIT ?)", arguments: [removed])
    }
    // Each step of the statement frees one page.
    _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum")
  }

  func checkpoint() {
    guard case .open(let opened) = access.withLock({ $0 }) else { return }
    try? opened.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }

  /// Tries once more to write, where the disk was full before.
  public func retry() {
    isFull.store(false, ordering: .relaxed)
    access.withLock { access in if case .unusable = access { access = .closed } }
  }

  // MARK: - Access

  func read<T>(_ body: (Database) throws -> T) -> T? {
    attempt { try $0.read(body) }
  }

  func write(_ body: (Database) throws -> Void) {
    guard !isReadOnly, !isFull.load(ordering: .relaxed) else { return }
    closeIfRemoved()
    _ = attempt { try $0.write(body) }
  }

  func attempt<T>(_ body: (any DatabaseWriter) throws -> T) -> T? {
    guard let opened = opened() else { return nil }
    do {
      return try body(opened.database)
    } catch  where error.isDamage && !isReadOnly {
      replace(opened)
    } catch  where error.isLackOfRoom {
      isFull.store(true, ordering: .relaxed)
    } catch {}
    return nil
  }

  private func opened() -> CacheFile.Opened? {
    access.withLock { access in
      if case .closed = access { access = isReadOnly ? Self.openReading(file) : Self.open(file) }
      if case .open(let opened) = access { return opened }
      return nil
    }
  }

  private static func open(_ file: CacheFile, damaged: FileID? = nil) -> Access {
    do { return .open(try file.open(damaged: damaged)) } catch { return .unusable }
  }

  private static func openReading(_ file: CacheFile) -> Access {
    guard let id = FileID(file.path), let database = try? file.openReading() else { return .unusable }
    return .open(CacheFile.Opened(database: database, id: id))
  }

  private func replace(_ old: CacheFile.Opened) {
    access.withLock { access in
      guard case .open(let current) = access, current.id == old.id else { return }
      access = Self.open(file, damaged: old.id)
    }
  }

  /// SQLite would go on writing into a file that nobody can open any more.
  private func closeIfRemoved() {
    access.withLock { access in
      if case .open(let opened) = access, FileID(file.path) != opened.id { access = .closed }
    }
  }
}
