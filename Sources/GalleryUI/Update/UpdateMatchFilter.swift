import Library
import TerminalUI

/// Which matches are shown, and in which order.
extension State {
  /// The filter that `filter-by` changes on this screen.
  var shownExpression: FilterExpression { matches?.filter ?? photos.expression }

  /// - Returns: false where no matches are uppermost.
  mutating func filterMatches(by expression: FilterExpression) -> Bool {
    guard var matches else { return false }
    matches.filter(by: expression, photos)
    self.matches = matches
    tellShownMatches()
    return true
  }

  private mutating func tellShownMatches() {
    guard let matches else { return }
    let all = counted(matches.othersInAll, "match", "matches")
    message = Message(
      text: matches.isFiltered ? "\(matches.filter.text): \(grouped(matches.others)) of \(all)" : "all matches: \(all)")
  }

  /// - Throws: what is wrong with the words.
  mutating func sortMatches(_ words: [String]) throws(CommandError) {
    guard var matches else { return }
    let names = MatchOrder.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = words.first.flatMap(MatchOrder.Kind.init), words.count == 1 || words.dropFirst() == ["reverse"]
    else { throw CommandError("one of \(names) is expected, and reverse may follow") }
    matches.order(by: MatchOrder(by: kind, isReversed: words.count == 2), photos)
    self.matches = matches
    message = Message(text: matches.order.sentence)
  }
}

extension Matches {
  /// What is shown and how, for the title.
  /// - Parameters:
  ///   - name: of who is searched for.
  ///   - longest: columns of a filter or a name; with few, only what matters most is told.
  func trail(of name: String?, longest: Int) -> String {
    let filter = isFiltered ? "\(shortened(filter.text, to: longest)): \(grouped(others))" : nil
    let order = order.isPlain ? nil : order.sentence
    let folded = isFolded ? "copies folded" : nil
    if longest < 12, let only = filter ?? order ?? folded { return only }
    let title = name.map { "matches of \(shortened($0, to: longest))" } ?? "matches"
    return [title, queryTitle, filter, order, folded].compactMap(\.self).joined(separator: " · ")
  }

  /// "12 faces", "12 shown faces" where there are more.
  var othersSentence: String {
    isFiltered ? counted(others, "shown face", "shown faces") : counted(others, "face", "faces")
  }

  /// "3 marked", "3 marked, 1 not shown"; nil where none is.
  var marksSentence: String? {
    guard !marks.isEmpty else { return nil }
    let hidden = isFiltered ? marks.count - ranked.count { marks.contains($0.face) } : 0
    return "\(grouped(marks.count)) marked" + (hidden == 0 ? "" : ", \(grouped(hidden)) not shown")
  }
}
