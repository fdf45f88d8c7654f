/// How the scores of a face against all confirmed faces of a person become one: mostly the best of them, as people change
/// over the years, and a little their mean, as one face alone may resemble a stranger's. Chosen by measurement:
/// docs/accuracy.md, "Candidates of a person".
public enum PersonLikeness: Sendable, Hashable {
  case best
  case mean
  /// The mean of so many of the best, at least 1.
  case bestOf(Int)
  /// So many hundredths of the best, the rest of the mean.
  case blend(Int)

  /// What the program uses.
  public static let standard = PersonLikeness.blend(80)

  /// - Parameter scores: at least one.
  public func callAsFunction(_ scores: [Float]) -> Float {
    let best = scores.max() ?? -1
    switch self {
    case .best: return best
    case .mean: return Self.average(scores)
    case .bestOf(let count):
      let sorted: [Float] = scores.sorted(by: >)
      return Self.average(Array(sorted[..<min(sorted.count, max(1, count))]))
    case .blend: return callAsFunction(best: best, mean: Self.average(scores))
    }
  }

  /// The same of two numbers that are at hand; of the others only the best counts.
  func callAsFunction(best: Float, mean: Float) -> Float {
    switch self {
    case .blend(let hundredths): best * Float(hundredths) / 100 + mean * Float(100 - hundredths) / 100
    case .mean: mean
    case .best, .bestOf: best
    }
  }

  private static func average(_ scores: [Float]) -> Float { scores.reduce(0, +) / Float(max(1, scores.count)) }

  public var name: String {
    switch self {
    case .best: "best"
    case .mean: "mean"
    case .bestOf(let count): "mean of the best \(count)"
    case .blend(let hundredths): "\(hundredths) % best, \(100 - hundredths) % mean"
    }
  }
}
