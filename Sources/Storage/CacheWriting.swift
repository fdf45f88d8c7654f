import Foundation
import GRDB
import PathText
import SystemPackage

/// A row of `photo`.
struct PhotoRecord {
  var file: CachedFile
  var content: Int64?
  var failure: String?

  init(_ file: CachedFile, content: Int64?, failure: String?) {
    self.file = file
    self.content = content
    self.failure = failure
  }

  func save(_ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO photo (path, size, modified, changed, inode, content, failure) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET
          size = excluded.size, modified = excluded.modified, changed = excluded.changed, inode = excluded.inode,
          content = excluded.content, failure = excluded.failure, present = 1, missed = NULL
        """)
    try statement.execute(
      arguments: [Data(file.path.bytes), file.size, file.modified, file.changed, file.inode, content, failure])
  }

  static func mark(_ path: FilePath, present: Bool, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE photo SET present = ?, missed = NULL WHERE path = ?")
      .execute(arguments: [present, Data(path.bytes)])
  }
}

/// A row of `content`.
struct ContentRecord {
  var content: CachedContent

  init(_ content: CachedContent) { self.content = content }

  static func id(hash: [UInt8], _ db: Database) throws -> Int64? {
    let statement = try db.cachedStatement(sql: "SELECT id FROM content WHERE hash = ?")
    return try Int64.fetchOne(statement, arguments: [Data(hash)])
  }

  /// - Returns: the row's id.
  func save(hash: [UInt8], _ db: Database) throws -> Int64 {
    let (state, reason) = columns
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO content (hash, state, reason, decoder, width, height, orientation, captured)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (hash) DO UPDATE SET
          state = excluded.state, reason = excluded.reason, decoder = excluded.decoder, width = excluded.width,
          height = excluded.height, orientation = excluded.orientation, captured = excluded.captured
        RETURNING id
        """)
    let arguments: StatementArguments = [
      Data(hash), state, reason, content.decoder, content.width, content.height, content.orientation, content.captured,
    ]
    guard let id = try Int64.fetchOne(statement, arguments: arguments) else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "no row came back from an insertion")
    }
    return id
  }

  private var columns: (state: String, reason: String?) {
    switch content.state {
    case .picture: ("picture", content.warning)
    case .unreadable(let reason): ("unreadable", reason)
    case .unsupported(let reason): ("unsupported", reason)
    }
  }
}

/// A row of `analysis` with its rows of `face`.
struct AnalysisRecord {
  var analysis: CachedAnalysis

  init(_ analysis: CachedAnalysis) { self.analysis = analysis }

  func replace(content: Int64, pack: String, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM analysis WHERE content = ? AND pack = ?")
      .execute(arguments: [content, pack])
    try db.cachedStatement(sql: "INSERT INTO analysis (content, pack, faces) VALUES (?, ?, ?)")
      .execute(arguments: [content, pack, analysis.faces.count])
    let id = db.lastInsertedRowID
    // Where a damaged file left faces without their analysis they would be in the way.
    try db.cachedStatement(sql: "DELETE FROM face WHERE analysis = ?").execute(arguments: [id])
    for number in analysis.faces.indices { try insertFace(number, analysis: id, db) }
  }

  private func insertFace(_ index: Int, analysis id: Int64, _ db: Database) throws {
    let face = analysis.faces[index]
    let dimensions = analysis.embeddings.count / analysis.faces.count
    let embedding = analysis.embeddings[index * dimensions..<(index + 1) * dimensions]
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO face (analysis, number, x, y, width, height, score, sharpness, turn, quality, defect, landmarks,
          embedding)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let arguments: StatementArguments = [
      id, index + 1, face.x, face.y, face.width, face.height, face.score, face.sharpness, face.turn,
      face.quality, face.defect, littleEndian(face.landmarks[...]), littleEndian(embedding),
    ]
    try statement.execute(arguments: arguments)
  }

  private func littleEndian(_ values: ArraySlice<Float>) -> Data {
    values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
  }
}
