import Journal
import Library
import SystemPackage

/// Who faces are, and what is asked before that is written.
extension State {
  /// - Parameter typed: what stands in the prompt to begin with.
  mutating func askForName(_ faces: [FaceID], _ marks: MarkedFaces? = nil, typed: PersonName? = nil) {
    commandLine.completion = nil
    var seen: Set<FaceID> = []
    let faces = faces.filter { seen.insert($0).inserted }
    let label = faces.count == 1 ? "who is this?" : "who is this? \(grouped(faces.count)) faces:"
    prompt = Prompt(.decision(.name(faces, marks)), label: label, text: typed?.text ?? "")
  }

  mutating func finish(_ prompt: DecisionPrompt, _ text: String) -> [Effect] {
    guard case .name(let faces, let marks) = prompt else { return [] }
    guard let name = PersonName(text) else {
      if text.allSatisfy(\.isWhitespace) {
        message = Message(text: "no name, nothing decided")
        return []
      }
      askForName(faces, marks, typed: nil)
      message = Message(text: "a name has at most \(PersonName.longest) characters", isError: true)
      return []
    }
    defer { goOn(from: faces) }
    return decideUnlessTwice([.name(faces, known(name))], marks: marks)
  }

  /// As the person is called already, whatever was typed of capital letters.
  func known(_ name: PersonName) -> PersonName { decisions?.people.person(named: name)?.name ?? name }

  /// Names for completion, those that were used last first; who is hidden comes last.
  var knownNames: [String] {
    (decisions?.people.people ?? []).sorted {
      ($0.isHidden ? 1 : 0, $1.changed) < ($1.isHidden ? 1 : 0, $0.changed)
    }.map(\.name.text)
  }

  mutating func completeName(_ typed: String, before start: Int) {
    let wanted = PersonName(typed)?.folded ?? ""
    let names = knownNames.filter { name in
      PersonName(name).map { $0.folded.hasPrefix(wanted) || $0.folded.contains(" " + wanted) } ?? false
    }
    offer(names, from: start, typed)
  }

  // MARK: - Two faces of one photo

  /// Two faces of one photo are two people unless the user says otherwise.
  mutating func decideUnlessTwice(_ words: [FaceDecision], marks: MarkedFaces? = nil) -> [Effect] {
    let twice = words.reduce(into: (faces: Set<FaceID>(), photo: FilePath?.none)) { result, word in
      guard case .name(let faces, let name) = word, let found = facesOfOnePhoto(faces, name) else { return }
      result.faces.formUnion(found.faces)
      result.photo = result.photo ?? found.photo
    }
    guard let photo = twice.photo else { return decide(words, marks: marks) }
    let rest = words.compactMap { word -> FaceDecision? in
      guard case .name(let faces, let name) = word else { return word }
      let left = faces.filter { !twice.faces.contains($0) }
      return left.isEmpty ? nil : .name(left, name)
    }
    prompt = Prompt(
      .decision(.twice(TwoOfOnePhoto(words: words, rest: rest, marks: marks))),
      label: "\(photos.name(of: photo)) would show one person twice: a collage or a mirror? (y/n)")
    return []
  }

  /// Of new faces of a person those that lie on a photo with another of that person's.
  /// - Returns: nil where there are none.
  private func facesOfOnePhoto(_ faces: [FaceID], _ name: PersonName) -> (faces: Set<FaceID>, photo: FilePath)? {
    let new = Set(faces)
    var (found, first) = (Set<FaceID>(), FilePath?.none)
    for photo in photos.all where photo.faces.count > 1 {
      let wanted = photo.faces.map(\.id).filter(new.contains)
      guard !wanted.isEmpty else { continue }
      let others = photo.faces.contains { !new.contains($0.id) && self.name(of: $0.id)?.folded == name.folded }
      guard others || wanted.count > 1 else { continue }
      found.formUnion(wanted)
      first = first ?? photo.path
    }
    return first.map { (found, $0) }
  }

  mutating func answer(_ prompt: DecisionPrompt, isYes: Bool) -> [Effect] {
    switch prompt {
    case .twice(let question):
      if isYes { return decide(question.words, marks: question.marks) }
      guard !question.rest.isEmpty else {
        message = Message(text: "nothing was decided: two faces of one photo are two people")
        if let marks = question.marks { bringBack(marks) }
        return []
      }
      return decide(question.rest, marks: question.marks)
    case .jump(let entry): return isYes ? [.jump(to: entry)] : []
    case .name: return []
    }
  }
}
