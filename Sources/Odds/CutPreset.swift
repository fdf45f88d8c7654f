/// A chance of error that a cut is chosen for.
public enum CutPreset: String, Sendable, CaseIterable {
  case safe, balanced, everything

  /// Of a match that just reaches the cut; those above it are wrong less often.
  public var chanceOfError: Double {
    switch self {
    case .safe: 0.001
    case .balanced: 0.01
    case .everything: 0.1
    }
  }
}
