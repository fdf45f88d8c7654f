import Foundation
import Testing

@testable import Odds

private let calibration = Calibration(safe: 0.496, balanced: 0.424, everything: 0.345)

@Suite struct `Odds of a match` {
  private func odds(
    strangers: [ScoredPair] = [], samePerson: [Float] = [], all: [ScoredPair] = []
  ) -> MatchOdds {
    MatchOdds(calibration, strangers: strangers, samePerson: samePerson, all: all)
  }

  /// As many scores as pairs, spread as a tail that falls e-fold with each `step` and begins so that 1 in 100 reach `start`.
  private func tail(_ count: Int, start: Float, step: Float, _ quality: PairQuality = .good) -> [ScoredPair] {
    (0..<count).map { index in
      let share = (Double(index) + 0.5) / Double(count)
      return ScoredPair(score: start - step * Float(log(share / 0.01)), quality: quality)
    }
  }

  private func near(_ value: Double, _ other: Double, factor: Double) -> Bool {
    value < other * factor && other < value * factor
  }

  @Test func `without pairs are the pack's`() {
    let odds = odds()
    #expect(near(odds.strangerRate(0.496, .good), 1e-5, factor: 1.001))
    #expect(near(odds.strangerRate(0.424, .good), 1e-4, factor: 1.001))
    #expect(near(odds.strangerRate(0.345, .good), 1e-3, factor: 1.001))
    #expect(odds.strangerRate(-1, .good) > 0.5 && odds.strangerRate(1, .good) < 1e-10)
  }

  @Test func `follow many pairs of the folder, and few a little`() {
    // 1 in 100 reach 0.4, and e-fold fewer with each 0.05: 1 in 1,000 reach 0.515.
    let many = odds(strangers: tail(100_000, start: 0.4, step: 0.05))
    #expect(near(many.strangerRate(0.515, .good), 1e-3, factor: 1.6))
    let few = odds(strangers: tail(200, start: 0.4, step: 0.05))
    let (low, high) = (odds().strangerRate(0.515, .good), many.strangerRate(0.515, .good))
    #expect(few.strangerRate(0.515, .good) > low * 1.1 && few.strangerRate(0.515, .good) < high / 2)
    // Others' pairs change nothing.
    #expect(many.strangerRate(0.5, .poor) == odds().strangerRate(0.5, .poor))
  }

  @Test func `are wider for faces that tell less`() {
    let odds = odds()
    for score: Float in [0.3, 0.4, 0.5, 0.6] {
      let chances = PairQuality.allCases.map { odds.chanceOfError(score, $0) }
      #expect(chances == chances.sorted() && chances[0] < chances[2])
    }
    #expect(PairQuality(0.9, 0.4) == .poor && PairQuality(0.6, 1) == .fair && PairQuality(0.75, 0.8) == .good)
  }

  @Test(arguments: [0, 100, 20_000])
  func `fall with the score, between 0 and 1`(count: Int) {
    let odds = odds(strangers: tail(count, start: 0.35, step: 0.04), all: tail(count, start: 0.5, step: 0.1))
    for quality in PairQuality.allCases {
      let chances = stride(from: Float(-1), through: 1, by: 0.01).map { odds.chanceOfError($0, quality) }
      #expect(chances == chances.sorted(by: >) && chances.allSatisfy { $0 > 0 && $0 <= 1 })
    }
  }

  @Test func `are the shares of a mixture that is known`() {
    // 100,000 pairs of strangers as the pack says, and 2,000 of one person around 0.5.
    let strangers = (0..<100_000).map { index in
      ScoredPair(
        score: Float(calibration.score(logRate: log((Double(index) + 0.5) / 100_000))), quality: .good)
    }
    let same = (0..<2000).map { Float(0.5 + 0.15 * deviation($0)) }
    let all = strangers + same.map { ScoredPair(score: $0, quality: .good) }
    let odds = odds(strangers: [], samePerson: [], all: all)
    for range in [0.36..<0.40, 0.40..<0.44, 0.44..<0.5] as [Range<Float>] {
      let wrong = strangers.count { range.contains($0.score) }
      let right = same.count { range.contains($0) }
      let truth = Double(wrong) / Double(wrong + right)
      let stated = odds.chanceOfError((range.lowerBound + range.upperBound) / 2, .good)
      #expect(near(stated, truth, factor: 2.5), "\(range): \(stated), truly \(truth)")
    }
  }

