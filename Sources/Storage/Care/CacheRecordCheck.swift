import Foundation
import GRDB
import PathText
import SystemPackage

/// What is wrong with records of one kind.
public struct RecordProblem: Sendable, Equatable {
  /// Completes the sentence "3 photos: …".
  public var reason: String
  public var count = 0
  /// Of some of the files that have such records.
  public var files: [FilePath] = []
  /// Whether such a record counts as none, so that the next run looks at the photo anew.
  public var isIgnored: Bool
}

/// Goes through all records and judges whether they are as they can be.
extension EmbeddingCache {
  public func recordProblems() throws(CacheError) -> [RecordProblem] {
    try access { database in
      try database.read { db in
        var check = RecordCheck(db)
        try check.photos()
        try check.contents()
        try check.analyses()
        try check.faces()
        return check.problems
      }
    }
  }

  /// Photos that a pack has looked at and that were there, from all parts of the cache alike.
  /// - Parameter count: how many at most.
  public func sample(_ count: Int, pack: String) throws(CacheError) -> [CachedFile] {
    try access { database in
      try database.read { db in
        let source = """
          FROM photo JOIN content ON content.id = photo.content AND content.state = 'picture'
          JOIN analysis ON analysis.content = photo.content AND analysis.pack = ? WHERE photo.present
          """
        let all = try Int.fetchOne(db, sql: "SELECT COUNT(*) \(source)", arguments: [pack]) ?? 0
        let chosen = min(count, all)
        return try (0..<chosen).compactMap { index in
          // The middles of equal parts.
          let place = (2 * index + 1) * all / (2 * chosen)
          let rows = try RowReader(
            db, sql: "SELECT \(CachedFile.columns) \(source) ORDER BY photo.path LIMIT 1 OFFSET ?",
            arguments: [pack, place])
          return try rows.next() ? CachedFile(rows, from: 0) : nil
        }
      }
    }
  }

  /// How many photos that are there a pack has looked at.
  public func photoCount(pack: String) throws(CacheError) -> Int {
    try access { database in
      try database.read { db in
        try Int.fetchOne(
          db,
          sql: """
            SELECT COUNT(*) FROM photo JOIN analysis ON analysis.content = photo.content AND analysis.pack = ?
            WHERE photo.present
            """, arguments: [pack]) ?? 0
      }
    }
  }
}

private struct RecordCheck {
  private let db: Database
  private(set) var problems: [RecordProblem] = []
  /// Of files that are told for one kind.
  private static let mostFiles = 5

  init(_ db: Database) { self.db = db }

  private mutating func note(_ reason: String, isIgnored: Bool = true, of content: Int64) throws {
    try note(reason, isIgnored: isIgnored, file: file(of: content))
  }

  private mutating func note(_ reason: String, isIgnored: Bool = true, file: FilePath?) {
    let index = problems.firstIndex { $0.reason == reason } ?? problems.count
    if index == problems.count { problems.append(RecordProblem(reason: reason, isIgnored: isIgnored)) }
    problems[index].count += 1
    guard problems[index].files.count < Self.mostFiles, let file, problems[index].files.last != file else { return }
    problems[index].files.append(file)
  }

  private func file(of content: Int64) throws -> FilePath? {
    let sql = "SELECT path FROM photo WHERE content = ? ORDER BY present DESC, path LIMIT 1"
    return try Data.fetchOne(db, sql: sql, arguments: [content]).map { FilePath(bytes: $0) }
  }

  mutating func photos() throws {
    let rows = try RowReader(db, sql: "SELECT \(CachedFile.columns) FROM photo", arguments: [])
    while try rows.next() {
      if CachedFile(rows, from: 0) == nil { note("the path or the size is none of a file", file: rows.path(0)) }
    }
  }

  mutating func contents() throws {
    let rows = try RowReader(
      db, sql: "SELECT \(ContentQuery.columns), content.id, LENGTH(content.hash) FROM content", arguments: [])
    while try rows.next() {
      let id = rows.integer(7)
      if CachedContent(rows, from: 0) == nil {
        try note("the state, the size, the orientation or the date is none of a picture", of: id)
      }
      if rows.integer(8) != 32 { try note("the checksum of the content is none", isIgnored: false, of: id) }
    }
  }

  mutating func analyses() throws {
    let rows = try RowReader(
      db,
      sql: """
        SELECT content FROM analysis
        WHERE faces <> (SELECT COUNT(*) FROM face WHERE face.analysis = analysis.id)
          OR faces <> (SELECT COALESCE(MAX(number), 0) FROM face WHERE face.analysis = analysis.id)
        """, arguments: [])
    while try rows.next() {
      try note("faces are missing", of: rows.integer(0))
    }
  }

  mutating func faces() throws {
    let rows = try RowReader(
      db,
      sql: """
        SELECT NULL, \(FaceReader.columns), analysis.content, content.width, content.height
        FROM face JOIN analysis ON analysis.id = face.analysis JOIN content ON content.id = analysis.content
        ORDER BY face.id
        """, arguments: [])
    while try rows.next() {
      guard let (reason, isIgnored) = problem(rows) else { continue }
      try note(reason, isIgnored: isIgnored, of: rows.integer(14))
    }
  }

  /// nil where the face is as it can be.
  private func problem(_ rows: RowReader) -> (reason: String, isIgnored: Bool)? {
    var numbers: [Float] = []
    rows.appendFloats(10, to: &numbers)
    guard !numbers.isEmpty, CachedFace.isEmbedding(numbers[...]) else {
      return ("an embedding is not of length 1", true)
    }
    var landmarks: [Float] = []
    rows.appendFloats(9, to: &landmarks)
    let face = CachedFace(
      x: rows.float(3), y: rows.float(4), width: rows.float(5), height: rows.float(6), landmarks: landmarks,
      score: rows.float(7), sharpness: rows.float(8), turn: Int(rows.integer(11)), quality: rows.float(12),
      defect: rows.text(13))
    guard face.isValid else { return ("a face's box, landmarks or measures are none", true) }
    let (right, bottom) = (face.x + face.width, face.y + face.height)
    // Rounding may leave it by less than a pixel.
    let isInside = min(face.x, face.y) >= -1 && right <= rows.float(15) + 1 && bottom <= rows.float(16) + 1
    return isInside ? nil : ("a face lies outside its picture", false)
  }
}
