import Journal
import Library

/// What is found out about people beside the drawing: one thing of each kind at a time, and only what a screen shows.
extension State {
  mutating func take(people listed: [ListedPerson]) {
    people.listing.isUnderWay = false
    (people.named, people.isChanged) = (listed, true)
  }

  /// - Parameter groups: nil where they could not be found out.
  mutating func take(groups: [ListedPerson]?) {
    people.grouping.isUnderWay = false
    guard let groups else { return }
    (people.groups, people.isChanged) = (groups, true)
  }

  mutating func take(counts: [PersonID: CandidateCount]) {
    people.counting.isUnderWay = false
    people.counts = counts
  }

  /// - Parameter answer: nil where it could not be found out.
  mutating func take(_ answer: PersonAnswer?, of question: PersonQuestion) -> [Effect] {
    for index in screens.indices {
      guard case .person(var screen) = screens[index], screen.asked == question else { continue }
      screen.asked = nil
      if let answer { screen.take(answer) }
      screens[index] = .person(screen)
      guard let answer else { continue }
      people.counts[question.person] = CandidateCount(likely: answer.candidates.likely)
      return [.noteLook(question.person, answer.candidates.all.prefix(answer.candidates.likely).map(\.face))]
    }
    return []
  }

  mutating func peopleToAsk() -> [Effect] {
    let shown = screens.compactMap { screen -> Bool? in
      switch screen {
      case .people: true
      case .person: false
      default: nil
      }
    }
    guard !shown.isEmpty, filesToRead == nil else { return [] }
    var effects: [Effect] = []
    if people.listing.isDue(faceChanges) {
      people.listing.begin(faceChanges)
      effects.append(.listPeople)
    }
    if let question = personToAsk() { effects.append(question) }
    // While photos are looked at, what was known before is enough.
    let isCalm = indexing == .finished || !isFindingFaces
    guard isCalm, shown.contains(true), photos.faceCount > 0 else { return effects }
    if people.grouping.isDue(faceChanges) {
      people.grouping.begin(faceChanges)
      effects.append(.findGroups)
    }
    if people.counting.isDue(faceChanges), peopleScreen != nil {
      people.counting.begin(faceChanges)
      effects.append(.countCandidates)
    }
    return effects
  }

  /// The candidates of the person on top, or under a photo.
  private mutating func personToAsk() -> Effect? {
    let index = personUnderPhoto == nil ? screens.count - 1 : screens.count - 2
    guard screens.indices.contains(index), case .person(var screen) = screens[index],
      case .person(let person) = screen.person.key, screen.asked == nil, screen.askedAt != faceChanges
    else { return nil }
    people.questions += 1
    let question = PersonQuestion(person, number: people.questions)
    (screen.asked, screen.askedAt) = (question, faceChanges)
    screens[index] = .person(screen)
    return .findCandidates(question)
  }
}
