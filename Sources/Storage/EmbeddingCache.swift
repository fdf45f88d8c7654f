import GRDB
import Synchronization
import SystemPackage

/// What is known about photos, kept in an SQLite file that several processes may use at once.
/// Files point to contents by their hash, so that a moved or copied file keeps its faces; faces belong to a content and a model pack.
/// Every change is on disk (safe from a kill of the process) when its method returns.
public final class EmbeddingCache: Sendable {
  private struct Connection: Sendable {
    var database: any DatabaseWriter
    var inode: UInt64
  }

  private let file: CacheFile?
  private let connection: Mutex<Connection>
  private let message: Mutex<String?>

  /// Opens or creates the file (mode 0600; its folder 0700 where it is created).
  /// A damaged file, or one of another program, is renamed and replaced: see `notice`.
  public init(file path: FilePath) throws(CacheError) {
    let file = CacheFile(path: path)
    let opened = try file.open()
    self.file = file
    connection = Mutex(Connection(database: opened.database, inode: opened.inode))
    message = Mutex(opened.notice)
  }

  /// A cache that ends with the process.
  public init() throws(CacheError) {
    file = nil
    do {
      let queue = try DatabaseQueue()
      try CacheSchema.migrator.migrate(queue)
      connection = Mutex(Connection(database: queue, inode: 0))
      message = Mutex(nil)
    } catch {
      throw CacheError(error, file: "memory")
    }
  }

  /// A sentence for the user where a damaged file was set aside.
  public var notice: String? { message.withLock { $0 } }

  // MARK: - Reading

  /// Everything at and below a folder, without touching the photos.
  /// - Parameters:
  ///   - folder: absolute.
  ///   - pack: whose faces to load.
  public func load(under folder: FilePath, pack: String) throws(CacheError) -> CachedFolder {
    try access { database in try database.read { db in try FolderQuery(folder: folder, pack: pack).run(db) } }
  }

  /// - Parameter hash: of the file's bytes.
  public func content(hash: [UInt8], pack: String) throws(CacheError) -> (CachedContent, CachedAnalysis?)? {
    try access { database in try database.read { db in try ContentQuery(pack: pack).run(hash: hash, db) } }
  }

  /// What a file's content is, if path, size and time are those of a file that was stored, forgotten ones included.
  public func content(of file: CachedFile, pack: String) throws(CacheError) -> (CachedContent, CachedAnalysis?)? {
    try access { database in try database.read { db in try ContentQuery(pack: pack).run(file: file, db) } }
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

  /// Leaves files that are gone out of `load`; they are remembered for the day they come back.
  public func forget(_ paths: [FilePath]) throws(CacheError) {
    guard !paths.isEmpty else { return }
    try write { db in for path in paths { try PhotoRecord.mark(path, present: false, db) } }
  }

  /// Takes a forgotten file back as it was.
  public func restore(_ path: FilePath) throws(CacheError) {
    try write { db in try PhotoRecord.mark(path, present: true, db) }
  }

  // MARK: - Access

  private func write(_ body: (Database) throws -> Void) throws(CacheError) {
    try access { database in try database.write(body) }
  }

  /// A file that proves damaged while in use is set aside as well; the second try then meets an empty one.
  private func access<T>(_ body: (any DatabaseWriter) throws -> T) throws(CacheError) -> T {
    let current = connection.withLock { $0 }
    do {
      return try body(current.database)
    } catch  where error.isDamage && file != nil {
      let database = try reopen(insteadOf: current)
      do { return try body(database) } catch { throw CacheError(error, file: name) }
    } catch {
      throw CacheError(error, file: name)
    }
  }

  private var name: String { file?.path.string ?? "memory" }

  private func reopen(insteadOf old: Connection) throws(CacheError) -> any DatabaseWriter {
    guard let file else { return old.database }
    return try connection.withLock { current throws(CacheError) in
      guard current.inode == old.inode else { return current.database }
      let opened = try file.open(damaged: old.inode)
      current = Connection(database: opened.database, inode: opened.inode)
      if let notice = opened.notice { message.withLock { $0 = notice } }
      return opened.database
    }
  }
}
