import Faces
import Search

extension LibraryContents {
  /// Every face that the limits admit: the query itself, others with the best first (ties by path and number), and last
  /// those of the query's own photo that are somebody else.
  func rank(_ query: Query, limits: FaceLimits = FaceLimits()) -> [Match] {
    let ranked = scores(query.embedding, limits: limits, except: query.face?.id)
    var standings = Standings(query: query)
    var head = query.face.flatMap { match(Int($0.id.rawValue), score: 1, standing: .query) }.map { [$0] } ?? []
    var tail: [Match] = []
    head.reserveCapacity(ranked.count + 1)
    for row in ranked {
      guard let place = place(ofRow: row.row) else { continue }
      let standing = standings.next(photo: place.photo, quality: face(at: place).quality, score: row.score)
      guard let match = match(row.row, score: row.score, standing: standing) else { continue }
      if standing.isSamePhoto { tail.append(match) } else { head.append(match) }
    }
    return head + tail
  }
}

/// Judges matches in the order of their scores.
private struct Standings {
  /// Score from which two faces of one photo show one person: of 32 photos of the album joined to their mirror image 31
  /// reach 0.948 and more; sufficient faces of different people on ten group photos at most 0.543.
  private static let nearlyIdentical: Float = 0.9

  private let query: Query
  /// Photos of which a face may already be the same person.
  private var taken: Set<Int> = []

  init(query: Query) { self.query = query }

  mutating func next(photo: Int, quality: FaceQuality, score: Float) -> Standing {
    let alone = standing(quality)
    if photo == query.face?.photo {
      return alone == .candidate && score >= Self.nearlyIdentical ? .copy : .samePhoto(elsewhere: alone)
    }
    return alone != .candidate || taken.insert(photo).inserted ? alone : .second
  }

  /// What a face can be that is the only one of its photo.
  private func standing(_ quality: FaceQuality) -> Standing {
    if !quality.isSufficient { return .poor(quality.defect ?? .unclear) }
    if !query.quality.isSufficient { return .poorQuery(query.quality.defect ?? .unclear) }
    return .candidate
  }
}
