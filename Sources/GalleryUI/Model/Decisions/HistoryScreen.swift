import Journal

/// What was decided, the latest first.
struct HistoryScreen: Sendable, Equatable {
  /// Decisions that were made, and are taken back, at once.
  struct Step: Sendable, Equatable {
    /// The last of its entries: who goes back to here keeps it.
    let last: EntryID
    /// When, by the clock of the machine on which it was decided: "2026-11-29T14:55:03.123Z".
    let at: String
    let text: String
    /// Whether all of it counts.
    let holds: Bool
  }

  private(set) var steps: [Step] = []
  /// Of the journal that they were made from.
  private var latest: EntryID?
  var cursor = 0
  /// First visible line.
  var top = 0

  init(_ journal: Journal) { read(journal) }

  /// The cursor stays on its step.
  mutating func follow(_ journal: Journal) {
    guard journal.latest != latest else { return }
    let step = steps.indices.contains(cursor) && cursor > 0 ? steps[cursor].last : nil
    read(journal)
    if let place = step.flatMap({ step in steps.firstIndex { $0.last == step } }) { cursor = place }
  }

  private mutating func read(_ journal: Journal) {
    let history = History(journal)
    var groups: [(key: EntryID, entries: [JournalEntry])] = []
    var places: [EntryID: Int] = [:]
    for entry in journal.entries where entry.isDecision {
      let key = entry.group ?? entry.id
      if let place = places[key] {
        groups[place].entries.append(entry)
      } else {
        places[key] = groups.count
        groups.append((key, [entry]))
      }
    }
    steps = groups.reversed().compactMap { group in
      guard let last = group.entries.last else { return nil }
      let holds = group.entries.allSatisfy { history.holds($0.id) }
      return Step(last: last.id, at: last.at, text: DecisionText.sentence(group.entries), holds: holds)
    }
    latest = journal.latest
  }
}
