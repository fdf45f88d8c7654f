import Faces
import Foundation
import Search

extension LibraryContents {
  /// Every face that the limits admit: the queries themselves, others with the best first (ties by path and number), and
  /// last those of the queries' own photos that are somebody else.
  func rank(
    _ queries: [Query], by combination: ScoreCombination = .best, limits: FaceLimits = FaceLimits()
  ) -> Ranking {
    let scores = QueryScores(queries.map { self.scores($0.embedding) }, combination)
    let ranked = self.ranked(by: scores.combined, limits: limits, except: queries.compactMap { $0.face?.id })
    var standings = Standings(queries: queries, scores: scores, photos: photos.count)
    var entries: [Ranking.Entry] = []
    var last: [Ranking.Entry] = []
    entries.reserveCapacity(ranked.count + queries.count)
    for (index, query) in queries.enumerated() {
      guard let id = query.face?.id, let place = place(id) else { continue }
      entries.append(Ranking.Entry(Int32(id.rawValue), place, score: 1, query: index, standing: .query))
    }
    for row in ranked {
      guard let place = places[Int(row)] else { continue }
      let nearest = scores.nearest(Int(row))
      let (standing, isSamePhoto) = standings.next(Int(row), place, nearest: nearest)
      var entry = Ranking.Entry(row, place, score: scores.combined[Int(row)], query: nearest, standing: standing)
      entry.isSamePhoto = isSamePhoto
      if isSamePhoto { last.append(entry) } else { entries.append(entry) }
    }
    entries += last
    return Ranking(entries, RankingSource(photos, scores: queries.count > 1 ? scores : nil))
  }

  /// The query for a face of the library or of a guest; nil where it is gone.
  func query(_ id: FaceID) -> Query? {
    if let quality = guests.quality(id) { return Query(embedding: matrix[Int(id.rawValue)], quality: quality) }
    guard let place = place(id), let embedding = embedding(of: id) else { return nil }
    return Query(embedding: embedding, quality: face(at: place).quality, face: (id, place.photo))
  }

  /// Of all rows; none where the embedding has another length.
  func scores(_ embedding: [Float]) -> [Float] { matrix.scores(embedding, threads: Self.searchThreads) }

  private static let searchThreads = min(4, ProcessInfo.processInfo.activeProcessorCount)

  /// Rows of the admitted faces, best first; ties by path and number.
  /// - Parameter scores: of all rows; none gives none.
  func ranked(by scores: [Float], limits: FaceLimits, except queries: [FaceID]) -> [Int32] {
    guard !scores.isEmpty else { return [] }
    let skipped = queries.map { Int($0.rawValue) }
    var rows: [Int32] = []
    rows.reserveCapacity(places.count)
    for (row, place) in places.enumerated() {
      guard let place, !skipped.contains(row), limits.areOpen || limits.admits(face(at: place)) else { continue }
      rows.append(Int32(row))
    }
    var ranked = EmbeddingMatrix.ordered(rows, by: scores)
    settleTies(&ranked, scores)
    return ranked
  }

  private func settleTies(_ rows: inout [Int32], _ scores: [Float]) {
    func key(_ row: Int32) -> (Int, Int) { places[Int(row)].map { ($0.photo, $0.number) } ?? (0, 0) }
    var start = 0
    while start < rows.count {
      let score = scores[Int(rows[start])]
      var end = start + 1
      while end < rows.count, scores[Int(rows[end])] == score { end += 1 }
      if end > start + 1 { rows[start..<end].sort { key($0) < key($1) } }
      start = end
    }
  }
}

extension Ranking.Entry {
  fileprivate init(
    _ row: Int32, _ place: LibraryContents.Place, score: Float, query: Int, standing: Standing.Elsewhere
  ) {
    self.init(
      row: row, photo: Int32(place.photo), number: Int32(place.number), query: Int32(query), score: score,
      standing: standing)
  }
}

/// Judges matches in the order of their scores.
private struct Standings {
  /// Score from which two faces of one photo show one person: of 32 photos of the album joined to their mirror image 31
  /// reach 0.948 and more; sufficient faces of different people on ten group photos at most 0.543.
  private static let nearlyIdentical: Float = 0.9

  private enum PhotoState: UInt8 {
    /// No face of it is known to be the same person.
    case open
    /// A face of it may already be.
    case taken
    /// A query is a face of it.
    case own
  }

  private let queries: [Query]
  private let scores: QueryScores
  private var states: [PhotoState]

  /// - Parameter photos: how many there are.
  init(queries: [Query], scores: QueryScores, photos: Int) {
    self.queries = queries
    self.scores = scores
    states = Array(repeating: .open, count: photos)
    for photo in queries.compactMap(\.face?.photo) { states[photo] = .own }
  }

  mutating func next(
    _ row: Int, _ place: LibraryContents.Place, nearest: Int
  ) -> (standing: Standing.Elsewhere, isSamePhoto: Bool) {
    let alone = standing(nearest, place.quality)
    let state = states[place.photo]
    if state == .own { return alone == .candidate && isCopy(row, on: place.photo) ? (.copy, false) : (alone, true) }
    guard alone == .candidate else { return (alone, false) }
    states[place.photo] = .taken
    return (state == .taken ? .second : alone, false)
  }

  private func isCopy(_ row: Int, on photo: Int) -> Bool {
    queries.indices.contains {
      queries[$0].face?.photo == photo && scores.score(row, of: $0) >= Self.nearlyIdentical
    }
  }

  /// What a face can be that is the only one of its photo. The query that it is most alike has to be one that tells
  /// enough of a person.
  private func standing(_ nearest: Int, _ quality: FaceQuality) -> Standing.Elsewhere {
    if !quality.isSufficient { return .poor(quality.defect ?? .unclear) }
    let query = queries[nearest].quality
    if !query.isSufficient { return .poorQuery(query.defect ?? .unclear) }
    return .candidate
  }
}
