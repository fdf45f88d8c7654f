import ArgumentParser
import Odds

/// A score, or a word for a chance of error.
enum ThresholdArgument: ExpressibleByArgument {
  case score(Float)
  case preset(CutPreset)

  init?(argument: String) {
    if let preset = CutPreset(rawValue: argument) {
      self = .preset(preset)
    } else if let score = Float(argument) {
      self = .score(score)
    } else {
      return nil
    }
  }

  var preset: CutPreset? { if case .preset(let preset) = self { preset } else { nil } }

  /// - Throws: where no score is as sure as the word says.
  func score(_ odds: MatchOdds?) throws -> Float {
    switch self {
    case .score(let score): return score
    case .preset(let preset):
      guard let cut = odds?.cut(preset) else {
        throw ArgumentMistake("--threshold \(preset.rawValue): no score in this folder says that much; give a score.")
      }
      return cut
    }
  }
}
