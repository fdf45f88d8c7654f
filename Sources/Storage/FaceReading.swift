import GRDB

/// Takes faces off a query's rows, photo by photo.
final class FaceReader {
  static let columns = """
    face.analysis, face.number, face.x, face.y, face.width, face.height, face.score, face.sharpness, face.landmarks,
    face.embedding, face.turn, face.quality, face.defect
    """

  private let rows: RowReader
  private var hasRow: Bool
  /// Length of an embedding; nil before the first where it was not given.
  private(set) var dimensions: Int?
  private let expected: Int

  /// - Parameters:
  ///   - rows: their first column is the photo's path, in the order of its bytes, or NULL; `columns` follow.
  ///   - expected: faces in all, roughly, to make room for.
  init(_ rows: RowReader, dimensions: Int?, expecting expected: Int) throws {
    self.rows = rows
    self.dimensions = dimensions
    self.expected = min(max(expected, 0), 50_000)
    hasRow = try rows.next()
  }

  /// - Parameters:
  ///   - path: not before that of the last call; empty where the rows have none.
  ///   - count: as the analysis has it.
  /// - Returns: nil where the faces are not all there, or not all valid: as if nobody had looked at the photo.
  func next(
    of path: [UInt8], analysis: Int64, count: Int, into embeddings: inout [Float]
  ) throws -> [CachedFace]? {
    let start = embeddings.count
    var faces: [CachedFace] = []
    var isValid = true
    while hasRow, rows.compare(0, path) < 0 { hasRow = try rows.next() }
    while hasRow, rows.compare(0, path) == 0 {
      if isValid, rows.integer(1) == analysis, rows.integer(2) == faces.count + 1, let face = face(into: &embeddings) {
        faces.append(face)
      } else {
        isValid = false
      }
      hasRow = try rows.next()
    }
    guard isValid, faces.count == count else {
      embeddings.removeSubrange(start...)
      return nil
    }
    return faces
  }

  /// - Returns: nil where the row is not valid.
  private func face(into embeddings: inout [Float]) -> CachedFace? {
    let start = embeddings.count
    let length = rows.byteCount(10) / 4
    guard rows.byteCount(9) == 40, rows.byteCount(10) == 4 * length, length == dimensions ?? length,
      (1...Self.longest).contains(length)
    else { return nil }
    if start == 0 { embeddings.reserveCapacity(expected * length) }
    var landmarks: [Float] = []
    rows.appendFloats(9, to: &landmarks)
    rows.appendFloats(10, to: &embeddings)
    let face = CachedFace(
      x: rows.float(3), y: rows.float(4), width: rows.float(5), height: rows.float(6), landmarks: landmarks,
      score: rows.float(7), sharpness: rows.float(8), turn: Int(rows.integer(11)), quality: rows.float(12),
      defect: rows.text(13))
    guard face.isValid, CachedFace.isEmbedding(embeddings[start...]) else { return nil }
    dimensions = length
    return face
  }

  /// Recognisers give 128 to 1024 numbers.
  private static let longest = 1 << 14
}
