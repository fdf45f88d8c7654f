import Journal
import Library

/// What the line after the colon says about people.
extension State {
  mutating func nameCommand(_ text: String) throws(CommandError) -> [Effect] {
    guard let name = PersonName(text) else { throw CommandError("a name has at most \(PersonName.longest) characters") }
    let (faces, marks) = try facesToDecide()
    defer { goOn(from: faces) }
    return decideUnlessTwice([.name(faces, known(name))], marks: marks)
  }

  mutating func ignoreCommand() throws(CommandError) -> [Effect] {
    let (faces, marks) = try facesToDecide()
    defer { goOn(from: faces) }
    return decide([.ignore(faces)], marks: marks)
  }

  /// `OLD NEW`, where names may have blanks, or `NEW` for the person who is searched for or under the cursor.
  mutating func renameCommand(_ text: String) throws(CommandError) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard !words.isEmpty else { throw CommandError("a name is expected, as in rename Ada Lovelace") }
    for split in stride(from: words.count - 1, to: 0, by: -1) {
      let (old, new) = (words[..<split].joined(separator: " "), words[split...].joined(separator: " "))
      if let person = person(called: old) { return try rename(person, to: new) }
    }
    guard let person = currentPerson else {
      throw CommandError("nobody with a name is searched for or under the cursor; say who: rename OLD NEW")
    }
    return try rename(person, to: text)
  }

  private mutating func rename(_ person: People.Person, to text: String) throws(CommandError) -> [Effect] {
    guard let name = PersonName(text) else { throw CommandError("a name has at most \(PersonName.longest) characters") }
    guard name != person.name else { throw CommandError("\(name) is the name already") }
    return decide([.rename(person.id, to: name)])
  }

  mutating func hideCommand(_ text: String, isHidden: Bool) throws(CommandError) -> [Effect] {
    let word = isHidden ? "hide" : "show"
    guard let person = text.isEmpty ? currentPerson : person(called: text) else {
      throw CommandError(
        text.isEmpty
          ? "nobody with a name is searched for or under the cursor; say who: \(word) NAME"
          : "nobody is called \(text)")
    }
    guard person.isHidden != isHidden else {
      throw CommandError("\(person.name) is \(isHidden ? "hidden" : "shown") already")
    }
    return decide([isHidden ? .hide(person.id) : .show(person.id)])
  }

  // MARK: - Who

  func person(called text: String) -> People.Person? {
    PersonName(text).flatMap { decisions?.people.person(named: $0) }
  }

  /// Who is searched for, or whose the face under the cursor is.
  private var currentPerson: People.Person? {
    if let name = soughtMatches.flatMap({ sought($0).name }) { return decisions?.people.person(named: name) }
    guard let faces = judgedFaces?.faces, faces.count == 1 else { return nil }
    return decisions?.faces.person(of: faces[0])
  }

  private func facesToDecide() throws(CommandError) -> (faces: [FaceID], marks: MarkedFaces?) {
    guard let judged = judgedFaces else {
      throw CommandError("there is no face here; go to a photo's face or to matches")
    }
    return judged
  }
}
