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

  /// Adds what memory holds to what a file of ours holds, all or nothing.
  static func add(_ memory: any DatabaseWriter, to file: FilePath) throws {
    try memory.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA busy_timeout = 10000")
      try db.execute(sql: "ATTACH DATABASE ? AS file", arguments: [file.string])
      defer { try? db.execute(sql: "DETACH DATABASE file") }
      try db.inTransaction {
        try db.execute(sql: addition)
        return .commit
      }
    }
  }

  /// Numbers of rows differ between the two; contents are the same by their hashes.
  private static let addition = """
    INSERT INTO file.content (hash, state, reason, decoder, width, height, orientation, captured, alone)
      SELECT hash, state, reason, decoder, width, height, orientation, captured, alone FROM main.content WHERE true
      ON CONFLICT (hash) DO UPDATE SET
        state = excluded.state, reason = excluded.reason, decoder = excluded.decoder, width = excluded.width,
        height = excluded.height, orientation = excluded.orientation, captured = excluded.captured;

    INSERT OR IGNORE INTO file.analysis (content, pack, faces)
      SELECT stored.id, analysis.pack, analysis.faces
      FROM main.analysis AS analysis
      JOIN main.content AS content ON content.id = analysis.content
      JOIN file.content AS stored ON stored.hash = content.hash;

    INSERT OR IGNORE INTO file.face (analysis, number, x, y, width, height, score, sharpness, turn, quality, defect,
        landmarks, embedding)
      SELECT target.id, face.number, face.x, face.y, face.width, face.height, face.score, face.sharpness, face.turn,
        face.quality, face.defect, face.landmarks, face.embedding
      FROM main.face AS face
      JOIN main.analysis AS analysis ON analysis.id = face.analysis
      JOIN main.content AS content ON content.id = analysis.content
      JOIN file.content AS stored ON stored.hash = content.hash
      JOIN file.analysis AS target ON target.content = stored.id AND target.pack = analysis.pack;

    INSERT INTO file.photo (path, size, modified, changed, inode, content, failure, present, missed)
      SELECT photo.path, photo.size, photo.modified, photo.changed, photo.inode, stored.id, photo.failure, photo.present,
        photo.missed
      FROM main.photo AS photo
      LEFT JOIN main.content AS content ON content.id = photo.content
      LEFT JOIN file.content AS stored ON stored.hash = content.hash
      WHERE true
      ON CONFLICT (path) DO UPDATE SET
        size = excluded.size, modified = excluded.modified, changed = excluded.changed, inode = excluded.inode,
        content = excluded.content, failure = excluded.failure, present = excluded.present, missed = excluded.missed;

    INSERT OR IGNORE INTO file.pack SELECT identity, name, used FROM main.pack;
    """

  /// For SQLite: nobody changes the file, so that no lock and no file beside it is needed.
  static func immutable(_ file: FilePath) -> String {
    let escaped = file.bytes.map { byte in
      let isPlain = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "/")
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      return isPlain || isLetter
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:\(escaped.joined())?immutable=1"
  }
}
