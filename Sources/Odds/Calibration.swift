import Foundation

/// How often two strangers reach a score, and how two faces of one person score, as a pack's maker measured it.
public struct Calibration: Sendable {
  /// Scores with the logarithm of the share of pairs of strangers that reach them; ascending.
  private let points: [(score: Double, logRate: Double)]
  /// Of pairs of one person.
  let mean, deviation: Double

  /// - Parameters:
  ///   - safe: cosine that 1 in 100,000 pairs of strangers reach.
  ///   - balanced: the same for 1 in 10,000.
  ///   - everything: the same for 1 in 1,000.
  /// Between these scores, and beyond the last, rates fall by the same factor with each step of the score. Pairs of one
  /// person are taken to lie around `safe`, as those of facetui-mini do: half of them reach it, 78 % `everything`.
  public init(safe: Float, balanced: Float, everything: Float) {
    let scores = [0, Double(everything), Double(balanced), Double(safe)]
    let rates = [0.5, 1e-3, 1e-4, 1e-5].map { log($0) }
    // A pack whose thresholds are not in order still has a curve that falls.
    var last = -1.0
    points = zip(scores, rates).map { score, rate in
      last = max(score, last + 1e-3)
      return (last, rate)
    }
    (mean, deviation) = (points[3].score, max(0.05, (points[3].score - points[1].score) / 0.77))
  }

  /// By how much that logarithm falls with each unit of the score where scores begin to mean something.
  var slope: Double { (points[1].logRate - points[3].logRate) / (points[3].score - points[1].score) }

  /// Natural logarithm of the share of pairs of strangers that score at least this.
  func logRate(_ score: Double) -> Double {
    let upper = points.firstIndex { $0.score >= score } ?? points.count - 1
    let (a, b) = (points[max(0, upper - 1)], points[max(1, upper)])
    let slope = (b.logRate - a.logRate) / (b.score - a.score)
    return min(log(0.999), b.logRate + slope * (score - b.score))
  }

  /// The score that this share of strangers' pairs reach.
  func score(logRate: Double) -> Double {
    let upper = points.firstIndex { $0.logRate <= logRate } ?? points.count - 1
    let (a, b) = (points[max(0, upper - 1)], points[max(1, upper)])
    return b.score + (logRate - b.logRate) * (b.score - a.score) / (b.logRate - a.logRate)
  }
}
