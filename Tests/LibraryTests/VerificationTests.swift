import Testing

@testable import Library

@Suite struct `Verification of pairs` {
  private typealias Curve = VerificationCurve

  /// From strict to lenient: same, same, different, same, different, different.
  private let example = VerificationCurve(
    scores: [0.2, 0.9, 0.7, 0.8, 0.1, 0.3], isSame: [false, true, false, true, false, true])

  @Test func `a curve counted by hand`() throws {
    #expect(example.same == 3 && example.different == 3)
    #expect(example.points.map(\.threshold) == [0.9, 0.8, 0.7, 0.3, 0.2, 0.1])
    #expect(example.points.map(\.trueAccepts) == [1, 2, 2, 3, 3, 3])
    #expect(example.points.map(\.falseAccepts) == [0, 0, 1, 1, 2, 3])
    // 5 of 6 right at 0.8 and at 0.3; 0.8 comes first in the order of the pairs.
    #expect(example.bestAccuracy == Curve.Operating(rate: 5.0 / 6, threshold: 0.8))
    // Of 9 pairs of a same and a different one only 0.3 over 0.7 is wrong.
    #expect(try abs(#require(example.areaUnderCurve) - 8.0 / 9) < 1e-12)
    // A third of both kinds is wrong at 0.7.
    #expect(try abs(#require(example.equalErrorRate).rate - 1.0 / 3) < 1e-12)
    #expect(example.equalErrorRate?.threshold == 0.7)
    #expect(example.trueAcceptRate(atFalseAcceptRate: 0.34) == .at(Curve.Operating(rate: 1, threshold: 0.3)))
    #expect(example.trueAcceptRate(atFalseAcceptRate: 0.1) == .needs(different: 10))
    #expect(example.recall(atPrecision: 0.99) == Curve.Operating(rate: 2.0 / 3, threshold: 0.8))
    #expect(example.recall(atPrecision: 0.75) == Curve.Operating(rate: 1, threshold: 0.3))
  }

  @Test func `equal scores are accepted together`() throws {
    let curve = Curve(scores: [0.5, 0.5, 0.5, 0.1], isSame: [true, false, true, false])
    #expect(curve.points.count == 2)
    #expect(curve.bestAccuracy == Curve.Operating(rate: 0.75, threshold: 0.5))
    #expect(curve.areaUnderCurve == 0.75)
    #expect(curve.recall(atPrecision: 0.99) == nil)
    // On the line from (0, 1 rejected) to (1/2 accepted, 0 rejected).
    #expect(try abs(#require(curve.equalErrorRate).rate - 1.0 / 3) < 1e-12)
    let reversed = Curve(scores: [0.1, 0.9, 0.9], isSame: [true, false, false])
    #expect(reversed.trueAcceptRate(atFalseAcceptRate: 0.5) == .none)
    #expect(reversed.areaUnderCurve == 0 && reversed.equalErrorRate?.rate == 1)
  }

  @Test func `a perfect separation, a kind that is missing, no pairs`() {
    let perfect = Curve(scores: [0.9, 0.8, 0.1], isSame: [true, true, false])
    #expect(perfect.bestAccuracy == Curve.Operating(rate: 1, threshold: 0.8))
    #expect(perfect.areaUnderCurve == 1 && perfect.equalErrorRate?.rate == 0)
    let same = Curve(scores: [0.9], isSame: [true])
    #expect(same.areaUnderCurve == nil && same.equalErrorRate == nil && same.bestAccuracy?.rate == 1)
    #expect(same.trueAcceptRate(atFalseAcceptRate: 0.1) == .needs(different: 10))
    let empty = Curve(scores: [], isSame: [])
    #expect(empty.bestAccuracy == nil && empty.recall(atPrecision: 0.5) == nil)
  }

  @Test(arguments: [1e-1, 1e-2, 1e-3, 1e-4])
  func `the pairs that a rate needs are just enough`(rate: Double) {
    let needed = Int((1 / rate).rounded())
    let scores = (0..<needed).map { -Float($0) }
    let enough = Curve(scores: [-0.5] + scores, isSame: [true] + scores.map { _ in false })
    #expect(enough.trueAcceptRate(atFalseAcceptRate: rate) == .at(Curve.Operating(rate: 1, threshold: -0.5)))
    let few = Curve(scores: [-0.5] + scores.dropLast(), isSame: [true] + scores.dropLast().map { _ in false })
    #expect(few.trueAcceptRate(atFalseAcceptRate: rate) == .needs(different: needed))
  }

