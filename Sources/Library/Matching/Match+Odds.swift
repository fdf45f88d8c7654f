import Faces
import Odds

extension MatchOdds {
  /// The chance that a match is of another person, 0 to 1; nil where its score does not decide that: of a query, of faces of
  /// the query's own photo, and where another face of the photo is more alike.
  /// - Parameters:
  ///   - quality: of the match's face.
  ///   - queries: of each query's face.
  public func chanceOfError(
    of match: Match, quality: FaceQuality, queries: [FaceQuality], by combination: ScoreCombination
  ) -> Double? {
    switch match.standing {
    case .query, .copy, .second, .samePhoto: return nil
    case .candidate, .poor, .poorQuery: break
    }
    let query = queries.indices.contains(match.query) ? queries[match.query] : .unknown
    return chanceOfError(
      match.score, PairQuality(quality.value, query.value), bestOf: combination == .best ? queries.count : 1)
  }
}
