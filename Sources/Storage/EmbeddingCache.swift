import Foundation
import GRDB
import PathText
import Synchronization
import SystemPackage

/// What is known about photos, kept in an SQLite file that several processes may use at once.
/// Files point to contents by their hash, so that a moved or copied file keeps its faces; faces belong to a content and a model pack.
/// Every change is on disk (safe from a kill of the process) when its method returns.
public final class EmbeddingCache: Sendable {
  private struct Connection: Sendable {
    var database: any DatabaseWriter
    /// nil in memory.
    var id: FileID?
    var log: FileID?
  }

  private let file: CacheFile?
  private let fallsBack: Bool
  private let connection: Mutex<Connection>
  /// Held while another database takes the place of one that failed; nothing that runs then asks for a lock of ours.
  private let replacing = Mutex(())
  private let message: Mutex<String?>
  private let hasLost = Atomic(false)

  /// Opens or creates the file (mode 0600; its folder 0700 where it is created).
  /// A damaged file is renamed and replaced: see `notice`. Another program's database is left alone, and an error.
  /// - Parameter fallsBack: whether memory, with what can be read of the file, takes the place of a file that cannot be
  ///   written, at once or later; `notice` then says so.
  public init(file path: FilePath, fallsBack: Bool = false) throws(CacheError) {
    let file = CacheFile(path: path)
    self.file = file
    self.fallsBack = fallsBack
    do {
      let opened = try file.open()
      connection = Mutex(Connection(database: opened.database, id: opened.id, log: opened.log))
      message = Mutex(opened.notice)
    } catch {
      guard fallsBack else { throw error }
      let copy = MemoryCache.copy(of: path)
      connection = Mutex(Connection(database: try Self.memory(copy), id: nil))
      message = Mutex(Self.notice(of: error, isCopied: copy != nil))
    }
  }

  /// A cache that is only read, for whoever looks at it: nothing is changed, made or set aside.
  /// - Throws: where it cannot be read, or is not whole without a log that cannot be.
  public init(reading path: FilePath) throws(CacheError) {
    file = nil
    fallsBack = false
    connection = Mutex(Connection(database: try CacheFile(path: path).openReading(), id: nil))
    message = Mutex(nil)
  }

  /// A cache that ends with the process.
  /// - Parameter reason: why there is no file; nil where that is intended.
  public init(insteadOf reason: CacheError? = nil) throws(CacheError) {
    file = nil
    fallsBack = false
    connection = Mutex(Connection(database: try Self.memory(), id: nil))
    message = Mutex(reason.map { Self.notice(of: $0, isCopied: false) })
  }

  private static func memory(_ copy: DatabaseQueue? = nil) throws(CacheError) -> any DatabaseWriter {
    if let copy { return copy }
    do { return try MemoryCache.empty() } catch { throw CacheError(error, file: "memory") }
  }

  private static func notice(of error: CacheError, isCopied: Bool) -> String {
    "\(isCopied ? "new results" : "results") stay in memory: \(error.file): \(error.reason) (--cache names another)"
  }

  /// Sentences for the user: a damaged file was set aside, a file was removed, memory is in use.
  public var notice: String? { message.withLock { $0 } }

  /// Whether what is stored outlives the process.
  public var isInFile: Bool { connection.withLock { $0.id != nil } }

  /// A file beside the cache's; nil in memory.
  public func neighbour(named name: String) -> FilePath? {
    guard let file, connection.withLock({ $0.id != nil }) else { return nil }
    return file.path.removingLastComponent().appending(name)
  }

  // MARK: - Writing

  /// A file that could not be read.
  public func store(_ file: CachedFile, failure reason: String) throws(CacheError) {
    try write { db in try PhotoRecord(file, content: nil, failure: reason).save(db) }
  }

  /// A file whose content is known already.
  public func store(_ file: CachedFile, hash: [UInt8]) throws(CacheError) {
    try write { db in
      guard let content = try ContentRecord.id(hash: hash, db) else { return }
      try PhotoRecord(file, content: content, failure: nil).save(db)
    }
  }

  /// What a content is and what the pack found in it.
  /// - Parameter file: nil where no file of a library has the content.
  public func store(
    _ file: CachedFile?, hash: [UInt8], content: CachedContent, pack: String, analysis: CachedAnalysis?
  ) throws(CacheError) {
    try write { db in
      let id = try ContentRecord(content).save(hash: hash, db)
      if let analysis { try AnalysisRecord(analysis).replace(content: id, pack: pack, db) }
      if let file { try PhotoRecord(file, content: id, failure: nil).save(db) }
    }
  }

  /// Files that were not read as a whole, with what is said of all of them.
  /// - Parameter hash: stands for their bytes.
  public func store(_ files: [CachedFile], hash: [UInt8], content: CachedContent) throws(CacheError) {
    guard !files.isEmpty else { return }
    try write { db in
      let id = try ContentRecord(content).save(hash: hash, db)
      for file in files { try PhotoRecord(file, content: id, failure: nil).save(db) }
    }
  }

