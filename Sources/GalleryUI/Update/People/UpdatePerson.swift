import Journal
import Library
import TerminalUI

/// The screen of one person, and what its keys do besides deciding.
extension State {
  var personScreen: PersonScreen? {
    get { if case .person(let screen) = screens.last { screen } else { nil } }
    set {
      guard let newValue, case .person = screens.last else { return }
      screens[screens.count - 1] = .person(newValue)
    }
  }

  /// - Returns: nil for what is done the same on every screen.
  mutating func performOnPerson(_ action: Action, count: Int?) -> [Effect]? {
    guard messageBox == nil, var screen = personScreen else { return nil }
    switch action {
    case .mark:
      guard let item = screen.current else { return [] }
      if screen.marks.remove(item.face) == nil { screen.marks.insert(item.face) }
      screen.go(to: screen.cursor + 1)
    case .range:
      if let range = screen.range {
        screen.marks.formUnion(screen.items[range].map(\.face))
        screen.anchor = nil
      } else {
        screen.anchor = screen.current?.face
        tellRangeBegun()
      }
    case .unmarkAll: unmark(&screen)
    case .unfold: screen.isUnfolded.toggle()
    case .moreCandidates:
      screen.showsMore.toggle()
      tellMore(screen)
    case .confirm: return confirmOnPerson(count)
    case .refuse: return refuseOnPerson(count)
    case .name:
      nameOnPerson()
      return []
    case .ignoreFaces: return ignoreOnPerson(count)
    case .clear where screen.anchor != nil: screen.anchor = nil
    case .clear where !screen.marks.isEmpty: unmark(&screen)
    case .clear:
      leave()
      return []
    default: return nil
    }
    personScreen = screen
    return []
  }

  private mutating func unmark(_ screen: inout PersonScreen) {
    if !screen.marks.isEmpty {
      message = Message(text: "\(counted(screen.marks.count, "mark", "marks")) taken away")
    }
    (screen.marks, screen.anchor) = ([], nil)
  }

  private mutating func tellMore(_ screen: PersonScreen) {
    let rest = counted(screen.open.count - screen.openLikely, "less likely face", "less likely faces")
    message = Message(text: screen.showsMore ? "\(rest) shown, too" : "\(rest) left out")
  }

  // MARK: - Move

  mutating func moveAmongFaces(_ motion: Motion, count: Int?) {
    guard var screen = personScreen else { return }
    screen.go(to: PersonLayout(self, screen).geometry.move(screen.cursor, motion, times: count, top: screen.top))
    personScreen = screen
  }

  mutating func clickPerson(at position: Position) -> Bool {
    guard var screen = personScreen, let place = PersonLayout(self, screen).place(at: position, top: screen.top) else {
      return false
    }
    screen.go(to: place)
    personScreen = screen
    return true
  }

  /// The photo under the cursor of a person's screen.
  var personPhoto: (photo: Photo, number: Int)? {
    personScreen?.current.flatMap { item in photos[item.photo].map { ($0, item.number) } }
  }

  /// The screen of a person that an open photo was opened from.
  var personUnderPhoto: PersonScreen? {
    get {
      guard case .photo = screens.last, case .person(let screen) = screens.dropLast().last else { return nil }
      return screen
    }
    set {
      guard let newValue, personUnderPhoto != nil else { return }
      screens[screens.count - 2] = .person(newValue)
    }
  }

  /// Goes through the faces of the person from photo to photo.
  mutating func showPhotoOfPerson(step: Int) -> PhotoScreen? {
    guard var screen = personUnderPhoto else { return nil }
    screen.go(to: screen.cursor + step)
    personUnderPhoto = screen
    return screen.current.flatMap { item in
      photos[item.photo].map { PhotoScreen(photo: $0, selected: item.number - 1) }
    }
  }

  // MARK: - What is known

  mutating func settlePerson() {
    for index in screens.indices.reversed() {
      guard case .person(var screen) = screens[index] else { continue }
      guard let person = followed(screen.person) else {
        screens.removeSubrange(index...)
        continue
      }
      screen.become(person)
      let columns = PersonLayout.columns(self)
      screen.arrange(columns: columns) { isUnnamed($0) && !decisionWork.isPending($0) && !isRefused($0, person) }
      screen.top = PersonLayout(self, screen).geometry.scroll(top: screen.top, toShow: screen.cursor)
      screens[index] = .person(screen)
    }
  }

  private func isRefused(_ face: FaceID, _ person: ListedPerson) -> Bool {
    guard case .person(let id) = person.key else { return false }
    return decisions?.faces.isRefused(face, for: id) ?? false
  }

  /// The person as it is known now: another one where two became one, or a group was named; nil where nobody is left.
  private func followed(_ person: ListedPerson) -> ListedPerson? {
    guard let decisions else { return person }
    switch person.key {
    case .person(let id):
      guard let known = decisions.people.person(id) else { return nil }
      let listed = people.named.first { $0.key == .person(known.id) }
      return listed.map { current($0, known) } ?? (known.id == id ? person : nil)
    case .group:
      let left = (people.groups?.first { $0.key == person.key } ?? person).faces.filter { isUnnamed($0.face) }
      if left.count < 2, let named = namedAs(person) { return named }
      guard !left.isEmpty else { return nil }
      let best = person.best.flatMap { left.contains($0) ? $0 : nil } ?? left.first
      return ListedPerson(key: person.key, faces: left, best: best, years: person.years)
    }
  }

  /// Without faces that were taken away since it was listed.
  private func current(_ listed: ListedPerson, _ known: People.Person) -> ListedPerson {
    let faces = listed.faces.filter { decisions?.faces.person(of: $0.face)?.id == known.id }
    guard faces.count < listed.faces.count || listed.name != known.name else { return listed }
    let best = listed.best.flatMap { faces.contains($0) ? $0 : nil } ?? faces.first
    return ListedPerson(
      key: listed.key, name: known.name, isHidden: known.isHidden, faces: faces, best: best, years: listed.years,
      changed: known.changed)
  }

  /// Whom most faces of a group are now, where that was said.
  private func namedAs(_ group: ListedPerson) -> ListedPerson? {
    let people = group.faces.compactMap { decisions?.faces.person(of: $0.face) }
    guard let person = people.first else { return nil }
    let faces = group.faces.filter { decisions?.faces.person(of: $0.face)?.id == person.id }
    return self.people.named.first { $0.key == .person(person.id) }
      ?? ListedPerson(
        key: .person(person.id), name: person.name, isHidden: person.isHidden, faces: faces, best: group.best,
        years: group.years, changed: person.changed)
  }
}
