import Journal
import Library

/// Who faces are that a person's screen shows.
extension State {
  mutating func confirmOnPerson(_ count: Int?) -> [Effect] {
    guard let screen = personScreen else { return [] }
    guard let name = screen.person.name else {
      nameOnPerson()
      return []
    }
    let new = screen.chosen(count).filter { self.name(of: $0)?.folded != name.folded }
    personScreen?.anchor = nil
    guard !new.isEmpty else {
      message = Message(text: "\(name) already")
      return []
    }
    return decideUnlessTwice([.name(new, name)])
  }

  /// Not this person; of a group, somebody else than the rest.
  mutating func refuseOnPerson(_ count: Int?) -> [Effect] {
    guard let screen = personScreen else { return [] }
    let chosen = screen.chosen(count)
    guard !chosen.isEmpty else { return [] }
    personScreen?.anchor = nil
    if let name = screen.person.name { return decide([.refuse(chosen, name)]) }
    let words = split(chosen, from: screen.person)
    guard !words.isEmpty else {
      message = Message(text: "all of them are chosen; mark those that are somebody else than the rest")
      return []
    }
    personScreen?.marks = []
    return decide(words)
  }

  /// So many of the rest are told apart from each face that is split off: those that show the person best, and others
  /// from all years, so that no part of the group takes it in again.
  private static let mostWitnesses = 8

  private func split(_ faces: [FaceID], from group: ListedPerson) -> [FaceDecision] {
    let rest = group.faces.filter { !faces.contains($0.face) }.map(\.face)
    guard !rest.isEmpty else { return [] }
    let count = min(Self.mostWitnesses, rest.count)
    var witnesses = (0..<count).map { rest[$0 * rest.count / count] }
    if let best = group.best?.face, rest.contains(best), !witnesses.contains(best) { witnesses[0] = best }
    return faces.flatMap { face in witnesses.map { .different([$0, face]) } }
  }

  /// Of a group all faces, where none is marked.
  mutating func nameOnPerson() {
    guard let screen = personScreen else { return }
    let isWhole = screen.isGroup && screen.marks.isEmpty && screen.range == nil
    let faces = isWhole ? screen.person.faces.map(\.face) : screen.chosen()
    guard !faces.isEmpty else { return }
    personScreen?.anchor = nil
    askForName(faces)
  }

  mutating func ignoreOnPerson(_ count: Int?) -> [Effect] {
    guard let screen = personScreen else { return [] }
    personScreen?.anchor = nil
    let faces = screen.chosen(count)
    return faces.isEmpty ? [] : decide([.ignore(faces)])
  }
}