  /// Leaves files that are gone out of `load`; they are remembered for the day they come back.
  public func forget(_ paths: [FilePath]) throws(CacheError) {
    guard !paths.isEmpty else { return }
    try write { db in for path in paths { try PhotoRecord.mark(path, present: false, db) } }
  }

  /// Takes a forgotten file back as it was.
  public func restore(_ path: FilePath) throws(CacheError) {
    try write { db in try PhotoRecord.mark(path, present: true, db) }
  }

  /// For the end of a run: empties the log into the file.
  /// - Throws: where the file was removed since it was opened or settled: then the new one lacks what was stored before.
  public func settle() throws(CacheError) {
    let isLost = try renew()
    let current = connection.withLock { $0 }
    // Where the disk is full, or somebody reads, the log keeps what it has.
    if current.id != nil { try? current.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
    guard !isLost else {
      throw CacheError(file: name, reason: "it was removed while it was in use, and what it held is lost; index again")
    }
  }

  /// Whether the file was removed since it was opened, settled or renewed.
  public var isLost: Bool { hasLost.load(ordering: .relaxed) || isRemoved(connection.withLock { $0 }) }

  /// Begins a new file where the file was removed.
  /// - Returns: whether it was: then the new one lacks what was stored before.
  public func renew() throws(CacheError) -> Bool {
    try renewIfRemoved()
    return hasLost.exchange(false, ordering: .relaxed)
  }

  /// Where memory took the place of the file: writes what it holds into the file, if that can be written by now.
  public func returnToFile() {
    guard let file, fallsBack, connection.withLock({ $0.id == nil }) else { return }
    replacing.withLock { _ in
      let current = connection.withLock { $0 }
      guard current.id == nil, let opened = try? file.open() else { return }
      guard (try? MemoryCache.add(current.database, to: file.path)) != nil else { return }
      connection.withLock { $0 = Connection(database: opened.database, id: opened.id, log: opened.log) }
      let sentence = "what was in memory is in the cache by now: \(file.path)"
      message.withLock { $0 = [sentence, opened.notice].joinedSentences }
    }
  }

  // MARK: - Access

  @discardableResult func write<T>(_ body: (Database) throws -> T) throws(CacheError) -> T {
    try renewIfRemoved()
    return try access { database in try database.write(body) }
  }

  /// Where the database proves damaged while in use, or cannot be written any more, the second try meets its successor.
  func access<T>(_ body: (any DatabaseWriter) throws -> T) throws(CacheError) -> T {
    let current = connection.withLock { $0 }
    do {
      return try body(current.database)
    } catch {
      guard let database = try successor(of: current, after: error) else { throw CacheError(error, file: name) }
      do { return try body(database) } catch { throw CacheError(error, file: name) }
    }
  }

  private var name: String { file?.path.string ?? "memory" }

  // MARK: - Replacing

  /// nil where no other database would do better.
  private func successor(of old: Connection, after error: any Error) throws(CacheError) -> (any DatabaseWriter)? {
    guard let file, let id = old.id else { return nil }
    if error.isDamage { return try replace(old) { () throws(CacheError) in try file.open(damaged: id) } }
    guard fallsBack, error.isLackOfRoom else { return nil }
    return try replace(old) { () throws(CacheError) in throw CacheError(error, file: file.path.string) }
  }

  private func isRemoved(_ current: Connection) -> Bool {
    guard let file, let id = current.id else { return false }
    return FileID(file.path) != id
  }

  /// SQLite would go on writing into a file that nobody can open any more.
  private func renewIfRemoved() throws(CacheError) {
    let current = connection.withLock { $0 }
    guard let file, isRemoved(current) else { return }
    _ = try replace(current) { () throws(CacheError) in
      var opened = try file.open(oldLog: current.log)
      let sentence = "the cache was removed while it was in use, and a new one begun: \(file.path)"
      opened.notice = [sentence, opened.notice].joinedSentences
      hasLost.store(true, ordering: .relaxed)
      return opened
    }
  }

  private func replace(
    _ old: Connection, with open: () throws(CacheError) -> CacheFile.Opened
  ) throws(CacheError) -> any DatabaseWriter {
    try replacing.withLock { _ throws(CacheError) in
      let current = connection.withLock { $0 }
      guard current.id == old.id else { return current.database }
      let (next, notice) = try next(after: old, open)
      connection.withLock { $0 = next }
      if let notice { message.withLock { $0 = notice } }
      return next.database
    }
  }

  private func next(
    after old: Connection, _ open: () throws(CacheError) -> CacheFile.Opened
  ) throws(CacheError) -> (Connection, notice: String?) {
    do {
      let opened = try open()
      return (Connection(database: opened.database, id: opened.id, log: opened.log), opened.notice)
    } catch {
      guard fallsBack else { throw error }
      let copy = MemoryCache.copy(of: old.database)
      return (Connection(database: try Self.memory(copy), id: nil), Self.notice(of: error, isCopied: copy != nil))
    }
  }
}
