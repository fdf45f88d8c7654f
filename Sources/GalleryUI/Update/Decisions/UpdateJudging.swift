import Journal
import Library
import SystemPackage

/// This is the person, this is not: of the face under the cursor, of those that are marked, or of a range.
extension State {
  /// Faces that a key is about.
  private struct Target {
    let faces: [FaceID]
    /// Marks that it uses up.
    var marks: MarkedFaces?
  }

  mutating func confirm(_ count: Int?) -> [Effect] {
    guard let target = target(count) else { return [] }
    guard let matches = soughtMatches else { return confirmInPhoto(target) }
    switch sought(matches) {
    case .several(let names): return tellSeveral(names)
    case .unknown:
      askForName(matches.queries.map(\.face) + target.faces, target.marks, typed: onlyName(of: target.faces))
      return []
    case .known(let name):
      let new = target.faces.filter { self.name(of: $0)?.folded != name.folded }
      defer { goOn(from: target.faces) }
      guard !new.isEmpty else {
        message = Message(text: "\(name) already")
        return []
      }
      return decideUnlessTwice([.name(new, name)], marks: target.marks)
    }
  }

  private mutating func confirmInPhoto(_ target: Target) -> [Effect] {
    if let name = onlyName(of: target.faces) {
      message = Message(text: "\(name) already" + (key(for: .name).map { "; \($0) gives another name" } ?? ""))
    } else {
      askForName(target.faces, nil)
    }
    return []
  }

  mutating func refuse(_ count: Int?) -> [Effect] {
    guard let target = target(count) else { return [] }
    guard let matches = soughtMatches else { return refuseInPhoto(target) }
    switch sought(matches) {
    case .several(let names): return tellSeveral(names)
    case .known(let name):
      defer { goOn(from: target.faces) }
      return decide([.refuse(target.faces, name)], marks: target.marks)
    case .unknown:
      let words = differences(matches.queries.map(\.face), target.faces)
      guard !words.isEmpty else {
        message = Message(text: "this is the query itself; go to a match")
        return []
      }
      defer { goOn(from: target.faces) }
      return decide(words, marks: target.marks)
    }
  }

  /// Without a query it takes the name away.
  private mutating func refuseInPhoto(_ target: Target) -> [Effect] {
    guard let name = onlyName(of: target.faces) else {
      let way = key(for: .name).map { "; \($0) says who it is" } ?? ""
      message = Message(text: "nobody is searched for, and the face has no name\(way)")
      return []
    }
    return decide([.refuse(target.faces, name)])
  }

  /// Of each query with each face; who has a name is refused for the queries.
  private func differences(_ queries: [FaceID], _ faces: [FaceID]) -> [FaceDecision] {
    var words: [FaceDecision] = []
    for face in faces where !queries.contains(face) {
      if let name = name(of: face) {
        if !words.contains(.refuse(queries, name)) { words.append(.refuse(queries, name)) }
      } else {
        words += queries.map { .different([$0, face]) }
      }
    }
    return words
  }

  mutating func nameFaces() {
    guard let target = target(nil) else { return }
    askForName(target.faces, target.marks)
  }

  private mutating func tellSeveral(_ names: [PersonName]) -> [Effect] {
    let way = key(for: .removeQuery).map { "; \($0) takes one away" } ?? ""
    message = Message(text: "the query faces are of \(names.map(\.text).joined(separator: " and "))\(way)")
    return []
  }

  // MARK: - What it is about

  /// The face under the cursor, those of the range or the marked ones; nil where there is none.
  var judgedFaces: (faces: [FaceID], marks: MarkedFaces?)? { target(nil).map { ($0.faces, $0.marks) } }

  private func target(_ count: Int?) -> Target? {
    switch screens.last {
    case .photo(let screen):
      guard let photo = photos[screen.path], let selected = screen.selected, photo.faces.indices.contains(selected)
      else { return nil }
      return Target(faces: [photo.faces[selected].id])
    case .compare: return topMatches?.current.map { Target(faces: [$0.face]) }
    case .matches(let matches): return target(in: matches, count)
    default: return nil
    }
  }

  private func target(in matches: Matches, _ count: Int?) -> Target? {
    let place = matches.place(of: matches.cursor)
    let counted = count.map { place...min(matches.ranked.count - 1, place + max(1, $0) - 1) }
    if let range = matches.range ?? counted {
      return Target(faces: range.map { matches.ranked.face(at: matches.index(at: $0)) })
    }
    guard !matches.marks.isEmpty else { return matches.current.map { Target(faces: [$0.face]) } }
    let marked = matches.all.indices.map { matches.all.face(at: $0) }.filter(matches.marks.contains)
    return Target(faces: marked, marks: MarkedFaces(query: matches.query, faces: matches.marks))
  }

  private func onlyName(of faces: [FaceID]) -> PersonName? { SoughtPerson(faces.compactMap { name(of: $0) }).name }

  // MARK: - On to the next

  /// Marks and the range that were used are gone, and the cursor goes to the next match that is not decided.
  mutating func goOn(from faces: [FaceID]) {
    if case .photo(let screen) = screens.last { return goOnInPhoto(screen, faces) }
    guard var matches = topMatches else { return }
    matches.anchor = nil
    matches.marks.subtract(faces)
    if let next = nextUndecided(matches) { matches.cursor = next }
    topMatches = matches
  }

  /// To the photo of the next match, where the match's own face was decided about.
  private mutating func goOnInPhoto(_ screen: PhotoScreen, _ faces: [FaceID]) {
    guard let index = matchesUnderPhoto, case .matches(var matches) = screens[index], let match = matches.current,
      faces.contains(match.face), match.photo == screen.path, let next = nextUndecided(matches)
    else { return }
    matches.cursor = next
    screens[index] = .matches(matches)
    guard let match = matches.current, let photo = photos[match.photo] else { return }
    var shown = PhotoScreen(photo: photo, selected: match.number - 1)
    shown.zoom = screen.zoom
    photoScreen = shown
  }

  /// After the cursor; nil where all are decided.
  private func nextUndecided(_ matches: Matches) -> Int? {
    let place = matches.place(of: matches.cursor)
    return (place + 1..<max(place + 1, matches.ranked.count)).lazy.map { matches.index(at: $0) }
      .first { !isDecided(matches.ranked[$0]) }
  }
}