  /// The same for each index, nearly normal with a deviation of 1: the sum of twelve even ones.
  private func deviation(_ index: Int) -> Double {
    var sum = -6.0
    for factor in 7..<19 {
      let value = Double(index * factor) * 0.618_034
      sum += value - value.rounded(.down)
    }
    return sum
  }

  @Test func `give a cut for a chance of error`() {
    let odds = odds()
    let cuts = CutPreset.allCases.compactMap(odds.cut)
    #expect(cuts.count == 3 && cuts == cuts.sorted(by: >))
    for (cut, preset) in zip(cuts, CutPreset.allCases) {
      let limit = preset.chanceOfError
      #expect(odds.chanceOfError(cut, .good) <= limit && odds.chanceOfError(cut - 0.001, .good) > limit)
    }
    #expect(odds.cut(chanceOfError: 1e-12) == nil)
  }

  @Test func `are wider for the best of several scores`() {
    let odds = odds()
    let chances = [1, 2, 8].map { odds.chanceOfError(0.45, .good, bestOf: $0) }
    #expect(chances == chances.sorted() && chances[2] > 4 * chances[0] && chances[2] < 8 * chances[0])
    #expect(odds.chanceOfError(0.45, .good, bestOf: 0) == chances[0])
  }

  @Test func `are told in two digits`() {
    for (chance, text) in [
      (0.5, "more likely wrong than right here"), (1, "more likely wrong than right here"),
      (0.49, "about 1 wrong in 2 here"), (0.01, "about 1 wrong in 100 here"), (1 / 2345, "about 1 wrong in 2,300 here"),
      (1 / 987_654, "about 1 wrong in 990,000 here"), (1 / 997_654, "less than 1 wrong in 1,000,000 here"),
      (0, "less than 1 wrong in 1,000,000 here"),
    ] {
      let forms = OddsText.forms(chance: chance)
      #expect(forms[0] == text)
      #expect(forms.map(\.count) == forms.map(\.count).sorted(by: >), "the longest first")
    }
  }

  @Test func `hold where a pack's thresholds or scores make no sense`() {
    let flat = Calibration(safe: 0.1, balanced: 0.4, everything: 0.4)
    let wild = MatchOdds(
      flat, strangers: [ScoredPair(score: .nan, quality: .good), ScoredPair(score: 7, quality: .good)],
      samePerson: [0.2, 1], all: [ScoredPair(score: -9, quality: .fair)])
    for score: Float in [-1, 0, 0.4, 1] { #expect((0...1).contains(wild.chanceOfError(score, .good))) }
  }
}

@Suite struct `The valley of scores` {
  private func hill(_ middle: Float, _ width: Float, _ count: Int) -> [Float] {
    (0..<count).map { middle + width * (Float($0) / Float(max(1, count - 1)) - 0.5) }
  }

  @Test func `lies between two hills`() throws {
    let valley = try #require(ScoreValley.find(hill(0.1, 0.3, 3000) + hill(0.6, 0.2, 40)))
    #expect((0.3...0.5).contains(valley))
  }

  @Test func `is not there with one hill, a lone face or nothing`() {
    #expect(ScoreValley.find(hill(0.1, 0.3, 3000)) == nil)
    #expect(ScoreValley.find(hill(0.1, 0.3, 3000) + [0.7]) == nil)
    #expect(ScoreValley.find([]) == nil && ScoreValley.find([.nan, -1, 2]) == nil)
  }
}
