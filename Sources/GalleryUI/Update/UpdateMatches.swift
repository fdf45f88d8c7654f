import Library
import SystemPackage
import TerminalUI

/// What keys do among matches.
extension State {
  mutating func moveAmongMatches(_ motion: Motion, count: Int?) {
    guard var matches else { return }
    let geometry = MatchesLayout(self, matches).geometry
    let isNumber = motion == .first || motion == .last
    let times = count.map { isNumber ? matches.place(ofNumber: $0) + 1 : $0 }
    let place = geometry.move(matches.place(of: matches.cursor), motion, times: times, top: matches.top)
    matches.cursor = matches.index(at: place)
    self.matches = matches
  }

  mutating func toggleSamePhoto() {
    guard var matches else { return }
    matches.toggleSamePhoto(photos)
    self.matches = matches
  }

  mutating func toggleIgnored() {
    guard var matches else { return }
    matches.toggleIgnored(photos)
    self.matches = matches
    let faces = counted(matches.ignoredCount, "ignored face", "ignored faces")
    message = Message(text: matches.showsIgnored ? "\(faces) shown, too" : "\(faces) left out")
  }

  mutating func changeGrouping() {
    guard var matches else { return }
    matches.group(by: matches.grouping.next, photos)
    self.matches = matches
    let order = matches.grouping == .none || !matches.order.isPlain ? "; " + matches.order.sentence : ""
    message = Message(text: matches.grouping.sentence + order)
  }

  // MARK: - Queries

  mutating func addQuery() {
    guard var matches, let match = matches.current else { return }
    let query = QueryPlace(face: match.face, photo: match.photo, number: match.number)
    guard matches.addQuery(query) else {
      message = Message(text: "this face is a query already")
      return
    }
    // The face moves to the queries; who adds one goes on from where it stood in the new ranking, too.
    let place = matches.place(of: matches.cursor)
    let rank = matches.cursor - matches.queryCount + 1
    let next = place + 1 < matches.ranked.count ? place + 1 : max(0, place - 1)
    matches.cursor = matches.index(at: next)
    matches.awaitedRank = max(1, rank)
    self.matches = matches
    leaveOutDecided()
    message = Message(text: "\(matches.queryTitle ?? ""): \(match.photo.string) #\(match.number) joined")
  }

  /// The query under the cursor; else the one with the typed number, or the last.
  mutating func removeQuery(_ number: Int?) {
    guard var matches else { return }
    let underCursor = matches.queries.firstIndex { $0.face == matches.current?.face }
    let index = number.map { $0 - 1 } ?? underCursor ?? matches.queries.count - 1
    guard matches.queries.indices.contains(index) else {
      message = Message(text: "there is no query \(index + 1), only \(matches.queries.count)")
      return
    }
    let query = matches.queries[index]
    guard matches.queries.count > 1, matches.keepQueries({ $0.face != query.face }) else {
      message = Message(text: "this is the only query face; it stays")
      return
    }
    self.matches = matches
    leaveOutDecided()
    let left = matches.queryTitle ?? "1 query face"
    message = Message(text: "\(query.photo.string) #\(query.number) taken away; \(left)")
  }

  mutating func changeCombination() {
    guard var matches else { return }
    matches.combination = matches.combination == .best ? .mean : .best
    self.matches = matches
    let hint = matches.queries.count > 1 ? "" : key(for: .addQuery).map { "; \($0) adds a query face" } ?? ""
    message = Message(text: "ranked by the \(matches.combination.rawValue) of the scores" + hint)
  }

  /// Of all matches that are open.
  mutating func combineAll(by combination: ScoreCombination) {
    for index in screens.indices {
      guard case .matches(var matches) = screens[index] else { continue }
      matches.combination = combination
      screens[index] = .matches(matches)
    }
  }

  // MARK: - Rankings

  /// Whether the user waits for a first ranking.
  public var awaitsRanking: Bool { topMatches.map { !$0.isRanked } ?? false }

  /// At most one ranking is under way; a change of the library or of the queries meanwhile asks again after it.
  mutating func rankingsToAsk() -> [Effect] {
    guard var matches = topMatches, matches.isStale, matches.asked == nil else { return [] }
    matches.isStale = false
    matches.asked = matches.question
    topMatches = matches
    return [.rank(matches.question)]
  }

  mutating func take(_ ranked: Ranking, for query: FaceQuery) {
    for index in screens.indices {
      guard case .matches(var matches) = screens[index], [matches.asked, matches.question].contains(query) else {
        continue
      }
      if matches.asked == query { matches.asked = nil }
      if matches.question == query { take(ranked, in: &matches) }
      screens[index] = .matches(matches)
    }
  }

  private func take(_ ranked: Ranking, in matches: inout Matches) {
    let line = MatchesLayout(self, matches).geometry.line(of: matches.place(of: matches.cursor))
    matches.take(ranked, photos)
    // What is being read stays in its place; the best stay visible where they are.
    guard matches.top > 0 else { return }
    let new = MatchesLayout(self, matches).geometry.line(of: matches.place(of: matches.cursor))
    matches.top = max(0, matches.top + new - line)
  }

  // MARK: - Under a comparison

  /// The matches screen where it is uppermost, or under a comparison.
  var topMatches: Matches? {
    get {
      guard let index = topMatchesIndex, case .matches(let matches) = screens[index] else { return nil }
      return matches
    }
    set {
      guard let newValue, let index = topMatchesIndex else { return }
      screens[index] = .matches(newValue)
    }
  }

  /// The matches that an open photo was opened from.
  var matchesUnderPhoto: Int? {
    guard case .photo = screens.last else { return nil }
    let below = screens.dropLast()
    switch below.last {
    case .matches: return below.count - 1
    case .compare: return below.count - 2
    default: return nil
    }
  }

  private var topMatchesIndex: Int? {
    if case .compare = screens.last { screens.count - 2 } else { screens.indices.last }
  }
}
