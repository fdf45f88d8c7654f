import Journal
import Library
import TerminalUI

/// The screen of people, and what its keys do.
extension State {
  var peopleScreen: PeopleScreen? {
    get { if case .people(let screen) = screens.last { screen } else { nil } }
    set {
      guard let newValue, case .people = screens.last else { return }
      screens[screens.count - 1] = .people(newValue)
    }
  }

  /// Opens it, or goes back to it where it lies below.
  mutating func showPeople() {
    leaveHelp()
    if let open = screens.lastIndex(where: { if case .people = $0 { true } else { false } }) {
      return screens.removeSubrange((open + 1)...)
    }
    screens.append(.people(arranged(PeopleScreen())))
  }

  /// - Returns: nil for what is done the same on every screen.
  mutating func performOnPeople(_ action: Action) -> [Effect]? {
    guard messageBox == nil, var screen = peopleScreen else { return nil }
    switch action {
    case .mark: mark(&screen)
    case .range: markRange(&screen)
    case .unmarkAll:
      tellUnmarkedPeople(screen)
      (screen.marks, screen.anchor) = ([], nil)
    case .order: order(by: people.order.next)
    case .reverse: order(by: PeopleOrder(by: people.order.by, isReversed: !people.order.isReversed))
    case .search:
      prompt = Prompt(.people(.filter), label: "names with:", text: screen.filter)
      return []
    case .showHidden: toggleHiddenPeople(screen)
    case .hidePerson: return hidePeople(screen)
    case .name:
      askForNames(screen)
      return []
    case .clear: return clear(screen)
    default: return nil
    }
    if action == .mark || action == .range || action == .unmarkAll { peopleScreen = screen }
    return []
  }

  // MARK: - Marks

  private func mark(_ screen: inout PeopleScreen) {
    guard let person = screen.current else { return }
    if screen.marks.remove(person.key) == nil { screen.marks.insert(person.key) }
    screen.cursor = min(screen.entries.count - 1, screen.cursor + 1)
  }

  private mutating func markRange(_ screen: inout PeopleScreen) {
    guard let range = screen.range else {
      screen.anchor = screen.current?.key
      return tellRangeBegun()
    }
    screen.marks.formUnion(screen.entries[range].map(\.key))
    screen.anchor = nil
  }

  mutating func tellRangeBegun() {
    let again = key(for: .range).map { " and press \($0) again" } ?? ""
    message = Message(text: "go to the other end of the range" + again)
  }

  private mutating func tellUnmarkedPeople(_ screen: PeopleScreen) {
    guard !screen.marks.isEmpty else { return }
    message = Message(text: "\(counted(screen.marks.count, "mark", "marks")) taken away")
  }

  /// Takes back one thing at a time, the latest first; leaves where nothing is left.
  private mutating func clear(_ screen: PeopleScreen) -> [Effect] {
    if screen.anchor != nil {
      peopleScreen?.anchor = nil
    } else if !screen.marks.isEmpty {
      tellUnmarkedPeople(screen)
      peopleScreen?.marks = []
    } else if !screen.filter.isEmpty {
      filterPeople("")
    } else {
      leave()
    }
    return []
  }

  // MARK: - Who is shown

  private mutating func order(by order: PeopleOrder) {
    people.order = order
    people.isChanged = true
    message = Message(text: order.sentence)
  }

  mutating func filterPeople(_ text: String) {
    peopleScreen?.filter = text
    people.isChanged = true
  }

  private mutating func toggleHiddenPeople(_ screen: PeopleScreen) {
    people.showsHidden.toggle()
    people.isChanged = true
    let count = people.named.count(where: \.isHidden)
    let hidden = counted(count, "hidden person", "hidden people")
    message = Message(
      text: count == 0 ? "nobody is hidden" : people.showsHidden ? "\(hidden) shown, too" : "\(hidden) left out")
  }

  /// Who has a name is left out of lists, or shown again; faces of groups are of no interest.
  private mutating func hidePeople(_ screen: PeopleScreen) -> [Effect] {
    let chosen = screen.chosen
    let named = chosen.filter { $0.name != nil }
    let isHiding = named.contains { !$0.isHidden }
    let words = chosen.compactMap { person -> FaceDecision? in
      switch person.key {
      case .person(let id): person.isHidden == isHiding ? nil : isHiding ? .hide(id) : .show(id)
      case .group: .ignore(person.faces.map(\.face))
      }
    }
    (peopleScreen?.marks, peopleScreen?.anchor) = ([], nil)
    return decide(words)
  }

  // MARK: - Move

  mutating func moveAmongPeople(_ motion: Motion, count: Int?) {
    guard let screen = peopleScreen else { return }
    peopleScreen?.cursor = PeopleLayout(self, screen).geometry.move(screen.cursor, motion, times: count, top: screen.top)
  }

  mutating func clickPeople(at position: Position) -> Bool {
    guard let screen = peopleScreen, let place = PeopleLayout(self, screen).place(at: position, top: screen.top) else {
      return false
    }
    peopleScreen?.cursor = place
    return true
  }

  mutating func openPerson() -> [Effect] {
    guard let person = peopleScreen?.current else { return [] }
    screens.append(.person(PersonScreen(person)))
    return []
  }

  /// - Parameter isOnTop: else it only follows what has changed.
  mutating func settlePeople() {
    guard let index = screens.lastIndex(where: { if case .people = $0 { true } else { false } }),
      case .people(var screen) = screens[index]
    else { return }
    if people.latest != decisions?.journal.latest { (people.latest, people.isChanged) = (decisions?.journal.latest, true) }
    if people.isChanged { screen = arranged(screen) }
    people.isChanged = false
    screen.top = PeopleLayout(self, screen).geometry.scroll(top: screen.top, toShow: screen.cursor)
    screens[index] = .people(screen)
  }
}
