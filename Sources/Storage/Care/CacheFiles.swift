import GRDB
import Glibc
import PathText
import SystemPackage

/// The files of a cache in its folder: the database and the thumbnails, each with its companions, and what was set aside
/// because it was damaged.
public struct CacheFiles: Sendable {
  public struct Entry: Sendable, Equatable {
    public var path: FilePath
    public var bytes: Int64
  }

  /// Names of the databases.
  public static let names = ["cache.sqlite", "thumbnails.sqlite"]

  public let folder: FilePath

  public init(folder: FilePath) { self.folder = folder }

  public var database: FilePath { folder.appending(Self.names[0]) }
  public var thumbnails: FilePath { folder.appending(Self.names[1]) }

  /// Whether there is a database.
  public var exist: Bool { FileID(database) != nil }

  /// - Throws: where nobody can tell whether there is something.
  public func checkAccess() throws(CacheError) {
    func refused(_ file: FilePath) -> CacheError? {
      [ENOENT, ENOTDIR].contains(errno) ? nil : CacheError(file: file.string, reason: "\(Errno(rawValue: errno))")
    }
    guard let stream = folder.withPlatformString({ opendir($0) }) else {
      if let error = refused(folder) { throw error }
      return
    }
    closedir(stream)
    var status = stat()
    guard database.withPlatformString({ lstat($0, &status) }) != 0, let error = refused(database) else { return }
    throw error
  }

  /// What is there, in the order of their names; links are not files.
  public func list() -> [Entry] {
    guard let stream = folder.withPlatformString({ opendir($0) }) else { return [] }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        bytes.baseAddress.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) } ?? ""
      }
      guard Self.isOurs(name), let status = stat(link: folder.appending(name)), status.st_mode & S_IFMT == S_IFREG
      else {
        continue
      }
      entries.append(Entry(path: folder.appending(name), bytes: Int64(status.st_size)))
    }
    return entries.sorted { $0.path.string < $1.path.string }
  }

  /// `cache.sqlite`, `cache.sqlite-wal`, `cache.sqlite.damaged-2-shm`, …
  private static func isOurs(_ name: String) -> Bool {
    guard let base = names.first(where: { name.hasPrefix($0) }) else { return false }
    var rest = name.dropFirst(base.count)
    if rest == ".lock" { return true }
    if rest.hasPrefix(".damaged-") {
      rest = rest.dropFirst(".damaged-".count)
      let number = rest.prefix { ("0"..."9").contains($0) }
      guard !number.isEmpty else { return false }
      rest = rest.dropFirst(number.count)
    }
    return ["", "-wal", "-shm", "-journal"].contains(rest)
  }

  private var files: [CacheFile] {
    [CacheFile(path: database, kind: CacheSchema.kind), CacheFile(path: thumbnails, kind: ThumbnailSchema.kind)]
  }

  // MARK: - Removing

  /// Removes all of them. Processes that have them open go on with what they have read, and begin new files when they
  /// store something.
  /// - Returns: what was removed, and whether another process had one open: then the bytes are on the disk until it ends;
  ///   else they were overwritten.
  /// - Throws: before anything is removed where one belongs to another program.
  public func remove() throws(CacheError) -> (removed: [Entry], isInUse: Bool) {
    for file in files { try file.refuseForeign() }
    let locks = files.filter { FileID($0.path) != nil }.map { $0.lockForOpening() }
    defer { for lock in locks { try? lock?.close() } }
    let entries = list()
    let isInUse = files.filter { !$0.isUnused }.count > 0
    for entry in entries {
      if !isInUse { Self.overwrite(entry) }
      guard entry.path.withPlatformString({ unlink($0) }) == 0 || errno == ENOENT else {
        throw CacheError(file: entry.path.string, reason: "it cannot be removed: \(Errno(rawValue: errno))")
      }
    }
    return (entries, isInUse)
  }

  /// On a file system that writes in place.
  private static func overwrite(_ entry: Entry) {
    guard let file = try? FileDescriptor.open(entry.path, .writeOnly, options: [.noFollow, .closeOnExec]) else {
      return
    }
    defer { try? file.close() }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var offset: Int64 = 0
    while offset < entry.bytes {
      let count = Int(min(Int64(zeros.count), entry.bytes - offset))
      guard (try? file.writeAll(toAbsoluteOffset: offset, zeros.prefix(count))) != nil else { return }
      offset += Int64(count)
    }
    _ = fdatasync(file.rawValue)
  }

  // MARK: - Looking

  /// What SQLite finds wrong in the files as they are, which are only read.
  /// - Throws: where one cannot be read for another reason than its bytes.
  public func problems() throws(CacheError) -> [(file: FilePath, reason: String)] {
    var problems: [(file: FilePath, reason: String)] = []
    for file in files where FileID(file.path) != nil { problems += try file.problems().map { (file.path, $0) } }
    return problems
  }
}

extension CacheFile {
  /// - Throws: where it is another program's, or no file.
  fileprivate func refuseForeign() throws(CacheError) {
    guard let status = stat(link: path) else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CacheError(file: path.string, reason: "it is not a file, and is left alone")
    }
    do {
      if try CachePlace(path: path, applicationID: kind.applicationID).header() == .unknown { try checkContents() }
    } catch let error as CacheError {
      throw error
    } catch {
      // It is damaged, and nothing else is known of it.
    }
  }

  /// Whether no process has it open: only then it can be taken out of its kind of log.
  fileprivate var isUnused: Bool {
    guard FileID(path) != nil else { return true }
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    do {
      let queue = try DatabaseQueue(path: path.string, configuration: configuration)
      let mode = try queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
      try queue.close()
      return mode == "delete"
    } catch {
      return error.isDamage || error.isLackOfRoom && !hasReaders
    }
  }

  /// Whether another process has the log open: SQLite then holds this byte of the memory that processes share for it
  /// (UNIX_SHM_DMS in its os_unix.c).
  private var hasReaders: Bool {
    guard let file = try? FileDescriptor.open(path.string + "-shm", .readOnly, options: [.noFollow, .closeOnExec])
    else {
      return false
    }
    defer { try? file.close() }
    var lock = flock()
    (lock.l_type, lock.l_whence, lock.l_start, lock.l_len) = (Int16(F_WRLCK), Int16(SEEK_SET), 128, 1)
    return fcntl(file.rawValue, F_GETLK, &lock) != 0 || lock.l_type != Int16(F_UNLCK)
  }

  /// Sentences; empty where it is sound.
  fileprivate func problems() throws(CacheError) -> [String] {
    do {
      if try CachePlace(path: path, applicationID: kind.applicationID).header() == .empty { return [] }
      return try readable().read { db in
        guard try !kind.migrator.hasBeenSuperseded(db) else { return ["a newer facetui made it; use that one"] }
        let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        let rows = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        let links = Dictionary(grouping: rows) { $0[0] as String }.map { table, rows in
          "\(rows.count) \(rows.count == 1 ? "row" : "rows") of the table \(table) belong to nothing"
        }
        return lines + links.sorted()
      }
    } catch {
      let reason = CacheError(error, file: path.string)
      guard error.isDamage || error is CacheError else { throw reason }
      return [reason.reason]
    }
  }
}
