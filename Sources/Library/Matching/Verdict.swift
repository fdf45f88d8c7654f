import Faces

/// What a score says about two faces.
public enum Verdict: String, Sendable, CaseIterable {
  case same, maybe, other
  /// The query itself.
  case query
  /// Somebody else in the query's own photo.
  case samePhoto = "same-photo"

  /// - Parameters:
  ///   - score: cosine of two embeddings.
  ///   - cut: the score from which on the user calls it the same person; nil is the pack's balanced threshold.
  ///   - standing: may keep a high score from meaning anything.
  public init(
    score: Float, thresholds: ModelPack.Thresholds, cut: Float? = nil, standing: Standing = .candidate
  ) {
    if standing == .query || standing.isSamePhoto {
      self = standing == .query ? .query : .samePhoto
      return
    }
    let same = cut ?? thresholds.balanced
    self =
      score >= same
      ? (standing.canBeSame ? .same : .maybe) : score >= min(thresholds.everything, same) ? .maybe : .other
  }
}
