import Journal
import Library

/// Who is searched for.
enum SoughtPerson: Equatable {
  /// No query face has a name.
  case unknown
  case known(PersonName)
  case several([PersonName])

  init(_ names: [PersonName]) {
    var seen: Set<String> = []
    let names = names.filter { seen.insert($0.folded).inserted }
    self = names.count > 1 ? .several(names) : names.first.map { .known($0) } ?? .unknown
  }

  var name: PersonName? { if case .known(let name) = self { name } else { nil } }
}

extension State {
  /// Also by what is being written.
  func name(of face: FaceID) -> PersonName? {
    for pending in decisionWork.pending.reversed() {
      for word in pending.request.words.reversed() {
        if case .name(let faces, let name) = word, faces.contains(face) { return name }
      }
    }
    return decisions?.faces.person(of: face)?.name
  }

  func sought(_ matches: Matches) -> SoughtPerson { SoughtPerson(matches.queries.compactMap { name(of: $0.face) }) }

  /// Of the matches on top, or under a comparison or a photo; nil where there are none.
  var soughtMatches: Matches? {
    if let matches = topMatches { return matches }
    guard let index = matchesUnderPhoto, case .matches(let matches) = screens[index] else { return nil }
    return matches
  }

  /// Whether the user has said of a match who it is, or is saying something of it.
  func isDecided(_ match: Match) -> Bool {
    match.standing == .query || decisionWork.isPending(match.face) || decisions?.faces.person(of: match.face) != nil
      || decisions?.faces.isIgnored(match.face) == true
  }

  /// How many faces of who is searched for are confirmed in the folder; nil where nobody is named.
  func confirmedCount(_ matches: Matches) -> Int? {
    guard let faces = decisions?.faces, let name = sought(matches).name, let person = faces.people.person(named: name)
    else { return nil }
    return faces.faces(of: person.id).count
  }

  /// Who the selected face of a photo is, as the user said: "✓ Ada", "ignored"; nil where nothing was said.
  func nameText(selectedIn screen: PhotoScreen) -> String? {
    guard let photo = photos[screen.path], let selected = screen.selected, photo.faces.indices.contains(selected)
    else { return nil }
    return nameText(photo.faces[selected].id)
  }

  func nameText(_ face: FaceID) -> String? {
    guard let faces = decisions?.faces else { return nil }
    return faces.person(of: face).map { "✓ \($0.name)" } ?? (faces.isIgnored(face) ? "ignored" : nil)
  }

  /// The names of a photo's faces by their indices.
  func names(of photo: Photo) -> [Int: String] {
    guard let faces = decisions?.faces else { return [:] }
    let names = photo.faces.enumerated().compactMap { index, face in
      faces.person(of: face.id).map { (index, $0.name.text) }
    }
    return Dictionary(uniqueKeysWithValues: names)
  }
}
