import Foundation

/// The lowest place between the scores of others and those of one person, where a cut loses least.
public enum ScoreValley {
  private static let bins = 100

  /// - Parameter scores: cosines of a ranking.
  /// - Returns: a score above the hill of the others and below that of the person; nil where there are not two hills.
  public static func find(_ scores: [Float]) -> Float? {
    let heights = smoothed(histogram(scores))
    guard let top = heights.indices.max(by: { heights[$0] < heights[$1] }), heights[top] > 0 else { return nil }
    // The hill of the others is the larger one; that of the person is what rises again behind it.
    var best: (drop: Double, place: Int)?
    var lowest = top
    for place in heights.indices where place > top {
      if heights[place] < heights[lowest] { lowest = place }
      let drop = heights[place] - heights[lowest]
      if drop > best?.drop ?? 0 { best = (drop, flatMiddle(of: lowest, before: place, heights)) }
    }
    // Less than what two faces make is no hill.
    guard let best, best.drop >= 2 * peak else { return nil }
    return Float(best.place) / Float(bins) + 0.5 / Float(bins)
  }

  /// Of one score after smoothing.
  private static let peak = 0.1

  private static func histogram(_ scores: [Float]) -> [Double] {
    var counts = [Double](repeating: 0, count: bins)
    for score in scores where score >= 0 && score <= 1 { counts[min(bins - 1, Int(score * Float(bins)))] += 1 }
    return counts
  }

  /// With a bell of a deviation of 0.04.
  private static func smoothed(_ counts: [Double]) -> [Double] {
    let weights = (-12...12).map { exp(-Double($0 * $0) / 32) }
    let sum = weights.reduce(0, +)
    return counts.indices.map { place in
      (-12...12).reduce(0) { total, offset in
        let other = place + offset
        return total + (counts.indices.contains(other) ? counts[other] * weights[offset + 12] / sum : 0)
      }
    }
  }

  private static func flatMiddle(of lowest: Int, before end: Int, _ heights: [Double]) -> Int {
    let limit = heights[lowest] + 1e-3
    let last = (lowest..<end).last { heights[$0] <= limit } ?? lowest
    return (lowest + last) / 2
  }
}
