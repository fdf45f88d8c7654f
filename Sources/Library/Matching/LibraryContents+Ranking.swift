import Faces
import Search

extension LibraryContents {
  /// Every face that the limits admit: the queries themselves, others with the best first (ties by path and number), and
  /// last those of the queries' own photos that are somebody else.
  func rank(_ queries: [Query], by combination: ScoreCombination = .best, limits: FaceLimits = FaceLimits()) -> [Match]
  {
    let scores = QueryScores(queries.map { self.scores($0.embedding) }, combination)
    let ranked = self.ranked(by: scores.combined, limits: limits, except: Set(queries.compactMap(\.face?.id)))
    var standings = Standings(queries: queries, scores: scores, photos: photos.count)
    var head = queries.enumerated().compactMap { index, query in
      query.face.flatMap { match(Int($0.id.rawValue), score: 1, standing: .query, query: index) }
    }
    var tail: [Match] = []
    head.reserveCapacity(ranked.count + queries.count)
    for row in ranked {
      guard let place = place(ofRow: row.row) else { continue }
      let standing = standings.next(
        row: row.row, photo: place.photo, quality: photos[place.photo].faces[place.number - 1].quality)
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

/// Judges matches in the order of their scores.
private struct Standings {
  /// Score from which two faces of one photo show one person: of 32 photos of the album joined to their mirror image 31
  /// reach 0.948 and more; sufficient faces of different people on ten group photos at most 0.543.
  private static let nearlyIdentical: Float = 0.9

  private let queries: [Query]
  private let scores: QueryScores
  /// Photos of the queries.
  private let own: Set<Int>
  /// For each photo, whether a face of it may already be the same person.
  private var taken: [Bool]

  /// - Parameter photos: how many there are.
  init(queries: [Query], scores: QueryScores, photos: Int) {
    self.queries = queries
    self.scores = scores
    own = Set(queries.compactMap(\.face?.photo))
    taken = Array(repeating: false, count: photos)
  }

  mutating func next(row: Int, photo: Int, quality: FaceQuality) -> Standing {
    let alone = standing(row, quality)
    if own.contains(photo) {
      let isCopy = queries.indices.contains {
        queries[$0].face?.photo == photo && scores.score(row, of: $0) >= Self.nearlyIdentical
      }
      return alone == .candidate && isCopy ? .copy : .samePhoto(elsewhere: alone)
    }
    guard alone == .candidate else { return alone }
    if taken[photo] { return .second }
    taken[photo] = true
    return alone
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
