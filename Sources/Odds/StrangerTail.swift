import Foundation

/// How often pairs of strangers of one quality reach a score: the pack's curve, moved to what was seen in the folder.
///
/// From the score on that 1 in 1,000 pairs of the pack reach, the folder's pairs tell two numbers: how many times as often
/// they get there, and how fast they become fewer beyond. Both are blended with what is expected before any is seen, which
/// counts as `weight` such pairs (a Gamma prior on the rate and on the slope, whose mean the posterior's is).
struct StrangerTail: Sendable {
  private let calibration: Calibration
  private let start: Double
  private let logFactor: Double
  /// By which logarithms of rates beyond the start are multiplied.
  private let steepness: Double

  private static let startRate = log(1e-3)
  private static let weight = 10.0

  /// - Parameters:
  ///   - scores: of pairs of strangers.
  ///   - expected: how many times as often as the pack says such pairs are thought to reach the start.
  init(_ calibration: Calibration, scores: [Float], expected: Double) {
    self.calibration = calibration
    start = calibration.score(logRate: Self.startRate)
    let (start, weight) = (start, Self.weight)
    let beyond = scores.map(Double.init).filter { $0 >= start }
    let foreseen = Double(scores.count) * exp(Self.startRate)
    logFactor = log((Double(beyond.count) + weight) / (foreseen + weight / expected))
    // In units in which the pack's rates fall e-fold with each step.
    let excess = beyond.reduce(0) { $0 + Self.startRate - calibration.logRate($1) }
    steepness = (Double(beyond.count) + weight) / (excess + weight)
  }

  /// Natural logarithm of the share that scores at least this.
  func logRate(_ score: Double) -> Double {
    let pack = calibration.logRate(score)
    let beyond = max(0, Self.startRate - pack)
    let moved = score >= start ? Self.startRate + logFactor - steepness * beyond : pack + logFactor
    return min(log(0.999), moved)
  }

  /// Per unit of the score, as if rates fell evenly, so that it falls with the score.
  func density(_ score: Double) -> Double { exp(logRate(score)) * calibration.slope * steepness }
}
