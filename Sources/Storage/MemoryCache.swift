import GRDB
import Glibc
import SystemPackage

/// A database in memory that begins with what another one holds.
enum MemoryCache {
  /// More is not copied.
  private static let largest: Int64 = 1 << 30

  static func empty() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try CacheSchema.migrate(queue)
    return queue
  }

  /// - Returns: nil where it is none of ours, damaged, or larger than 1 GiB.
  static func copy(of source: any DatabaseReader) -> DatabaseQueue? {
    do {
      let isUsable = try source.read { db in
        let size = try Int64.fetchOne(db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return try Int.fetchOne(db, sql: "PRAGMA application_id") == CacheSchema.applicationID
          && (size ?? .max) <= largest && !CacheSchema.migrator.hasBeenSuperseded(db)
      }
      guard isUsable else { return nil }
      let copy = try DatabaseQueue()
      try source.backup(to: copy)
      try CacheSchema.migrate(copy)
      return copy
    } catch {
      return nil
    }
  }

  /// The same for a file that may only be read. Where its log cannot be read, what is in the log is missing.
  static func copy(of file: FilePath) -> DatabaseQueue? {
    guard let status = stat(link: file), status.st_mode & S_IFMT == S_IFREG,
      (try? CachePlace(path: file).header()) != nil
    else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    for path in [file.string, immutable(file)] {
      if let queue = try? DatabaseQueue(path: path, configuration: configuration), let copy = copy(of: queue) {
        return copy
      }
    }
    return nil
  }

  /// For SQLite: nobody changes the file, so that no lock and no file beside it is needed.
  private static func immutable(_ file: FilePath) -> String {
    let escaped = file.bytes.map { byte in
      let isPlain = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "/")
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      return isPlain || isLetter
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:\(escaped.joined())?immutable=1"
  }
}
