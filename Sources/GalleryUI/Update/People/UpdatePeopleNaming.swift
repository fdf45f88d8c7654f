import Journal
import Library

/// What people are called, and who becomes one with whom.
extension State {
  mutating func askForNames(_ screen: PeopleScreen) {
    let chosen = screen.chosen
    guard !chosen.isEmpty else { return }
    commandLine.completion = nil
    let named = chosen.filter { $0.name != nil }
    let label =
      switch (named.count, chosen.count) {
      case (1, 1): "\(named[0].name?.text ?? "") is called:"
      case (0, 1): "who is this? \(counted(chosen[0].faces.count, "face", "faces")):"
      case (_, let count): "\(grouped(count)) become one person, called:"
      }
    let largest = named.max { $0.faces.count < $1.faces.count }
    prompt = Prompt(.people(.name(chosen.map(\.key))), label: label, text: largest?.name?.text ?? "")
  }

  mutating func finish(_ prompt: PeoplePrompt, _ text: String) -> [Effect] {
    switch prompt {
    case .filter: filterPeople(text)
    case .merge: break
    case .name(let keys):
      guard let name = PersonName(text) else {
        message = Message(
          text: text.allSatisfy(\.isWhitespace)
            ? "no name, nothing decided" : "a name has at most \(PersonName.longest) characters", isError: !text.isEmpty)
        return []
      }
      return name(keys, name)
    }
    return []
  }

  mutating func answer(_ prompt: PeoplePrompt, isYes: Bool) -> [Effect] {
    guard case .merge(let words) = prompt else { return [] }
    guard isYes else {
      message = Message(text: "nothing was decided: they are two people")
      return []
    }
    return keep(words)
  }

  private mutating func name(_ keys: [ListedPerson.Key], _ name: PersonName) -> [Effect] {
    let words = words(calling: keys, name)
    guard !words.isEmpty else {
      message = Message(text: "\(name) is the name already")
      return []
    }
    let people = keys.compactMap { key in if case .person(let id) = key { id } else { nil } }
    guard let namesake = decisions?.people.person(named: name), !people.isEmpty, !people.contains(namesake.id) else {
      let merges = words.contains { if case .rename = $0 { true } else { false } }
      return merges ? keep(words) : keep(decideUnlessTwice(words))
    }
    prompt = Prompt(.people(.merge(words)), label: question(people, namesake))
    return []
  }

  /// "Bob is another person, with 12 faces; 3 photos show both. Are they one? (y/n)"
  private func question(_ people: [PersonID], _ namesake: People.Person) -> String {
    let faces = counted(namesake.faces.count, "face", "faces")
    let common = photosShowing(people + [namesake.id])
    let both = common == 0 ? "" : "; \(counted(common, "photo shows", "photos show")) both"
    return "\(namesake.name) is another person, with \(faces)\(both). Are they one? (y/n)"
  }

  /// Photos with two of these people.
  private func photosShowing(_ ids: [PersonID]) -> Int {
    let photos = ids.map { id in Set(people.named.first { $0.key == .person(id) }?.faces.map(\.photo) ?? []) }
    var counts: [String: Int] = [:]
    for photo in photos.joined() { counts[photo.string, default: 0] += 1 }
    return counts.values.count { $0 > 1 }
  }

  private mutating func keep(_ words: [FaceDecision]) -> [Effect] { keep(decide(words)) }

  private mutating func keep(_ effects: [Effect]) -> [Effect] {
    (peopleScreen?.marks, peopleScreen?.anchor) = ([], nil)
    return effects
  }

  /// As one step: people are called so, which makes them one; faces of groups are named.
  private func words(calling keys: [ListedPerson.Key], _ name: PersonName) -> [FaceDecision] {
    let known = known(name)
    return keys.compactMap { key in
      switch key {
      case .person(let id):
        let isAlone = keys.count == 1
        // A person is called as the user typed it now.
        let new = isAlone && decisions?.people.person(named: name)?.id == id ? name : known
        return decisions?.people.person(id).flatMap { $0.name == new ? nil : .rename(id, to: new) }
      case .group:
        let faces = people.groups?.first { $0.key == key }?.faces.map(\.face).filter(isUnnamed) ?? []
        return faces.isEmpty ? nil : .name(faces, known)
      }
    }
  }

  /// Nobody has said who a face is, nor that it is of no interest.
  func isUnnamed(_ face: FaceID) -> Bool {
    guard let word = decisions?.faces.decided(face) else { return true }
    return word.person == nil && !word.isIgnored
  }
}
