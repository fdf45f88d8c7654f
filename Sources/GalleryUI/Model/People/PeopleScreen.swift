import Journal
import Library

/// People with names, then groups of faces that have none.
struct PeopleScreen: Sendable, Equatable {
  /// Who is shown.
  private(set) var entries: [ListedPerson] = []
  /// How many of them have a name; they come first.
  private(set) var namedCount = 0
  /// Hidden people that are not shown.
  private(set) var hiddenCount = 0
  /// Only names with this text are shown.
  var filter = ""
  var cursor = 0
  /// First visible line.
  var top = 0
  var marks: Set<ListedPerson.Key> = []
  /// Where a range of marks began.
  var anchor: ListedPerson.Key?

  var current: ListedPerson? { entries.indices.contains(cursor) ? entries[cursor] : nil }

  /// The places between the range's start and the cursor.
  var range: ClosedRange<Int>? {
    guard let start = anchor.flatMap({ anchor in entries.firstIndex { $0.key == anchor } }) else { return nil }
    return min(start, cursor)...max(start, cursor)
  }

  /// Those that a key is about: of the range, the marked, or the one under the cursor.
  var chosen: [ListedPerson] {
    if let range { return Array(entries[range]) }
    return marks.isEmpty ? current.map { [$0] } ?? [] : entries.filter { marks.contains($0.key) }
  }

  /// The cursor stays on whom it was on, or goes to who comes next.
  mutating func show(_ named: [ListedPerson], _ groups: [ListedPerson], hidden: Int) {
    let following = entries.dropFirst(cursor).map(\.key)
    (entries, namedCount, hiddenCount) = (named + groups, named.count, hidden)
    let places = Dictionary(entries.enumerated().map { ($1.key, $0) }) { first, _ in first }
    if let place = following.lazy.compactMap({ places[$0] }).first { cursor = place }
    cursor = max(0, min(cursor, entries.count - 1))
    marks.formIntersection(places.keys)
    if let anchor, places[anchor] == nil { self.anchor = nil }
  }
}

extension State {
  /// Who is to be shown by what is known now: nobody who was named since a group was found is in it any more.
  func arranged(_ screen: PeopleScreen) -> PeopleScreen {
    var screen = screen
    let wanted = PersonName(screen.filter)?.folded ?? ""
    let isShown = { (person: ListedPerson) in
      wanted.isEmpty || (person.name?.folded ?? "unnamed").contains(wanted)
    }
    let named = people.named.filter(isShown)
    let visible = named.filter { !$0.isHidden || people.showsHidden }
    let groups = (people.groups ?? []).compactMap { unnamed($0) }.filter(isShown)
    screen.show(people.order.sorted(visible), people.order.sorted(groups), hidden: named.count - visible.count)
    return screen
  }

  /// What is left of a group; nil for less than two faces.
  private func unnamed(_ group: ListedPerson) -> ListedPerson? {
    guard let faces = decisions?.faces else { return group }
    let left = group.faces.filter { place in
      guard let word = faces.decided(place.face) else { return true }
      return word.person == nil && !word.isIgnored
    }
    guard left.count < group.faces.count else { return group }
    guard left.count > 1 else { return nil }
    let best = group.best.flatMap { left.contains($0) ? $0 : nil } ?? left.first
    return ListedPerson(key: group.key, faces: left, best: best, years: group.years)
  }
}