  @Test(arguments: 0..<30)
  func `every number is that of a slow version on random scores`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let count = Int.random(in: 20...150, using: &random)
    // Few distinct values, so that there are many ties.
    let isSame = (0..<count).map { _ in Bool.random(using: &random) } + [true, false]
    let scores = isSame.map { Float(Int.random(in: $0 ? -5...20 : -20...10, using: &random)) / 20 }
    let curve = Curve(scores: scores, isSame: isSame)
    let slow = SlowVerification(scores: scores, isSame: isSame)
    #expect(curve.bestAccuracy == slow.bestAccuracy)
    #expect(try abs(#require(curve.areaUnderCurve) - slow.areaUnderCurve) < 1e-12)
    #expect(try abs(#require(curve.equalErrorRate).rate - slow.equalErrorRate) < 1e-9)
    for rate in [0.5, 0.1, 0.05] {
      guard case .at(let found) = curve.trueAcceptRate(atFalseAcceptRate: rate) else { continue }
      #expect(abs(found.rate - slow.trueAcceptRate(rate)) < 1e-12)
    }
    #expect(abs((curve.recall(atPrecision: 0.9)?.rate ?? 0) - slow.recall(0.9)) < 1e-12)
    let folds = scores.indices.map { $0 % 3 }
    let accuracy = FoldAccuracy(scores: scores, isSame: isSame, folds: folds)
    #expect(accuracy?.accuracies == slow.accuracies(folds: folds))
  }

  @Test func `folds counted by hand`() throws {
    let folds = try #require(
      FoldAccuracy(
        scores: [0.9, 0.1, 0.5, 0.4, 0.6, 0.55], isSame: [true, false, true, false, true, false],
        folds: [0, 0, 1, 1, 2, 2]))
    // Without fold 0, both 0.5 and 0.6 are right in 3 of 4 pairs, and 0.5 comes first; without 1, 0.6 is in all; without
    // 2, 0.5 is.
    #expect(folds.thresholds == [0.5, 0.6, 0.5])
    #expect(folds.accuracies == [1, 0.5, 0.5])
    #expect(abs(folds.mean - 2.0 / 3) < 1e-12)
    #expect(abs(folds.standardDeviation - (1.0 / 12).squareRoot()) < 1e-12)
    #expect(abs(folds.standardError - 1.0 / 6) < 1e-12)
    #expect(FoldAccuracy(scores: [1, 0, 1], isSame: [true, false, true], folds: [0, 0, 1]) == nil)
    #expect(FoldAccuracy(scores: [1, 0], isSame: [true, false], folds: [0, 0]) == nil)
  }
}

/// The definitions, tried one threshold after another.
private struct SlowVerification {
  let scores: [Float]
  let isSame: [Bool]

  private var same: Int { isSame.count { $0 } }
  private var different: Int { isSame.count - same }

  private func accepted(_ threshold: Float, _ kind: Bool) -> Int {
    scores.indices.count { isSame[$0] == kind && scores[$0] >= threshold }
  }

  private func share(_ threshold: Float, _ kind: Bool) -> Double {
    Double(accepted(threshold, kind)) / Double(kind ? same : different)
  }

  private static func accuracy(_ scores: [Float], _ isSame: [Bool], at threshold: Float) -> Double {
    Double(scores.indices.count { (scores[$0] >= threshold) == isSame[$0] }) / Double(scores.count)
  }

  var bestAccuracy: VerificationCurve.Operating {
    var best = VerificationCurve.Operating(rate: 0, threshold: 0)
    for score in scores {
      let accuracy = Self.accuracy(scores, isSame, at: score)
      if accuracy > best.rate { best = VerificationCurve.Operating(rate: accuracy, threshold: score) }
    }
    return best
  }

  var areaUnderCurve: Double {
    var wins = 0.0
    for (one, isOne) in zip(scores, isSame) where isOne {
      for (other, isOther) in zip(scores, isSame) where !isOther { wins += one > other ? 1 : one == other ? 0.5 : 0 }
    }
    return wins / Double(same * different)
  }

  /// Halves the way along the line through the points of the ROC curve until both rates meet.
  var equalErrorRate: Double {
    let points =
      [(0.0, 1.0)] + Set(scores).sorted(by: >).map { (share($0, false), 1 - share($0, true)) }
    for (from, to) in zip(points, points.dropFirst()) where to.1 <= to.0 {
      var (low, high) = (0.0, 1.0)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        let accepted = from.0 + middle * (to.0 - from.0)
        let rejected = from.1 + middle * (to.1 - from.1)
        if rejected > accepted { low = middle } else { high = middle }
      }
      return from.0 + low * (to.0 - from.0)
    }
    return 1
  }

  func trueAcceptRate(_ limit: Double) -> Double {
    scores.filter { share($0, false) <= limit + 1e-12 }.map { share($0, true) }.max() ?? 0
  }

  func recall(_ precision: Double) -> Double {
    scores.filter { score in
      let same = Double(accepted(score, true))
      return same / (same + Double(accepted(score, false))) >= precision - 1e-12
    }.map { share($0, true) }.max() ?? 0
  }

  func accuracies(folds: [Int]) -> [Double] {
    (0..<3).map { fold in
      let others = scores.indices.filter { folds[$0] != fold }
      let threshold = SlowVerification(scores: others.map { scores[$0] }, isSame: others.map { isSame[$0] })
        .bestAccuracy.threshold
      let own = scores.indices.filter { folds[$0] == fold }
      return Self.accuracy(own.map { scores[$0] }, own.map { isSame[$0] }, at: threshold)
    }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
