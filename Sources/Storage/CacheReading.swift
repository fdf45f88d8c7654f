import Foundation
import GRDB
import SystemPackage

/// Reads a folder's photos and faces in two passes over the same order.
struct FolderQuery {
  var folder: FilePath
  var pack: String

  func run(_ db: Database) throws -> CachedFolder {
    var result = CachedFolder()
    let faces = try FaceReader(Row.fetchCursor(db, sql: Self.faces, arguments: [pack, lower, upper]))
    let rows = try Row.fetchCursor(db, sql: Self.photos, arguments: [pack, lower, upper])
    while let row = try rows.next() {
      var photo = CachedPhoto(
        file: try Self.file(row), failure: row[3], content: try ContentQuery.content(row, from: 4))
      if let analysis: Int64 = row[11] {
        photo.faces = try faces.next(
          analysis: analysis, count: row.decode(atIndex: 12), into: &result.embeddings)
      }
      result.photos.append(photo)
    }
    result.dimensions = faces.dimensions
    return result
  }

  /// All paths below the folder lie between "folder/" and "folder0", the next byte.
  private var prefix: [UInt8] { folder.bytes == [UInt8(ascii: "/")] ? [] : folder.bytes }
  private var lower: Data { Data(prefix + [UInt8(ascii: "/")]) }
  private var upper: Data { Data(prefix + [UInt8(ascii: "/") + 1]) }

  private static func file(_ row: Row) throws -> CachedFile {
    let path = try row.withUnsafeData(atIndex: 0) { FilePath(bytes: $0 ?? Data()) }
    return try CachedFile(path: path, size: row.decode(atIndex: 1), modified: row.decode(atIndex: 2))
  }

  private static let photos = """
    SELECT photo.path, photo.size, photo.modified, photo.failure,
      content.state, content.reason, content.decoder, content.width, content.height, content.orientation,
      content.captured, analysis.id, analysis.faces
    FROM photo
    LEFT JOIN content ON content.id = photo.content
    LEFT JOIN analysis ON analysis.content = photo.content AND analysis.pack = ?
    WHERE photo.path >= ? AND photo.path < ? AND photo.present
    ORDER BY photo.path
    """

  private static let faces = """
    SELECT face.analysis, \(FaceReader.columns)
    FROM photo
    JOIN analysis ON analysis.content = photo.content AND analysis.pack = ?
    JOIN face ON face.analysis = analysis.id
    WHERE photo.path >= ? AND photo.path < ? AND photo.present
    ORDER BY photo.path, face.number
    """
}

/// Takes faces off a cursor, analysis by analysis.
final class FaceReader {
  static let columns = """
    face.x, face.y, face.width, face.height, face.score, face.sharpness, face.landmarks, face.embedding
    """

  private let rows: RowCursor
  private(set) var dimensions: Int

  init(_ rows: RowCursor) {
    self.rows = rows
    dimensions = 0
  }

  /// - Throws: what counts as damage where the stored faces make no sense.
  func next(analysis: Int64, count: Int, into embeddings: inout [Float]) throws -> [CachedFace] {
    var faces: [CachedFace] = []
    for _ in 0..<max(count, 0) {
      guard let row = try rows.next(), row[0] == analysis else { throw Self.damage }
      faces.append(try face(row, embedding: &embeddings))
    }
    return faces
  }

  private func face(_ row: Row, embedding embeddings: inout [Float]) throws -> CachedFace {
    let landmarks = try row.withUnsafeData(atIndex: 7) { Self.floats($0) }
    let embedding = try row.withUnsafeData(atIndex: 8) { Self.floats($0) }
    if dimensions == 0 { dimensions = embedding.count }
    guard landmarks.count == 10, !embedding.isEmpty, embedding.count == dimensions else { throw Self.damage }
    embeddings += embedding
    return try CachedFace(
      x: row.decode(atIndex: 1), y: row.decode(atIndex: 2), width: row.decode(atIndex: 3),
      height: row.decode(atIndex: 4), landmarks: landmarks, score: row.decode(atIndex: 5),
      sharpness: row.decode(atIndex: 6))
  }

  private static let damage = DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the stored faces make no sense")

  /// Every platform that Swift runs on is little-endian, as the stored numbers are.
  private static func floats(_ data: Data?) -> [Float] {
    guard let data, data.count % 4 == 0 else { return [] }
    return [Float](unsafeUninitializedCapacity: data.count / 4) { floats, count in
      count = data.copyBytes(to: floats) / 4
    }
  }
}

/// Looks one content up.
struct ContentQuery {
  var pack: String

  func run(hash: [UInt8], _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    try run(db, "\(Self.contents) WHERE content.hash = ?", [pack, Data(hash)])
  }

  func run(file: CachedFile, _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    let condition =
      "JOIN photo ON photo.content = content.id WHERE photo.path = ? AND photo.size = ? AND photo.modified = ?"
    return try run(db, "\(Self.contents) \(condition)", [pack, Data(file.path.bytes), file.size, file.modified])
  }

  private func run(
    _ db: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> (CachedContent, CachedAnalysis?)? {
    guard let row = try Row.fetchOne(db, sql: sql, arguments: arguments), let content = try Self.content(row, from: 0)
    else { return nil }
    guard let id: Int64 = row[7] else { return (content, nil) }
    let faces = try FaceReader(Row.fetchCursor(db, sql: Self.faces, arguments: [id]))
    var embeddings: [Float] = []
    let found = try faces.next(analysis: id, count: row.decode(atIndex: 8), into: &embeddings)
    return (content, CachedAnalysis(faces: found, embeddings: embeddings))
  }

  /// - Parameter first: index of `content.state`; the other columns follow it.
  static func content(_ row: Row, from first: Int) throws -> CachedContent? {
    guard let state: String = row[first] else { return nil }
    let reason: String = row[first + 1] ?? ""
    return try CachedContent(
      state: state == "picture" ? .picture : state == "unreadable" ? .unreadable(reason) : .unsupported(reason),
      decoder: row.decode(atIndex: first + 2), width: row.decode(atIndex: first + 3),
      height: row.decode(atIndex: first + 4), orientation: row.decode(atIndex: first + 5), captured: row[first + 6])
  }

  private static let contents = """
    SELECT content.state, content.reason, content.decoder, content.width, content.height, content.orientation,
      content.captured, analysis.id, analysis.faces
    FROM content
    LEFT JOIN analysis ON analysis.content = content.id AND analysis.pack = ?
    """

  private static let faces = """
    SELECT face.analysis, \(FaceReader.columns) FROM face WHERE face.analysis = ? ORDER BY face.number
    """
}
