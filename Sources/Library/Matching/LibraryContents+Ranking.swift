import Faces
import Foundation
import Search

extension LibraryContents {
  /// Every face that the limits admit: the queries themselves, others with the best first (ties by path and number), and
  /// last those of the queries' own photos that are somebody else.
  /// - Parameter leftOut: faces that are not ranked.
  func rank(
    _ queries: [Query], by combination: ScoreCombination = .best, limits: FaceLimits = FaceLimits(),
    _ leftOut: Set<FaceID> = []
  ) -> Ranking {
    let scores = QueryScores(queries.map { self.scores($0.embedding) }, combination)
    var entries = queries.enumerated().compactMap { index, query in
      query.face.flatMap { face in
        place(face.id).map { Ranking.Entry(face.id, $0, score: 1, query: index, standing: .query) }
      }
    }
    let judged = judged(queries, scores, limits, leftOut)
    let order = order(judged)
    entries.reserveCapacity(entries.count + order.count)
    for index in order where !judged[Int(index)].isSamePhoto { entries.append(judged[Int(index)]) }
    for index in order where judged[Int(index)].isSamePhoto { entries.append(judged[Int(index)]) }
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

  /// The admitted faces but the queries, in the order of their rows: that of memory, as there are many.
  private func judged(
    _ queries: [Query], _ scores: QueryScores, _ limits: FaceLimits, _ leftOut: Set<FaceID>
  ) -> [Ranking.Entry] {
    guard !scores.combined.isEmpty else { return [] }
    let isOpen = limits.areOpen
    let skipped = queries.compactMap { $0.face.map { Int($0.id.rawValue) } }
    var standings = Standings(queries: queries, scores: scores, photos: photos.count, faces: places.count)
    for (row, place) in places.enumerated() {
      guard let place, !skipped.contains(row), isOpen || limits.admits(face(at: place)),
        leftOut.isEmpty || !leftOut.contains(FaceID(Int64(row)))
      else { continue }
      standings.add(row, place)
    }
    return standings.entries
  }

  /// Best first; ties by path and number.
  private func order(_ entries: [Ranking.Entry]) -> [Int32] {
    let scores = entries.map(\.score)
    var order = EmbeddingMatrix.ordered(scores)
    var start = 0
    while start < order.count {
      let score = scores[Int(order[start])]
      var end = start + 1
      while end < order.count, scores[Int(order[end])] == score { end += 1 }
      if end > start + 1 {
        order[start..<end].sort {
          let (a, b) = (entries[Int($0)], entries[Int($1)])
          return (a.photo, a.number) < (b.photo, b.number)
        }
      }
      start = end
    }
    return order
  }
}
