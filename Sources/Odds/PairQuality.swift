/// How much the worse face of a pair tells.
public enum PairQuality: Int, Sendable, CaseIterable {
  case good, fair, poor

  /// - Parameters: qualities from 0 to 1, of which 0.5 is sufficient.
  public init(_ a: Float, _ b: Float) {
    let worse = min(a, b)
    self = worse >= 0.75 ? .good : worse >= 0.5 ? .fair : .poor
  }
}

/// Two faces that were compared.
public struct ScoredPair: Sendable {
  /// Cosine.
  public var score: Float
  public var quality: PairQuality

  public init(score: Float, quality: PairQuality) {
    self.score = score
    self.quality = quality
  }
}
