import Foundation

/// How pairs of one person score: a normal distribution, the pack's moved to what was seen.
struct SamePerson: Sendable {
  private let mean, deviation: Double

  /// Pairs for which the pack's distribution counts.
  private static let weight = 50.0

  init(_ calibration: Calibration, scores: [Float]) {
    let (count, weight) = (Double(scores.count), Self.weight)
    let sum = scores.reduce(0) { $0 + Double($1) }
    let mean = (sum + weight * calibration.mean) / (count + weight)
    let squares = scores.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let apart = calibration.mean - mean
    let expected = calibration.deviation * calibration.deviation + apart * apart
    self.mean = mean
    deviation = max(0.05, ((squares + weight * expected) / (count + weight)).squareRoot())
  }

  /// Per unit of the score; above the mean it stays as it is there, so that a better score never counts for less.
  func density(_ score: Double) -> Double {
    let distance = min(0, score - mean) / deviation
    return exp(-distance * distance / 2) / (deviation * (2 * Double.pi).squareRoot())
  }
}
