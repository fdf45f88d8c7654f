extension People {
  /// What one entry changes.
  mutating func apply(_ entry: JournalEntry) {
    switch entry.decision {
    case .name(let keys, let reference):
      let person = person(reference, entry.id)
      for face in numbers(of: keys, entry.id) { name(face, person, entry.id) }
    case .refuse(let keys, let reference):
      let person = person(reference, entry.id)
      for face in numbers(of: keys, entry.id) { refuse(face, person, entry.id) }
    case .same(let keys): unite(numbers(of: keys, entry.id), entry.id)
    case .different(let keys): divide(numbers(of: keys, entry.id), entry.id)
    case .ignore(let keys):
      for face in numbers(of: keys, entry.id) {
        leave(face, entry.id)
        faces[face].isIgnored = true
      }
    case .rename(let reference, let name): rename(person(reference, entry.id), to: name, entry.id)
    case .hide(let reference): change(person(reference, entry.id), entry.id) { $0.isHidden = true }
    case .show(let reference): change(person(reference, entry.id), entry.id) { $0.isHidden = false }
    case .seen, .undo, .redo, nil: break
    }
  }

  /// Each once.
  private mutating func numbers(of keys: [FaceKey], _ entry: EntryID) -> [FaceNumber] {
    var seen: Set<FaceNumber> = []
    return keys.map { number(of: $0, entry) }.filter { seen.insert($0).inserted }
  }

  /// A face without a name takes those along of which the user said that they are the same person, but for those that
  /// a "no" keeps away.
  private mutating func name(_ face: FaceNumber, _ person: PersonID, _ entry: EntryID) {
    let company = faces[face].same.subtracting([face]).sorted()
    if faces[face].person != person { leave(face, entry) }
    assign(face, to: person, entry)
    for other in company {
      leave(other, entry)
      if !faces[other].refused.contains(person), !isKept(other, from: person) { assign(other, to: person, entry) }
    }
  }

  private func isKept(_ face: FaceNumber, from person: PersonID) -> Bool {
    faces[face].different.contains { faces[$0].person == person }
  }

  /// The user's word against what was said before.
  mutating func assign(_ face: FaceNumber, to person: PersonID, _ entry: EntryID) {
    for other in faces[face].different where faces[other].person == person { reconcile(face, other) }
    faces[face].person = person
    faces[face].refused.remove(person)
    faces[face].isIgnored = false
    change(person, entry) { person in
      person.faces.insert(face)
      person.refused.remove(face)
    }
  }

  private mutating func refuse(_ face: FaceNumber, _ person: PersonID, _ entry: EntryID) {
    let company = faces[face].person == nil ? faces[face].same.union([face]) : [face]
    if faces[face].person == person { leave(face, entry) }
    for face in company {
      faces[face].refused.insert(person)
      change(person, entry) { $0.refused.insert(face) }
    }
  }

  /// A face is of nobody, and of no group.
  private mutating func leave(_ face: FaceNumber, _ entry: EntryID) {
    if let person = faces[face].person { change(person, entry) { $0.faces.remove(face) } }
    faces[face].person = nil
    let company = faces[face].same.subtracting([face])
    faces[face].same = []
    for other in company { faces[other].same = company.count > 1 ? company : [] }
  }

  private mutating func reconcile(_ a: FaceNumber, _ b: FaceNumber) {
    faces[a].different.remove(b)
    faces[b].different.remove(a)
  }

  /// - Parameter listed: what the user said is one person; names among them become one.
  private mutating func unite(_ listed: [FaceNumber], _ entry: EntryID) {
    for (place, a) in listed.enumerated() { for b in listed[..<place] { reconcile(a, b) } }
    for face in listed { faces[face].isIgnored = false }
    let people = Set(listed.compactMap { faces[$0].person }).sorted()
    guard let person = people.first else { return gather(listed, entry) }
    for other in people.dropFirst() { join(person, other, entry) }
    for face in listed where faces[face].person == nil { name(face, person, entry) }
  }

  /// Faces without a name become one group, with those that were in a group with them.
  private mutating func gather(_ listed: [FaceNumber], _ entry: EntryID) {
    var group = Set(listed)
    for other in Set(listed.flatMap { faces[$0].same }).subtracting(listed).sorted() {
      if faces[other].different.isDisjoint(with: group) { group.insert(other) } else { leave(other, entry) }
    }
    guard group.count > 1 else { return }
    let refused = group.reduce(into: Set<PersonID>()) { $0.formUnion(faces[$1].refused) }
    for face in group {
      faces[face].same = group
      faces[face].refused = refused
      for person in refused { change(person, entry) { $0.refused.insert(face) } }
    }
  }

  /// - Parameter listed: who the user said are as many people; of two who were one, the later one leaves.
  private mutating func divide(_ listed: [FaceNumber], _ entry: EntryID) {
    for (place, face) in listed.enumerated() {
      for earlier in listed[..<place] {
        let isOnePerson = faces[face].person != nil && faces[face].person == faces[earlier].person
        if isOnePerson || faces[earlier].same.contains(face) { leave(face, entry) }
        faces[face].different.insert(earlier)
        faces[earlier].different.insert(face)
      }
    }
  }
}
