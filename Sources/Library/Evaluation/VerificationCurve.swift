/// How well scores tell pairs of one person from pairs of two, at every threshold: a pair is accepted, taken for the same
/// person, where its score is at least the threshold.
public struct VerificationCurve: Sendable, Equatable {
  /// What is accepted at one threshold.
  public struct Point: Sendable, Equatable {
    public var threshold: Float
    public var trueAccepts, falseAccepts: Int
  }

  /// A rate, 0 to 1, and the threshold that gives it.
  public struct Operating: Sendable, Equatable {
    public var rate: Double
    public var threshold: Float
  }

  /// Pairs of one person, and of two.
  public let same, different: Int
  /// One for each distinct score, from strict to lenient.
  public let points: [Point]
  private let scores: [Float]

  /// - Parameters:
  ///   - scores: one a pair, finite.
  ///   - isSame: as many.
  public init(scores: [Float], isSame: [Bool]) {
    var points: [Point] = []
    var accepts = (true: 0, false: 0)
    for (score, isSame) in zip(scores, isSame).sorted(by: { $0.0 > $1.0 }) {
      accepts.true += isSame ? 1 : 0
      accepts.false += isSame ? 0 : 1
      let point = Point(threshold: score, trueAccepts: accepts.true, falseAccepts: accepts.false)
      if points.last?.threshold == score { points[points.count - 1] = point } else { points.append(point) }
    }
    self.scores = scores
    self.points = points
    same = accepts.true
    different = accepts.false
  }

  /// The best share of right answers that one of the scores gives as the threshold; of several such scores the first in
  /// the order of the pairs, as `cal_accuracy` of arcface-pytorch's test.py finds it. Nil where there are no pairs.
  public var bestAccuracy: Operating? {
    guard let best = points.map(right).max() else { return nil }
    let thresholds = Set(points.filter { right($0) == best }.map(\.threshold))
    return scores.first(where: thresholds.contains)
      .map { Operating(rate: Double(best) / Double(same + different), threshold: $0) }
  }

  private func right(_ point: Point) -> Int { point.trueAccepts + different - point.falseAccepts }

  /// The probability that a pair of one person scores above a pair of two, ties counting half: the area under the line
  /// through the points of the ROC curve (Fawcett, An introduction to ROC analysis, 2006, algorithm 2).
  /// Nil where one of the kinds is missing.
  public var areaUnderCurve: Double? {
    guard same > 0, different > 0 else { return nil }
    var area = 0.0
    var last = (true: 0, false: 0)
    for point in points {
      area += Double(point.falseAccepts - last.false) * Double(point.trueAccepts + last.true) / 2
      last = (point.trueAccepts, point.falseAccepts)
    }
    return area / Double(same) / Double(different)
  }

  /// Where as large a share of the pairs of one person is rejected as of the others accepted, on the straight line
  /// between the points at which the larger of the two changes; the threshold is that of the more lenient point.
  /// Nil where one of the kinds is missing.
  public var equalErrorRate: Operating? {
    guard same > 0, different > 0 else { return nil }
    var last = (accepted: 0.0, rejected: 1.0)
    for point in points {
      let accepted = Double(point.falseAccepts) / Double(different)
      let rejected = Double(same - point.trueAccepts) / Double(same)
      if rejected <= accepted {
        let gap = last.rejected - last.accepted
        let share = gap / (gap + accepted - rejected)
        return Operating(rate: last.accepted + share * (accepted - last.accepted), threshold: point.threshold)
      }
      last = (accepted, rejected)
    }
    return nil
  }

  /// The share of the pairs of one person that is accepted where at most this share of the others is.
  public enum TrueAcceptRate: Sendable, Equatable {
    case at(Operating)
    /// Even the best score belongs to too many pairs of two people.
    case none
    /// Fewer pairs of two people than this cannot tell such a rate from 0.
    case needs(different: Int)
  }

  /// - Parameter limit: above 0.
  public func trueAcceptRate(atFalseAcceptRate limit: Double) -> TrueAcceptRate {
    // Products such as 0.001 · 3000 may fall a rounding error short of a whole number.
    let allowed = Int((Double(different) * limit + 1e-9).rounded(.down))
    guard allowed > 0 else { return .needs(different: Int((1 / limit - 1e-9).rounded(.up))) }
    guard let point = points.last(where: { $0.falseAccepts <= allowed }) else { return .none }
    return .at(Operating(rate: Double(point.trueAccepts) / Double(max(same, 1)), threshold: point.threshold))
  }

  /// The largest share of the pairs of one person that one threshold accepts while at least `precision` of all it accepts
  /// are such pairs (precision and recall as in Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008,
  /// section 8.3). Nil where no threshold does.
  public func recall(atPrecision precision: Double) -> Operating? {
    points.last { Double($0.trueAccepts) >= precision * Double($0.trueAccepts + $0.falseAccepts) - 1e-9 }
      .map { Operating(rate: Double($0.trueAccepts) / Double(max(same, 1)), threshold: $0.threshold) }
  }
}
