import Faces
import Library
import Odds
import TerminalUI
import Testing

@testable import GalleryUI

/// The pack's calibration in a folder of which nothing else is known.
let madeUpSurvey: FolderSurvey = {
  let pack = thresholds()
  let calibration = Calibration(safe: pack.safe, balanced: pack.balanced, everything: pack.everything)
  return FolderSurvey(odds: MatchOdds(calibration, strangers: [], samePerson: [], all: []))
}()

/// What scores mean, and the threshold that is chosen by it.
@Suite struct ScoreMeaningTests {
  private func atMatches(_ keys: String, columns: Int = 120, rows: Int = 40) throws -> State {
    var state = try atAcquaintances("", columns: columns, rows: rows)
    _ = update(&state, .surveyed(madeUpSurvey))
    try press(keys, in: &state)
    return state
  }

  private func text(_ state: State) -> String { screen(state).joined(separator: "\n") }

  @Test func `a folder is surveyed once it is read, and again when its faces are others`() {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds())
    #expect(!update(&state, .library(.listed([photo(1)]))).contains(.survey), "there is no face")
    #expect(!update(&state, .library(.listed([photo(1, state: .pending), photo(2, faces: 1)]))).contains(.survey))
    #expect(!update(&state, .library(.updated(photo(1, faces: 2)))).contains(.survey), "more are to come")
    let finished = Event.library(.finished(IndexProgress(total: 2, done: 2)))
    #expect(update(&state, finished).contains(.survey))
    #expect(!update(&state, finished).contains(.survey), "one is under way")
    #expect(!update(&state, .surveyed(madeUpSurvey)).contains(.survey))
    #expect(!update(&state, finished).contains(.survey), "nothing has changed")
    _ = update(&state, .library(.changed([photo(1, faces: 2), photo(3, state: .pending)], LibraryChange())))
    #expect(!update(&state, .library(.updated(photo(3, faces: 1)))).contains(.survey), "more may come")
    #expect(update(&state, finished).contains(.survey))
    var known = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds())
    #expect(update(&known, .library(.listed([photo(1, faces: 1)]))).contains(.survey), "all is known")
  }

  @Test(arguments: storedSizes)
  func `scores are told with their meaning where the width allows`(_ size: Size) throws {
    for keys in ["", "G", "_", "t", "w", "w <Enter>", "3G <Enter>", "d", "="] {
      let state = try atMatches(keys, columns: size.columns, rows: size.rows)
      let before = screen(try atAcquaintances(keys, columns: size.columns, rows: size.rows))
      #expect(before.count == screen(state).count)
      for row in screen(state) { #expect(columns(of: row) <= size.columns) }
      guard size.columns >= 120, keys != "=" else { continue }
      #expect(text(state).contains("wrong"), "\(size) \(keys)")
    }
    #expect(!text(try atAcquaintances("w")).contains("wrong"), "not before it is known")
  }

  @Test func `each match says it, and those whose score does not decide say nothing`() throws {
    let state = try atMatches("")
    let matches = try #require(state.matches)
    for match in matches.ranked {
      let forms = state.meaning(of: match, in: matches)
      #expect(forms.isEmpty == (match.standing != .candidate), "\(match)")
    }
    let low = try #require(matches.ranked.last { $0.standing == .candidate })
    #expect(state.meaning(of: low, in: matches).first == "more likely wrong than right here")
  }

  @Test func `faces that tell little have wider odds`() throws {
    var state = try atMatches("")
    let matches = try #require(state.matches)
    let match = try #require(matches.ranked.first { $0.standing == .candidate && (0.5..<0.8).contains($0.score) })
    let before = state.meaning(of: match, in: matches)
    var photo = try #require(state.photos[match.photo])
    photo.faces[match.number - 1].quality = FaceQuality(value: 0.3, defect: .blurred)
    _ = update(&state, .library(.updated(photo)))
    #expect(state.meaning(of: match, in: matches) != before)
  }

  @Test func `the cut is chosen by odds, and told with them`() throws {
    var state = try atMatches("=")
    let odds = madeUpSurvey.odds
    #expect(
      state.message?.text.hasPrefix("threshold: 1 safe 0.") == true && state.message?.text.contains("= valley") == true)
    #expect(screen(state).last?.contains("1 safe   2 balanced   3 everything   = valley   Esc cancel") == true)
    let untouched = state.threshold
    try press("<Esc>", in: &state)
    #expect(state.threshold == untouched && state.scope == .matches)
    for (key, preset) in zip(["=1", "=2", "=3"], CutPreset.allCases) {
      let keys = key.map(String.init).joined(separator: " ")
      try press(keys, in: &state)
      #expect(state.threshold == odds.cut(preset))
      let told = OddsText.forms(chance: odds.chanceOfError(state.threshold, .good))[0]
      #expect(
        state.message?.text.hasPrefix("\(preset.rawValue): threshold \(decimals(state.threshold)), \(told); ") == true)
    }
    try run("threshold safe", &state)
    #expect(state.threshold == odds.cut(.safe))
    try press("w = 3 q", in: &state)
    #expect(state.threshold == odds.cut(.everything), "while two are compared, too")
    var early = try atAcquaintances("= 1")
    #expect(early.threshold == thresholds().safe && early.message?.text.contains("as the pack has it") == true)
    try press("= x", in: &early)
    #expect(early.threshold == thresholds().safe)
  }

  @Test func `the valley lies between the person and the others, where there is one`() throws {
    var state = try atMatches("= =")
    #expect(state.message?.text.contains("no valley") == true && state.threshold == thresholds().balanced)
    let others = try #require(state.matches?.question)
    let scores = (0..<200).map { Float($0 % 40) / 200 } + (0..<20).map { 0.6 + Float($0) / 200 }
    let all = acquaintances().flatMap { photo in photo.faces.indices.map { (photo, $0) } }
    let ranked = scores.sorted(by: >).enumerated().map { index, score in
      Match(
        face: FaceID(Int64(5000 + index)), photo: all[index % all.count].0.path, number: all[index % all.count].1 + 1,
        score: score)
    }
    _ = update(&state, .library(.finished(IndexProgress(total: 12, done: 12))))
    _ = update(&state, .ranked(query: others, Ranking(ranked)))
    try press("= =", in: &state)
    #expect((0.25...0.6).contains(state.threshold), "\(state.threshold)")
    #expect(state.message?.text.hasPrefix("the valley of the scores: threshold 0.") == true)
  }

  @Test func `letters on the axis follow the odds, and larger pictures have a key of their own`() throws {
    let state = try atMatches("")
    let axis = ScoreAxis(state, try #require(state.matches), column: 0, columns: 60)
    #expect(axis.names.map(\.score) == CutPreset.allCases.reversed().compactMap { madeUpSurvey.odds.cut($0) })
    var sized = try atMatches("")
    let level = try #require(sized.matches?.level)
    try press(">", in: &sized)
    #expect(sized.matches?.level == level + 1)
    try press("<lt> <lt>", in: &sized)
    #expect(sized.matches?.level == level - 1)
  }
}
