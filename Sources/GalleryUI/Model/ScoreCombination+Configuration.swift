import Configuration
import Library

extension ScoreCombination {
  /// As it is configured.
  public init(_ combination: Configuration.Combination) {
    switch combination {
    case .best: self = .best
    case .mean: self = .mean
    }
  }
}
