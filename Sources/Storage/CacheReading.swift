import Foundation
import GRDB
import PathText
import SystemPackage

/// Reads a folder's photos, then their faces in the same order.
struct FolderQuery {
  var folder: FilePath
  var pack: String

  func run(_ db: Database) throws -> CachedFolder {
    var result = CachedFolder()
    var analyses: [(photo: Int, id: Int64, count: Int)] = []
    let rows = try RowReader(db, sql: Self.photos, arguments: [pack, lower, upper])
    while try rows.next() {
      let file = CachedFile(path: rows.path(0), size: rows.integer(1), modified: rows.integer(2))
      if !rows.isNull(11) { analyses.append((result.photos.count, rows.integer(11), Int(rows.integer(12)))) }
      result.photos.append(CachedPhoto(file: file, failure: rows.text(3), content: CachedContent(rows, from: 4)))
    }
    let total = analyses.reduce(0) { $0 &+ min($1.count, 1000) }
    let faces = FaceReader(try RowReader(db, sql: Self.faces, arguments: [pack, lower, upper]), expecting: total)
    for analysis in analyses {
      result.photos[analysis.photo].faces = try faces.next(
        analysis: analysis.id, count: analysis.count, into: &result.embeddings)
    }
    result.dimensions = faces.dimensions
    return result
  }

  /// All paths below the folder lie between "folder/" and "folder0", the next byte.
  private var prefix: [UInt8] { folder.bytes == [UInt8(ascii: "/")] ? [] : folder.bytes }
  private var lower: Data { Data(prefix + [UInt8(ascii: "/")]) }
  private var upper: Data { Data(prefix + [UInt8(ascii: "/") + 1]) }

  private static let photos = """
    SELECT photo.path, photo.size, photo.modified, photo.failure, \(ContentQuery.columns), analysis.id, analysis.faces
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

/// Takes faces off a query's rows, analysis by analysis.
final class FaceReader {
  static let columns = """
    face.x, face.y, face.width, face.height, face.score, face.sharpness, face.landmarks, face.embedding
    """

  private let rows: RowReader
  /// Length of an embedding; 0 before the first.
  private(set) var dimensions = 0

  private let expected: Int

  /// - Parameter expected: faces in all, roughly, to make room for.
  init(_ rows: RowReader, expecting expected: Int) {
    self.rows = rows
    self.expected = min(max(expected, 0), 50_000)
  }

  /// - Throws: what counts as damage where the stored faces make no sense.
  func next(analysis: Int64, count: Int, into embeddings: inout [Float]) throws -> [CachedFace] {
    var faces: [CachedFace] = []
    for _ in 0..<max(count, 0) {
      guard try rows.next(), rows.integer(0) == analysis else { throw Self.damage }
      var landmarks: [Float] = []
      let points = rows.appendFloats(7, to: &landmarks)
      let length = rows.appendFloats(8, to: &embeddings)
      if dimensions == 0 { dimensions = length }
      guard points == 10, length == dimensions, (1...Self.longest).contains(length) else { throw Self.damage }
      if embeddings.count == length { embeddings.reserveCapacity(expected * length) }
      faces.append(
        CachedFace(
          x: rows.float(1), y: rows.float(2), width: rows.float(3), height: rows.float(4), landmarks: landmarks,
          score: rows.float(5), sharpness: rows.float(6)))
    }
    return faces
  }

  /// Recognisers give 128 to 1024 numbers.
  private static let longest = 1 << 14
  private static let damage = DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the stored faces make no sense")
}

/// Looks one content up.
struct ContentQuery {
  static let columns = """
    content.state, content.reason, content.decoder, content.width, content.height, content.orientation, content.captured
    """

  var pack: String

  func run(hash: [UInt8], _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    try run(db, "WHERE content.hash = ?", [pack, Data(hash)])
  }

  func run(file: CachedFile, _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    let condition =
      "JOIN photo ON photo.content = content.id WHERE photo.path = ? AND photo.size = ? AND photo.modified = ?"
    return try run(db, condition, [pack, Data(file.path.bytes), file.size, file.modified])
  }

  private func run(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> (CachedContent, CachedAnalysis?)? {
    let rows = try RowReader(db, sql: "\(Self.contents) \(condition)", arguments: arguments)
    guard try rows.next(), let content = CachedContent(rows, from: 0) else { return nil }
    guard !rows.isNull(7) else { return (content, nil) }
    let (id, count) = (rows.integer(7), Int(rows.integer(8)))
    let faces = FaceReader(try RowReader(db, sql: Self.faces, arguments: [id]), expecting: count)
    var embeddings: [Float] = []
    let found = try faces.next(analysis: id, count: count, into: &embeddings)
    return (content, CachedAnalysis(faces: found, embeddings: embeddings))
  }

  private static let contents = """
    SELECT \(columns), analysis.id, analysis.faces
    FROM content
    LEFT JOIN analysis ON analysis.content = content.id AND analysis.pack = ?
    """

  private static let faces = """
    SELECT face.analysis, \(FaceReader.columns) FROM face WHERE face.analysis = ? ORDER BY face.number
    """
}

extension CachedContent {
  /// - Parameter first: index of `content.state`; the other columns of `ContentQuery` follow it.
  init?(_ rows: RowReader, from first: CInt) {
    guard let state = rows.text(first) else { return nil }
    let reason = rows.text(first + 1) ?? ""
    self.init(
      state: state == "picture" ? .picture : state == "unreadable" ? .unreadable(reason) : .unsupported(reason),
      decoder: Int(rows.integer(first + 2)), width: Int(rows.integer(first + 3)), height: Int(rows.integer(first + 4)),
      orientation: Int(rows.integer(first + 5)), captured: rows.text(first + 6),
      warning: state == "picture" ? rows.text(first + 1) : nil)
  }
}
