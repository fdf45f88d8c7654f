import Faces
import Search

extension LibraryContents {
  /// Every face that the limits admit: the queries themselves, others with the best first (ties by path and number), and
  /// last those of the queries' own photos that are somebody else.
  func rank(_ queries: [Query], by combination: ScoreCombination = .best, limits: FaceLimits = FaceLimits()) -> [Match]
  {
    let scores = QueryScores(queries.map { self.scores($0.embedding) }, combination)
    let ranked = self.ranked(by: scores.combined, limits: limits, except: Set(queries.compactMap(\.face?.id)))
    var standings = Standings(queries: queries, scores: scores)
    var head = queries.enumerated().compactMap { index, query in
      query.face.flatMap { match(Int($0.id.rawValue), score: 1, standing: .query, query: index) }
    }
    var tail: [Match] = []
    head.reserveCapacity(ranked.count + queries.count)
    for row in ranked {
      guard let place = place(ofRow: row.row) else { continue }
      let standing = standings.next(row: row.row, photo: place.photo, quality: face(at: place).quality)
      let nearest = scores.nearest(row.row)
      guard var match = match(row.row, score: row.score, standing: standing, query: nearest) else { continue }
      if queries.count > 1 { match.queryScores = scores.ofEach(row.row) }
      if standing.isSamePhoto { tail.append(match) } else { head.append(match) }
    }
    return head + tail
  }

  /// The query for a face of the library or of a guest; nil where it is gone.
  func query(_ id: FaceID) -> Query? {
    if let quality = guests.quality(id) { return Query(embedding: matrix[Int(id.rawValue)], quality: quality) }
    guard let place = place(id), let embedding = embedding(of: id) else { return nil }
    return Query(embedding: embedding, quality: face(at: place).quality, face: (id, place.photo))
  }

  func match(_ row: Int, score: Float, standing: Standing, query: Int = 0) -> Match? {
    place(ofRow: row).map { place in
      Match(
        face: FaceID(Int64(row)), photo: photos[place.photo].path, number: place.number, score: score,
        standing: standing, query: query)
    }
  }

  /// Of all rows; none where the embedding has another length.
  func scores(_ embedding: [Float]) -> [Float] { matrix.scores(embedding) }

  /// Rows of the admitted faces, best first; ties by path and number.
  /// - Parameter scores: of all rows; none gives none.
  func ranked(by scores: [Float], limits: FaceLimits, except queries: Set<FaceID>) -> [RankedRow] {
    guard !scores.isEmpty else { return [] }
    var rows: [Int] = []
    for photo in photos {
      for face in photo.faces where !queries.contains(face.id) && limits.admits(face) {
        rows.append(Int(face.id.rawValue))
      }
    }
    return EmbeddingMatrix.ranked(rows, by: scores)
  }
}

/// The scores of all rows against each of some queries.
struct QueryScores {
  /// Query by query; none where there are no rows, or a query has another length.
  private let scores: [[Float]]
  /// Of each row.
  let combined: [Float]

  init(_ scores: [[Float]], _ combination: ScoreCombination) {
    self.scores = scores
    guard let first = scores.first, scores.allSatisfy({ $0.count == first.count }) else {
      combined = []
      return
    }
    combined =
      scores.count == 1
      ? first : first.indices.map { row in combination.combine(scores.map { $0[row] }) }
  }

  func score(_ row: Int, of query: Int) -> Float { scores[query][row] }

  func ofEach(_ row: Int) -> [Float] { scores.map { $0[row] } }

  /// The query that a row is most alike; the first of several.
  func nearest(_ row: Int) -> Int {
    guard scores.count > 1 else { return 0 }
    return scores.indices.max { scores[$0][row] < scores[$1][row] || scores[$0][row] == scores[$1][row] && $0 > $1 }
      ?? 0
  }
}

/// Judges matches in the order of their scores.
private struct Standings {
  /// Score from which two faces of one photo show one person: of 32 photos of the album joined to their mirror image 31
  /// reach 0.948 and more; sufficient faces of different people on ten group photos at most 0.543.
  private static let nearlyIdentical: Float = 0.9

  private let queries: [Query]
  private let scores: QueryScores
  /// Photos of which a face may already be the same person.
  private var taken: Set<Int> = []

  init(queries: [Query], scores: QueryScores) {
    self.queries = queries
    self.scores = scores
  }

  mutating func next(row: Int, photo: Int, quality: FaceQuality) -> Standing {
    let alone = standing(row, quality)
    let own = queries.indices.filter { queries[$0].face?.photo == photo }
    if !own.isEmpty {
      let isCopy = own.contains { scores.score(row, of: $0) >= Self.nearlyIdentical }
      return alone == .candidate && isCopy ? .copy : .samePhoto(elsewhere: alone)
    }
    return alone != .candidate || taken.insert(photo).inserted ? alone : .second
  }

  /// What a face can be that is the only one of its photo. The query that it is most alike has to be one that tells
  /// enough of a person.
  private func standing(_ row: Int, _ quality: FaceQuality) -> Standing {
    if !quality.isSufficient { return .poor(quality.defect ?? .unclear) }
    let query = queries[scores.nearest(row)].quality
    if !query.isSufficient { return .poorQuery(query.defect ?? .unclear) }
    return .candidate
  }
}
