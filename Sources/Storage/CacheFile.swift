import GRDB
import Glibc
import SystemPackage

/// The database file: private, locked while it is opened, set aside where it is damaged.
struct CacheFile: Sendable {
  let path: FilePath
  var kind = CacheSchema.kind

  /// An open database and the file that it is.
  struct Opened: Sendable {
    var database: any DatabaseWriter
    var id: FileID
    /// Of its write-ahead log.
    var log: FileID?
    var notice: String?
  }

  /// - Parameters:
  ///   - damaged: a file that turned out to be damaged in use; it is set aside unless another process did so.
  ///   - oldLog: of a file that is no longer here; SQLite would read it into the new one.
  func open(damaged: FileID? = nil, oldLog: FileID? = nil) throws(CacheError) -> Opened {
    let warning = try CacheFolder(path: path.removingLastComponent()).prepare()
    let lock = lockForOpening()
    defer { try? lock?.close() }
    if let oldLog, FileID(log) == oldLog {
      for file in [log, FilePath(path.string + "-shm")] { _ = file.withPlatformString { unlink($0) } }
    }
    var opened = try openOrReplace(damaged: damaged)
    opened.notice = [opened.notice, warning].joinedSentences
    return opened
  }

  private func openOrReplace(damaged: FileID?) throws(CacheError) -> Opened {
    var notice: String?
    if let damaged, FileID(path) == damaged { notice = try setAside() }
    do {
      return try openSound(notice: notice)
    } catch  where error.isDamage {
      notice = try setAside()
    } catch {
      throw CacheError(error, file: path.string)
    }
    do {
      return try openSound(notice: notice)
    } catch {
      throw CacheError(error, file: path.string)
    }
  }

  /// Nothing of the file is changed, its mode included, before it is known to be a cache.
  private func openSound(notice: String?) throws -> Opened {
    let id = try place.create()
    if try place.header() == .unknown { try checkContents() }
    try place.makePrivate()
    let database = try DatabasePool(path: path.string, configuration: configuration)
    try prepare(database)
    try place.makePrivate()
    guard FileID(path) == id else { throw CacheError(file: path.string, reason: "it was replaced while it was opened") }
    return Opened(database: database, id: id, log: FileID(log), notice: notice)
  }

  private var log: FilePath { FilePath(path.string + "-wal") }

  private var place: CachePlace { CachePlace(path: path, applicationID: kind.applicationID) }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { db in
      // Rows with an embedding of 512 numbers fill pages of 4096 bytes by half only: 80 instead of 47 MB for 20,000 faces.
      try db.execute(sql: "PRAGMA page_size = 16384")
      // What is removed leaves no bytes behind, and the file shrinks. To set a kind of vacuum is to write, so that is done
      // only where nothing was written yet.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      if !db.configuration.readonly, try Int.fetchOne(db, sql: "PRAGMA page_count") == 0 {
        try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
      }
      // 1 MiB of log: a commit writes about eight pages, and a small disk must not fill up with them.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 64; PRAGMA journal_size_limit = 1048576")
    }
    return configuration
  }

  // MARK: - Reading only

  /// Opens the file as it is; of an older version a copy in memory.
  func openReading() throws(CacheError) -> any DatabaseWriter {
    do {
      guard try place.header() != .empty else { return try MemoryCache.empty() }
      let database = try readable()
      let (isEmpty, isCurrent) = try database.read { db in
        try checkOwner(db)
        guard try !kind.migrator.hasBeenSuperseded(db) else { throw Self.newer(path) }
        return (try Self.isUnmade(db), try kind.migrator.hasCompletedMigrations(db))
      }
      if isEmpty { return try MemoryCache.empty() }
      if isCurrent { return database }
      guard let copy = MemoryCache.copy(of: database) else {
        throw CacheError(file: path.string, reason: "an older facetui made it; facetui index brings it up to date")
      }
      return copy
    } catch {
      throw CacheError(error, file: path.string)
    }
  }

  private static func newer(_ path: FilePath) -> CacheError {
    CacheError(file: path.string, reason: "a newer facetui made it; use that one")
  }

  /// A database that answers. Where its log cannot be read, SQLite takes the file alone, if there is nothing in the log.
  func readable() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      let database = try DatabaseQueue(path: path.string, configuration: configuration)
      _ = try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
      return database
    } catch  where error.isLackOfRoom && (stat(link: log)?.st_size ?? 0) == 0 {
      return try DatabaseQueue(path: MemoryCache.immutable(path), configuration: configuration)
    }
  }

  /// Another program's database must not even be switched to our kind of log.
  func checkContents() throws {
    try readable().read(checkOwner)
  }

  private func checkOwner(_ db: Database) throws {
    let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
    guard try id == kind.applicationID || Self.isUnmade(db) else { throw CacheError(foreign: path) }
  }

  /// Where making it was interrupted, by a full disk or a kill, there is the list of migrations and nothing else.
  private static func isUnmade(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") == 0
  }

  private func prepare(_ database: DatabasePool) throws {
    let isNewer = try database.read { db in
      try checkOwner(db)
      return try kind.migrator.hasBeenSuperseded(db)
    }
    guard !isNewer else { throw Self.newer(path) }
    try kind.migrate(database)
  }

  /// Two processes that make or mend the same cache wait for each other. File systems without locks do without.
  func lockForOpening() -> FileDescriptor? {
    let name = FilePath(path.string + ".lock")
    for _ in 0..<100 {
      guard
        let lock = try? FileDescriptor.open(
          name, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec], permissions: [.ownerReadWrite])
      else { return nil }
      while flock(lock.rawValue, LOCK_EX) != 0 && errno == EINTR {}
      var status = stat()
      // Whoever held it may have removed it with the rest.
      if fstat(lock.rawValue, &status) != 0 || FileID(name) == FileID(status) { return lock }
      try? lock.close()
    }
    return nil
  }

  /// Renames the file together with its write-ahead log, which would otherwise be replayed into the next database.
  /// - Returns: the sentence for the user.
  private func setAside() throws(CacheError) -> String {
    if kind.isDisposable, place.removeOurs() { return "\(path.string) was damaged and is built anew" }
    var number = 1
    while access("\(path.string).damaged-\(number)", F_OK) == 0 { number += 1 }
    let name = "\(path.string).damaged-\(number)"
    guard rename(path.string, name) == 0 else {
      throw CacheError(file: path.string, reason: "it is damaged and cannot be renamed: \(Errno(rawValue: errno))")
    }
    for suffix in ["-wal", "-shm"] { _ = rename(path.string + suffix, name + suffix) }
    return "\(path.string) was damaged; it was set aside as \(name) and is built anew"
  }
}

extension [String?] {
  /// nil where there is none.
  var joinedSentences: String? {
    let sentences = compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }
}
