import Faces
import Library
import Odds
import SystemPackage

/// What scores mean in this folder.
extension State {
  /// "about 1 wrong in 2,300 here", from the longest form to the shortest; none where it is not known, or where the score
  /// does not decide.
  func meaning(of match: Match, in matches: Matches) -> [String] {
    guard let odds = survey?.odds else { return [] }
    let queries = matches.queries.map { quality($0.photo, $0.number) }
    let chance = odds.chanceOfError(
      of: match, quality: quality(match.photo, match.number), queries: queries, by: matches.combination)
    return chance.map { OddsText.forms(chance: $0) } ?? []
  }

  /// The face that is selected in a photo, as a match of what the photo was opened from.
  func match(selectedIn screen: PhotoScreen) -> (match: Match, matches: Matches)? {
    guard let index = matchesUnderPhoto, case .matches(let matches) = screens[index], let selected = screen.selected,
      let place = photos[screen.path]?.faces.indices.contains(selected) == true
        ? photos[screen.path].flatMap({ matches.all.index(of: $0.faces[selected].id) }) : nil
    else { return nil }
    return (matches.all[place], matches)
  }

  /// "0.47 · about 1 wrong in 2,300 here" of that face, from the longest form to the score alone.
  func scoreForms(selectedIn screen: PhotoScreen) -> [String] {
    guard let (match, matches) = match(selectedIn: screen), match.standing != .query else { return [] }
    let score = decimals(match.score)
    return meaning(of: match, in: matches).map { "\(score) · \($0)" } + [score]
  }

  private func quality(_ path: FilePath, _ number: Int) -> FaceQuality { face(path, number)?.face.quality ?? .unknown }

  /// The score of each word for a threshold: by what scores mean here, or as the pack has it where that is not known.
  var presetScores: [(preset: CutPreset, score: Float)] {
    CutPreset.allCases.map { preset in (preset, survey?.odds.cut(preset) ?? thresholds.score(of: preset)) }
  }
}

extension ModelPack.Thresholds {
  func score(of preset: CutPreset) -> Float {
    switch preset {
    case .safe: safe
    case .balanced: balanced
    case .everything: everything
    }
  }
}
