import Library
import Odds

/// Where the threshold is put by what scores mean.
enum CutChoice: Sendable, Equatable, Hashable {
  case safe, balanced, everything
  /// Of the scores that are shown: between those of others and those of the person.
  case valley

  init(_ preset: CutPreset) {
    self =
      switch preset {
      case .safe: .safe
      case .balanced: .balanced
      case .everything: .everything
      }
  }

  var preset: CutPreset? {
    switch self {
    case .safe: .safe
    case .balanced: .balanced
    case .everything: .everything
    case .valley: nil
    }
  }
}

extension State {
  mutating func put(cut choice: CutChoice) {
    guard let preset = choice.preset else { return putCutInValley() }
    guard let odds = survey?.odds else {
      threshold = thresholds.score(of: preset)
      message = Message(text: "\(preset.rawValue): \(thresholdSentence), as the pack has it")
      return
    }
    guard let cut = odds.cut(preset) else {
      let chance = OddsText.forms(chance: preset.chanceOfError)[0]
      message = Message(text: "\(preset.rawValue) is \(chance), and no score says that much; the threshold stays")
      return
    }
    threshold = cut
    message = Message(text: "\(preset.rawValue): \(thresholdSentence)")
  }

  private mutating func putCutInValley() {
    guard let valley else {
      message = Message(text: "the scores have no valley: those of the person do not stand apart; the threshold stays")
      return
    }
    threshold = valley
    message = Message(text: "the valley of the scores: \(thresholdSentence)")
  }

  private var valley: Float? {
    guard let matches = topMatches else { return nil }
    return ScoreValley.find((matches.queryCount..<matches.comparable).map { matches.ranked.score(at: $0) })
  }

  /// "threshold 0.52, about 1 wrong in 1,000 here; 12 of 300 the same person"
  private var thresholdSentence: String {
    let meaning = survey.map { ", " + OddsText.forms(chance: $0.odds.chanceOfError(threshold, .good))[0] } ?? ""
    let same = topMatches.map { matches in
      let others = matches.isFiltered ? matches.othersSentence : grouped(matches.others)
      return "; \(grouped(matches.same(above: threshold))) of \(others) the same person"
    }
    return "threshold \(decimals(threshold))\(meaning)\(same ?? "")"
  }

  /// What the keys after those typed so far would do, where they choose the cut: "1 safe 0.52 · = valley 0.41".
  var cutQuestion: String? {
    let pending = input.pending
    guard !pending.isEmpty else { return nil }
    let choices = keymap.bindings(in: scope).compactMap { binding -> String? in
      guard case .cut(let choice) = binding.action,
        let keys = binding.keys.first(where: { $0.starts(with: pending) && $0.count > pending.count })
      else { return nil }
      let rest = keys.dropFirst(pending.count).map(\.notation).joined()
      let score = choice.preset.map { preset in presetScores.first { $0.preset == preset }?.score } ?? valley
      return "\(rest) \(choice) \(score.map { decimals($0) } ?? "–")"
    }
    return choices.isEmpty ? nil : "threshold: " + choices.joined(separator: " · ")
  }
}
