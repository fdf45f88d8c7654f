import Foundation
import GRDB
import Glibc
import SystemPackage

/// The database file: made private, locked while it is opened, set aside where it is damaged.
struct CacheFile: Sendable {
  let path: FilePath

  /// An open database and the file that it is.
  struct Opened: Sendable {
    var database: DatabasePool
    var inode: UInt64
    var notice: String?
  }

  /// - Parameter damaged: the inode of a file that turned out to be damaged in use; it is set aside unless another process did so.
  func open(damaged: UInt64? = nil) throws(CacheError) -> Opened {
    try makeDirectory()
    let lock = lockForOpening()
    defer { if let lock { _ = Glibc.close(lock) } }
    var notice: String?
    if let damaged, try makePrivateFile() == damaged { notice = try setAside() }
    do {
      return try openSound(notice: notice)
    } catch  where error.isDamage {
      notice = try setAside()
    } catch let error as CacheError {
      throw error
    } catch {
      throw CacheError(error, file: path.string)
    }
    do {
      return try openSound(notice: notice)
    } catch {
      throw CacheError(error, file: path.string)
    }
  }

  private func openSound(notice: String?) throws -> Opened {
    let inode = try makePrivateFile()
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = 4
    // Rows with an embedding of 512 numbers fill pages of 4096 bytes by half only: 80 instead of 47 MB for 20,000 faces.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 16384") }
    let database = try DatabasePool(path: path.string, configuration: configuration)
    try prepare(database)
    return Opened(database: database, inode: inode, notice: notice)
  }

  private func prepare(_ database: DatabasePool) throws {
    let (isOurs, isNewer) = try database.read { db in
      let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
      let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
      return (id == CacheSchema.applicationID || isEmpty, try CacheSchema.migrator.hasBeenSuperseded(db))
    }
    guard isOurs else { throw DatabaseError(resultCode: .SQLITE_NOTADB) }
    guard !isNewer else {
      throw CacheError(
        file: path.string, reason: "it was made by a newer facetui; use that one, or remove the file to start anew")
    }
    try CacheSchema.migrator.migrate(database)
  }

  // MARK: - Files

  private func makeDirectory() throws(CacheError) {
    let directory = path.removingLastComponent()
    guard !directory.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: directory.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CacheError(file: directory.string, reason: "the folder cannot be made: \(describe(error))")
    }
  }

  private func describe(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return underlying.domain == NSPOSIXErrorDomain
      ? Errno(rawValue: CInt(truncatingIfNeeded: underlying.code)).description : error.localizedDescription
  }

  /// Creates the file where it is missing and takes away the rights of everyone else.
  /// - Returns: its inode.
  private func makePrivateFile() throws(CacheError) -> UInt64 {
    do {
      let file = try FileDescriptor.open(
        path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
      defer { try? file.close() }
      var status = stat()
      guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
      if status.st_mode & 0o077 != 0 { _ = fchmod(file.rawValue, 0o600) }
      return UInt64(status.st_ino)
    } catch {
      throw CacheError(file: path.string, reason: "\(error)")
    }
  }

  /// Two processes that make or mend the same cache wait for each other. File systems without locks do without.
  private func lockForOpening() -> CInt? {
    guard
      let lock = try? FileDescriptor.open(
        FilePath(path.string + ".lock"), .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
    else { return nil }
    while flock(lock.rawValue, LOCK_EX) != 0 && errno == EINTR {}
    return lock.rawValue
  }

  /// Renames the file together with its write-ahead log, which would otherwise be replayed into the next database.
  /// - Returns: the sentence for the user.
  private func setAside() throws(CacheError) -> String {
    var number = 1
    while access("\(path.string).damaged-\(number)", F_OK) == 0 { number += 1 }
    let name = "\(path.string).damaged-\(number)"
    guard rename(path.string, name) == 0 else {
      throw CacheError(file: path.string, reason: "it is damaged and cannot be renamed: \(Errno(rawValue: errno))")
    }
    for suffix in ["-wal", "-shm"] { _ = rename(path.string + suffix, name + suffix) }
    return "\(path.string) was damaged or not a cache of facetui; it was set aside as \(name) and is built anew"
  }
}
