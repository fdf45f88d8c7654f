import Foundation
import GRDB
import PathText
import SystemPackage

/// Reads photos, then their faces in the same order.
struct FolderQuery {
  /// Which photos.
  enum Paths {
    case range(PathRange)
    /// Not more than SQLite takes arguments: 32,766.
    case files([FilePath])
  }

  let pack: String
  /// Length of an embedding; nil: that of the first that is read.
  let dimensions: Int?
  private var paths: Paths

  init(_ paths: Paths, pack: String, dimensions: Int?) {
    self.pack = pack
    self.dimensions = dimensions
    self.paths = paths
  }

  /// Two halves of a large folder, which two threads read in little more than half the time.
  func parts(_ db: Database) throws -> [FolderQuery] {
    guard case .range(let range) = paths, dimensions != nil else { return [self] }
    let count = try range.count(db)
    guard count >= 2000, let halves = try range.halves(count, db) else { return [self] }
    return halves.map { FolderQuery(.range($0), pack: pack, dimensions: dimensions) }
  }

  func run(_ db: Database) throws -> CachedFolder {
    var result = CachedFolder()
    var analyses: [(photo: Int, id: Int64, count: Int)] = []
    let rows = try RowReader(db, sql: Self.photos(where: condition), arguments: arguments)
    while try rows.next() {
      guard let file = CachedFile(rows, from: 0) else { continue }
      let content = CachedContent(rows, from: 6)
      if content?.state == .picture, !rows.isNull(13) {
        analyses.append((result.photos.count, rows.integer(13), Int(rows.integer(14))))
      }
      result.photos.append(
        CachedPhoto(
          file: file, failure: rows.text(5), content: content, id: content == nil ? nil : rows.contentID(15)))
    }
    let total = analyses.reduce(0) { $0 &+ min($1.count, 1000) }
    let rowsOfFaces = try RowReader(db, sql: Self.faces(where: condition), arguments: arguments)
    let faces = try FaceReader(rowsOfFaces, dimensions: dimensions, expecting: total)
    for analysis in analyses {
      result.photos[analysis.photo].faces = try faces.next(
        of: result.photos[analysis.photo].file.path.bytes, analysis: analysis.id, count: analysis.count,
        into: &result.embeddings)
    }
    result.dimensions = result.embeddings.isEmpty ? 0 : faces.dimensions ?? 0
    return result
  }

  private var condition: String {
    switch paths {
    case .range: "photo.path >= ? AND photo.path < ?"
    case .files(let files): "photo.path IN (\(files.map { _ in "?" }.joined(separator: ", ")))"
    }
  }

  private var arguments: StatementArguments {
    switch paths {
    case .range(let range): [pack, range.lower, range.upper]
    case .files(let files): StatementArguments([pack] + files.map { Data($0.bytes) })
    }
  }

  private static func photos(where condition: String) -> String {
    """
    SELECT \(CachedFile.columns), photo.failure, \(ContentQuery.columns), analysis.id, analysis.faces,
      content.hash
    FROM photo
    LEFT JOIN content ON content.id = photo.content
    LEFT JOIN analysis ON analysis.content = photo.content AND analysis.pack = ?
    WHERE \(condition) AND photo.present
    ORDER BY photo.path
    """
  }

  private static func faces(where condition: String) -> String {
    """
    SELECT photo.path, \(FaceReader.columns)
    FROM photo
    JOIN analysis ON analysis.content = photo.content AND analysis.pack = ?
    JOIN face ON face.analysis = analysis.id
    WHERE \(condition) AND photo.present
    ORDER BY photo.path, face.number
    """
  }
}

/// Looks one content up.
struct ContentQuery {
  static let columns = """
    content.state, content.reason, content.decoder, content.width, content.height, content.orientation, content.captured
    """

  var pack: String
  /// Length of an embedding; nil: that of the first.
  var dimensions: Int?

  func run(hash: [UInt8], _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    try run(db, "WHERE content.hash = ?", [pack, Data(hash)])
  }

  func run(file: CachedFile, _ db: Database) throws -> (CachedContent, CachedAnalysis?)? {
    let condition = """
      JOIN photo ON photo.content = content.id
      WHERE photo.path = ? AND photo.size = ? AND photo.modified = ? AND photo.changed IS ?
        AND (photo.inode IS ? OR photo.changed = photo.modified)
      """
    return try run(
      db, condition, [pack, Data(file.path.bytes), file.size, file.modified, file.changed, file.inode])
  }

  private func run(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> (CachedContent, CachedAnalysis?)? {
    let rows = try RowReader(db, sql: "\(Self.contents) \(condition)", arguments: arguments)
    guard try rows.next(), let content = CachedContent(rows, from: 0) else { return nil }
    guard content.state == .picture, !rows.isNull(7) else { return (content, nil) }
    let (id, count) = (rows.integer(7), Int(rows.integer(8)))
    let faces = try FaceReader(
      RowReader(db, sql: Self.faces, arguments: [id]), dimensions: dimensions, expecting: count)
    var embeddings: [Float] = []
    let found = try faces.next(of: [], analysis: id, count: count, into: &embeddings)
    return (content, found.map { CachedAnalysis(faces: $0, embeddings: embeddings) })
  }

  private static let contents = """
    SELECT \(columns), analysis.id, analysis.faces
    FROM content
    LEFT JOIN analysis ON analysis.content = content.id AND analysis.pack = ?
    """

  private static let faces = """
    SELECT NULL, \(FaceReader.columns) FROM face WHERE face.analysis = ? ORDER BY face.number
    """
}

extension CachedFile {
  static let columns = "photo.path, photo.size, photo.modified, photo.changed, photo.inode"

  /// - Parameter first: index of `photo.path`; the other columns follow it.
  /// - Returns: nil where it is not as a file's path and size can be.
  init?(_ rows: RowReader, from first: CInt) {
    let path = rows.path(first)
    let bytes = path.bytes
    guard rows.compare(first, bytes) == 0, FilePath.isPlain(bytes) else { return nil }
    self.init(
      path: path, size: rows.integer(first + 1), modified: rows.integer(first + 2),
      changed: rows.isNull(first + 3) ? nil : rows.integer(first + 3),
      inode: rows.isNull(first + 4) ? nil : rows.integer(first + 4))
    guard size >= 0 else { return nil }
  }
}

extension CachedContent {
  /// - Parameter first: index of `content.state`; the other columns of `ContentQuery` follow it.
  /// - Returns: nil where there is none, or none that is valid.
  init?(_ rows: RowReader, from first: CInt) {
    let reason = rows.text(first + 1)
    let state: State
    switch rows.text(first) {
    case "picture": state = .picture
    case "unreadable": state = .unreadable(reason ?? "")
    case "unsupported": state = .unsupported(reason ?? "")
    default: return nil
    }
    self.init(
      state: state, decoder: Int(rows.integer(first + 2)), width: Int(rows.integer(first + 3)),
      height: Int(rows.integer(first + 4)), orientation: Int(rows.integer(first + 5)), captured: rows.text(first + 6),
      warning: state == .picture ? reason : nil)
    guard isValid else { return nil }
  }
}
