import Faces

/// Judges the faces of a ranking, in any order of theirs.
struct Standings {
  /// Score from which two faces of one photo show one person: of 32 photos of the album joined to their mirror image 31
  /// reach 0.948 and more; sufficient faces of different people on ten group photos at most 0.543.
  private static let nearlyIdentical: Float = 0.9

  /// What is known of a photo where no face can be the same person yet, and where a query is one of its faces; else the
  /// index of the entry that is most alike.
  private static let (open, own): (Int32, Int32) = (-1, -2)

  private let queries: [Query]
  private let scores: QueryScores
  private var likeliest: [Int32]
  private(set) var entries: [Ranking.Entry] = []

  /// - Parameters:
  ///   - photos: how many there are.
  ///   - faces: how many will come, at most.
  init(queries: [Query], scores: QueryScores, photos: Int, faces: Int) {
    (self.queries, self.scores) = (queries, scores)
    likeliest = Array(repeating: Self.open, count: photos)
    for photo in queries.compactMap(\.face?.photo) { likeliest[photo] = Self.own }
    entries.reserveCapacity(faces)
  }

  /// - Parameter row: of the face.
  mutating func add(_ row: Int, _ place: LibraryContents.Place) {
    let nearest = scores.nearest(row)
    var entry = Ranking.Entry(
      FaceID(Int64(row)), place, score: scores.combined[row], query: nearest,
      standing: standing(nearest, place.quality))
    let other = likeliest[place.photo]
    if other == Self.own {
      let isCopy = entry.standing == .candidate && isCopy(row, on: place.photo)
      if isCopy { entry.standing = .copy } else { entry.isSamePhoto = true }
    } else if entry.standing == .candidate {
      if other != Self.open, isAhead(entries[Int(other)], of: entry) {
        entry.standing = .second
      } else {
        if other != Self.open { entries[Int(other)].standing = .second }
        likeliest[place.photo] = Int32(entries.count)
      }
    }
    entries.append(entry)
  }

  /// Of two faces of one photo.
  private func isAhead(_ a: Ranking.Entry, of b: Ranking.Entry) -> Bool {
    (a.score, b.number) > (b.score, a.number)
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

extension Ranking.Entry {
  init(_ face: FaceID, _ place: LibraryContents.Place, score: Float, query: Int, standing: Standing.Elsewhere) {
    self.init(
      row: Int32(face.rawValue), photo: Int32(place.photo), number: Int32(place.number), query: Int32(query),
      score: score, standing: standing)
  }
}
