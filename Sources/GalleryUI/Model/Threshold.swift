import Configuration
import Faces

extension ModelPack.Thresholds {
  /// The score that a configured threshold is for this pack.
  public func score(_ threshold: Configuration.Threshold) -> Float {
    switch threshold {
    case .safe: safe
    case .balanced: balanced
    case .everything: everything
    case .score(let score): score
    }
  }
}
