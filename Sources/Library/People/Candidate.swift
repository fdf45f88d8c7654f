import Journal
import SystemPackage

/// A face of which nobody has said who it is, as one that may be a person's.
public struct Candidate: Sendable, Equatable {
  public let face: FaceID
  /// Relative to the library's folder.
  public let photo: FilePath
  /// From 1, left to right.
  public let number: Int
  /// Cosine against all confirmed faces, as `PersonLikeness` combines it, -1 to 1.
  public let score: Float
  /// Against the confirmed face that it is most alike.
  public let best: Float
  public let nearest: FaceID

  public init(face: FaceID, photo: FilePath, number: Int, score: Float, best: Float, nearest: FaceID) {
    (self.face, self.photo, self.number) = (face, photo, number)
    (self.score, self.best, self.nearest) = (score, best, nearest)
  }
}

/// The faces that may be a person's.
public struct Candidates: Sendable, Equatable {
  /// At most so many are kept.
  static let most = 2000

  /// Best first.
  public let all: [Candidate]
  /// How many of them score at least the threshold: those that are worth a look.
  public let likely: Int

  public init(_ all: [Candidate] = [], likely: Int = 0) { (self.all, self.likely) = (all, likely) }
}

extension PhotoLibrary {
  /// Faces that may be a person's, best first, scored against all confirmed ones: not named, not ignored, not refused for the
  /// person, nor said to be somebody else. Two faces of one photo are two people: where the person is on a photo already
  /// nobody else on it is a candidate, but where the user has confirmed two of its faces; of other photos the likeliest face is.
  /// - Parameters:
  ///   - threshold: from which on a candidate is likely; nil for the pack's balanced one.
  ///   - isCancelled: asked many times a second; then nil comes back.
  public func candidates(
    for person: PersonID, _ decided: DecidedFaces, from threshold: Float? = nil, isCancelled: () -> Bool = { false }
  ) -> Candidates? {
    let confirmed = decided.faces(of: person)
    let contents = contents.withLock(\.self)
    guard let likeness = RowLikeness(confirmed, contents, isCancelled) else { return isCancelled() ? nil : Candidates() }
    let search = CandidateSearch(confirmed, decided, contents, limits: faceLimits)
    let all = search.candidates(likeness)
    let cut = threshold ?? pack.thresholds.balanced
    let likely = all.firstIndex { $0.score < cut } ?? all.count
    return Candidates(Array(all.prefix(max(Candidates.most, likely))), likely: likely)
  }
}

/// How alike the rows of a library are to some faces.
private struct RowLikeness {
  private(set) var best: [Float] = []
  private(set) var nearest: [Int32] = []
  private(set) var mean: [Float] = []

  /// Of more confirmed faces so many are compared, evenly taken: each costs a pass over all embeddings.
  private static let mostCompared = 500

  /// - Returns: nil where none of the faces is there, or it was cancelled.
  init?(_ faces: [FaceID], _ contents: LibraryContents, _ isCancelled: () -> Bool) {
    let known = faces.filter { contents.place($0) != nil }
    let count = min(known.count, Self.mostCompared)
    let compared = (0..<count).map { known[$0 * known.count / count] }
    for (index, face) in compared.enumerated() {
      guard !isCancelled(), let embedding = contents.embedding(of: face) else { return nil }
      let scores = contents.scores(embedding)
      guard index > 0 else {
        (best, mean) = (scores, scores)
        nearest = Array(repeating: Int32(face.rawValue), count: scores.count)
        continue
      }
      for row in scores.indices {
        mean[row] += scores[row]
        if scores[row] > best[row] { (best[row], nearest[row]) = (scores[row], Int32(face.rawValue)) }
      }
    }
    guard count > 0 else { return nil }
    for row in mean.indices { mean[row] /= Float(count) }
  }
}

/// Which faces may be a person's.
private struct CandidateSearch {
  private let decided: DecidedFaces
  private let contents: LibraryContents
  private let limits: FaceLimits
  private let strangers: Set<FaceID>
  /// Positions of photos on which the person is.
  private let taken: Set<Int>

  init(_ confirmed: [FaceID], _ decided: DecidedFaces, _ contents: LibraryContents, limits: FaceLimits) {
    (self.decided, self.contents, self.limits) = (decided, contents, limits)
    strangers = decided.strangers(to: confirmed)
    let counts = Dictionary(confirmed.compactMap { contents.place($0) }.map { ($0.photo, 1) }, uniquingKeysWith: +)
    taken = Set(counts.filter { $0.value == 1 }.keys)
  }

  func candidates(_ likeness: RowLikeness) -> [Candidate] {
    var ofPhoto: [Int: Int] = [:]
    for row in likeness.best.indices {
      guard let place = contents.place(ofRow: row), !taken.contains(place.photo), isOpen(FaceID(Int64(row)), place)
      else { continue }
      if let other = ofPhoto[place.photo], score(other, likeness) >= score(row, likeness) { continue }
      ofPhoto[place.photo] = row
    }
    return ofPhoto.values.map { row in (row: row, score: score(row, likeness)) }
      .sorted { ($1.score, $0.row) < ($0.score, $1.row) }
      .compactMap { candidate($0.row, $0.score, likeness) }
  }

  private func score(_ row: Int, _ likeness: RowLikeness) -> Float {
    PersonLikeness.standard(best: likeness.best[row], mean: likeness.mean[row])
  }

  private func isOpen(_ face: FaceID, _ place: LibraryContents.Place) -> Bool {
    guard limits.areOpen || limits.admits(contents.face(at: place)) else { return false }
    guard let word = decided.decided(face) else { return true }
    return word.person == nil && !word.isIgnored && !strangers.contains(face)
  }

  private func candidate(_ row: Int, _ score: Float, _ likeness: RowLikeness) -> Candidate? {
    contents.place(ofRow: row).map { place in
      Candidate(
        face: FaceID(Int64(row)), photo: contents.photos[place.photo].path, number: place.number, score: score,
        best: likeness.best[row], nearest: FaceID(Int64(likeness.nearest[row])))
    }
  }
}
