import Foundation

/// What a score means in one folder.
///
/// `chanceOfError` is the share of wrong ones among all pairs of two photos of the folder that have such a score and
/// quality: the density of strangers' pairs there beside that of pairs of one person (Efron's local false discovery rate).
/// docs/accuracy.md compares it with the truth.
public struct MatchOdds: Sendable {
  private let tails: [StrangerTail]
  private let same: SamePerson
  /// Of all pairs of two photos of each quality, those of one person.
  private let shares: [Double]

  /// What pairs of strangers of each quality are thought to do before any is seen in the folder: how many times as often
  /// as the pack says they reach the score that 1 in 1,000 of the pack's do (docs/accuracy.md, "What a score means").
  private static let expected = [1.0, 1.5, 4.0]

  /// - Parameters:
  ///   - strangers: pairs of two people on two photos. Those on one photo are more alike, as its light and blur is theirs.
  ///   - samePerson: scores of pairs of one person: confirmed, or of bursts.
  ///   - all: of pairs of two photos that nobody has chosen: the more the better, some thousands are enough.
  public init(_ calibration: Calibration, strangers: [ScoredPair], samePerson: [Float], all: [ScoredPair]) {
    tails = PairQuality.allCases.map { quality in
      StrangerTail(
        calibration, scores: strangers.filter { $0.quality == quality }.map(\.score),
        expected: Self.expected[quality.rawValue])
    }
    same = SamePerson(calibration, scores: samePerson)
    let (tails, same) = (tails, same)
    shares = PairQuality.allCases.map { quality in
      let scores = all.filter { $0.quality == quality }.map { Double($0.score) }
      return Self.share(scores, tails[quality.rawValue], same)
    }
  }

  /// How many of the pairs are of one person, by expectation and maximisation of that single number. A pair in a hundred
  /// more is supposed of a thousand, so that a few pairs do not decide.
  private static func share(_ scores: [Double], _ tail: StrangerTail, _ same: SamePerson) -> Double {
    let ratios = scores.map { same.density($0) / max(tail.density($0), 1e-12) }
    var share = 0.01
    for _ in 0..<50 {
      let right = ratios.reduce(0) { $0 + share * $1 / (share * $1 + 1 - share) }
      share = (right + 10) / (Double(ratios.count) + 1000)
    }
    return min(max(share, 1e-6), 0.99)
  }

  /// The share of pairs of strangers that score at least this, 0 to 1.
  public func strangerRate(_ score: Float, _ quality: PairQuality) -> Double {
    exp(tails[quality.rawValue].logRate(Double(score)))
  }

  /// The chance that a match with this score is of two people, 0 to 1; it falls with the score.
  /// - Parameter queries: of how many faces of one person the score is the best: each is one more that a stranger may be like.
  public func chanceOfError(_ score: Float, _ quality: PairQuality, bestOf queries: Int = 1) -> Double {
    let share = shares[quality.rawValue]
    let strangers = (1 - share) * tails[quality.rawValue].density(Double(score)) * Double(max(1, queries))
    let right = share * same.density(Double(score))
    return min(max(strangers / max(strangers + right, 1e-300), 1e-9), 1)
  }

  /// The lowest score from which on the chance of error of good faces is no more than this; nil where none is so sure.
  public func cut(chanceOfError limit: Double) -> Float? {
    var (low, high): (Float, Float) = (0, 1)
    guard chanceOfError(high, .good) <= limit else { return nil }
    for _ in 0..<20 {
      let middle = (low + high) / 2
      if chanceOfError(middle, .good) <= limit { high = middle } else { low = middle }
    }
    return high
  }

  public func cut(_ preset: CutPreset) -> Float? { cut(chanceOfError: preset.chanceOfError) }
}
