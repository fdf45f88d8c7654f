import Faces
import Foundation
import Odds

extension PhotoLibrary {
  /// What scores mean in this folder: faces of one person are the only ones of photos taken within two seconds, beside
  /// what the user has decided.
  /// - Parameters:
  ///   - apart: faces confirmed as two people. Those of one photo are left out: they reach high scores many times as often
  ///     as strangers on two photos (docs/accuracy.md).
  ///   - together: faces confirmed as one person.
  ///   - copies: their faces count once.
  public func odds(
    apart: [(FaceID, FaceID)] = [], together: [(FaceID, FaceID)] = [], copies: FaceCopies = FaceCopies()
  ) -> MatchOdds {
    let thresholds = pack.thresholds
    let calibration = Calibration(
      safe: thresholds.safe, balanced: thresholds.balanced, everything: thresholds.everything)
    let contents = contents.withLock(\.self)
    let pairs = FolderPairs(contents, copies)
    return MatchOdds(
      calibration, strangers: apart.compactMap(pairs.acrossPhotos),
      samePerson: (pairs.bursts + together).filter { copies.original(of: $0) != copies.original(of: $1) }
        .compactMap(pairs.scored).map(\.score), all: pairs.sample)
  }
}

/// Pairs of faces of which something is known without being told.
private struct FolderPairs {
  private let contents: LibraryContents
  private let faces: [(photo: Int, face: Face)]

  /// Pictures of the same moment, copies and mirror images score more: they say nothing of people.
  private static let moment: Float = 0.9
  /// About so many comparisons are taken to be typical of the folder.
  private static let sampled = 400_000

  init(_ contents: LibraryContents, _ copies: FaceCopies) {
    self.contents = contents
    faces = contents.photos.enumerated().flatMap { position, photo in
      photo.faces.filter { !copies.isCopy($0.id) }.map { (position, $0) }
    }
  }

  func scored(_ pair: (FaceID, FaceID)) -> ScoredPair? {
    guard let a = contents.face(pair.0)?.face, let b = contents.face(pair.1)?.face else { return nil }
    return scored(a, b)
  }

  private func scored(_ a: Face, _ b: Face) -> ScoredPair? {
    guard let x = contents.embedding(of: a.id), let y = contents.embedding(of: b.id) else { return nil }
    return ScoredPair(
      score: zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }, quality: PairQuality(a.quality.value, b.quality.value))
  }

  func acrossPhotos(_ pair: (FaceID, FaceID)) -> ScoredPair? {
    contents.face(pair.0)?.photo.path == contents.face(pair.1)?.photo.path ? nil : scored(pair)
  }

  /// In the order of their times, so that each pair is of neighbours.
  var bursts: [(FaceID, FaceID)] {
    let single = contents.photos.compactMap { photo -> (time: Double, face: Face)? in
      guard photo.faces.count == 1, photo.faces[0].quality.isSufficient, let time = photo.capturedSeconds else {
        return nil
      }
      return (time, photo.faces[0])
    }.sorted { ($0.time, $0.face.id) < ($1.time, $1.face.id) }
    return zip(single, single.dropFirst()).filter { $1.time - $0.time <= 2 && $1.time > $0.time }
      .map { ($0.face.id, $1.face.id) }
  }

  var sample: [ScoredPair] {
    guard !faces.isEmpty else { return [] }
    let queries = max(8, min(faces.count, Self.sampled / faces.count))
    return (0..<min(queries, faces.count)).flatMap { index -> [ScoredPair] in
      let query = faces[index * faces.count / min(queries, faces.count)]
      guard let embedding = contents.embedding(of: query.face.id) else { return [] }
      let scores = contents.scores(embedding)
      return faces.compactMap { other in
        let score = scores[Int(other.face.id.rawValue)]
        guard other.photo != query.photo, score < Self.moment else { return nil }
        return ScoredPair(score: score, quality: PairQuality(query.face.quality.value, other.face.quality.value))
      }
    }
  }
}

extension Photo {
  /// Of the camera's clock; only differences mean something.
  fileprivate var capturedSeconds: Double? {
    guard let captured else { return nil }
    let parts = captured.split { !$0.isNumber }.compactMap { Int($0) }
    guard parts.count == 6 else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let components = DateComponents(
      year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5])
    return calendar.date(from: components)?.timeIntervalSinceReferenceDate
  }
}
