/// The accuracy of a cross-validation as LFW demands it: the threshold for each fold is the best one on all other folds
/// (Huang et al., Labeled Faces in the Wild, 2007, section "Pair matching").
public struct FoldAccuracy: Sendable, Equatable {
  /// One a fold, 0 to 1.
  public let accuracies: [Double]
  public let thresholds: [Float]

  /// - Parameter folds: for each score the number of its fold.
  /// - Returns: nil where there are fewer than two folds, or one lacks a kind of pairs.
  public init?(scores: [Float], isSame: [Bool], folds: [Int]) {
    let pairs = zip(scores, isSame).enumerated().map { (fold: folds[$0], score: $1.0, isSame: $1.1) }
    let names = Set(folds).sorted()
    let hasBoth = names.allSatisfy { name in
      Set(pairs.filter { $0.fold == name }.map(\.isSame)).count == 2
    }
    guard names.count > 1, hasBoth else { return nil }
    var accuracies: [Double] = []
    var thresholds: [Float] = []
    for name in names {
      let others = pairs.filter { $0.fold != name }
      let curve = VerificationCurve(scores: others.map(\.score), isSame: others.map(\.isSame))
      guard let threshold = curve.bestAccuracy?.threshold else { return nil }
      let fold = pairs.filter { $0.fold == name }
      accuracies.append(Double(fold.count { ($0.score >= threshold) == $0.isSame }) / Double(fold.count))
      thresholds.append(threshold)
    }
    self.accuracies = accuracies
    self.thresholds = thresholds
  }

  public var mean: Double { accuracies.reduce(0, +) / Double(accuracies.count) }

  /// Of a fold's accuracy, estimated from all folds (divided by their number less one).
  public var standardDeviation: Double {
    let mean = mean
    return (accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(accuracies.count - 1)).squareRoot()
  }

  /// Of the mean: what LFW reports behind the ±.
  public var standardError: Double { standardDeviation / Double(accuracies.count).squareRoot() }
}
