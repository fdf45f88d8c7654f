import Faces

/// What a score says about two faces.
public enum Verdict: String, Sendable, CaseIterable {
  case same, maybe, other

  /// - Parameters:
  ///   - score: cosine of two embeddings.
  ///   - cut: the score from which on the user calls it the same person; nil is the pack's balanced threshold.
  public init(score: Float, thresholds: ModelPack.Thresholds, cut: Float? = nil) {
    let same = cut ?? thresholds.balanced
    self = score >= same ? .same : score >= min(thresholds.everything, same) ? .maybe : .other
  }
}
