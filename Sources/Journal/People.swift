/// Who is who by the user's decisions: what the journal's entries, replayed in their order, come to. The last word counts.
///
/// A name is one person: who is given a name that another person has is that person from then on. In all states
/// - a face is of at most one person, who was not refused for it,
/// - no two faces that are different people are of one person, nor joined as the same unknown one.
public struct People: Sendable, Equatable {
  /// The number of a face among those of the decisions, the same for all keys of one face. Another state numbers anew.
  public typealias FaceNumber = Int

  public struct Person: Sendable, Equatable, Identifiable {
    public let id: PersonID
    public internal(set) var name: PersonName
    public internal(set) var faces: Set<FaceNumber> = []
    /// Faces of which the user said that they are not this person.
    public internal(set) var refused: Set<FaceNumber> = []
    public internal(set) var isHidden = false
    /// The last decision about the person or one of their faces.
    public internal(set) var changed: EntryID
  }

  public struct Face: Sendable, Equatable {
    /// Under which it was decided about; one for each file, and each box, in which it was seen.
    public internal(set) var keys: [FaceKey]
    public internal(set) var person: PersonID?
    public internal(set) var refused: Set<PersonID> = []
    public internal(set) var isIgnored = false
    /// Faces of which the user said that they are other people.
    public internal(set) var different: Set<FaceNumber> = []
    /// Faces without a name that the user said are the same person, itself included; empty where there are none.
    public internal(set) var same: Set<FaceNumber> = []
    /// The last decision about it.
    public internal(set) var changed: EntryID

    /// Whether anything that was decided about it holds.
    public var isDecided: Bool {
      person != nil || isIgnored || !refused.isEmpty || !different.isEmpty || !same.isEmpty
    }
  }

  public internal(set) var faces: [Face] = []
  private(set) var persons: [PersonID: Person] = [:]
  /// Persons who became others, and the entries that named a person again.
  var aliases: [PersonID: PersonID] = [:]
  /// By folded name.
  private var names: [String: PersonID] = [:]
  /// By photo.
  private var facesOfPhotos: [Int: [FaceNumber]] = [:]
  private var identities = PhotoIdentities()

  public init() {}

  /// The replay of a journal.
  public init(_ journal: Journal) {
    for entry in journal.entries {
      for (photo, pixels) in entry.decision?.photos ?? [] { _ = identities.add(photo, pixels) }
    }
    for entry in History(journal).decisions { apply(entry) }
  }

  /// Goes on with entries that follow all that were replayed.
  /// - Returns: false where only a replay of everything gives the state; this one is then of no use.
  mutating func follow(_ entries: [JournalEntry]) -> Bool {
    guard entries.allSatisfy({ $0.decision?.targets == nil }) else { return false }
    for entry in entries {
      for (photo, pixels) in entry.decision?.photos ?? [] where !identities.add(photo, pixels) { return false }
    }
    for entry in entries where entry.isDecision { apply(entry) }
    return true
  }

  // MARK: - Look

  /// All who have a name, in the order in which they were named first.
  public var people: [Person] { persons.values.sorted { $0.id < $1.id } }

  /// - Parameter id: also of a person who is now another.
  public func person(_ id: PersonID) -> Person? { persons[root(id)] }

  public func person(named name: PersonName) -> Person? { names[name.folded].flatMap { persons[$0] } }

  public func face(_ key: FaceKey) -> FaceNumber? {
    guard let photo = identities.photo(key.photo) else { return nil }
    return nearest(identities.place(of: key), in: facesOfPhotos[photo] ?? [])
  }

  /// The bytes of photos of which anything is known: SHA-256 in hex.
  public var photos: some Collection<String> { identities.photos }

  /// The faces of a photo that were decided about, with the boxes in which they were seen, in shares of the upright
  /// picture of these bytes.
  /// - Parameter hash: SHA-256 of the bytes in hex.
  public func faces(inPhoto hash: String) -> [(number: FaceNumber, boxes: [FaceBox])] {
    identities.photo(hash).map { boxes($0, turned: identities.turn(hash)) } ?? []
  }

  /// The same for bytes that are not known, whose pixels may be.
  public func faces(withPixels pixels: FaceKey.Pixels) -> [(number: FaceNumber, boxes: [FaceBox])] {
    identities.photo(pixels: pixels.hash).map { boxes($0, turned: pixels.turned) } ?? []
  }

  private func boxes(_ photo: Int, turned: Int) -> [(number: FaceNumber, boxes: [FaceBox])] {
    (facesOfPhotos[photo] ?? []).map { number in
      (number, faces[number].keys.map { identities.place(of: $0).unoriented(turned) })
    }
  }

  private func root(_ id: PersonID) -> PersonID {
    var id = id
    while let next = aliases[id] { id = next }
    return id
  }

  private func nearest(_ box: FaceBox, in numbers: [FaceNumber]) -> FaceNumber? {
    let overlaps = numbers.map { number in
      (number, faces[number].keys.map { identities.place(of: $0).overlap(box) }.max() ?? 0)
    }
    return overlaps.max { ($0.1, -$0.0) < ($1.1, -$1.0) }.flatMap { $0.1 >= FaceBox.leastOverlap ? $0.0 : nil }
  }

  // MARK: - Places for what decisions are about

  /// - Returns: the face's number, a new one where nothing was decided about it before.
  mutating func number(of key: FaceKey, _ entry: EntryID) -> FaceNumber {
    let photo = identities.photo(key.photo) ?? -1
    if let number = nearest(identities.place(of: key), in: facesOfPhotos[photo] ?? []) {
      if !faces[number].keys.contains(key) { faces[number].keys.append(key) }
      faces[number].changed = entry
      return number
    }
    faces.append(Face(keys: [key], changed: entry))
    facesOfPhotos[photo, default: []].append(faces.count - 1)
    return faces.count - 1
  }

  /// The person that an entry means: by id, else by name, else a new one.
  mutating func person(_ reference: PersonReference, _ entry: EntryID) -> PersonID {
    let id = reference.id ?? entry
    if let known = persons[root(id)] {
      change(known.id, entry)
      return known.id
    }
    if let namesake = names[reference.name.folded] {
      aliases[id] = namesake
      change(namesake, entry)
      return namesake
    }
    persons[id] = Person(id: id, name: reference.name, changed: entry)
    names[reference.name.folded] = id
    return id
  }

  mutating func change(_ id: PersonID, _ entry: EntryID, _ body: (inout Person) -> Void = { _ in }) {
    guard var person = persons.removeValue(forKey: id) else { return }
    person.changed = entry
    body(&person)
    persons[id] = person
  }

  mutating func rename(_ id: PersonID, to name: PersonName, _ entry: EntryID) {
    guard let person = persons[id] else { return }
    if let namesake = names[name.folded], namesake != id { join(id, namesake, entry) }
    let rest = root(id)
    names[person.name.folded] = nil
    change(rest, entry) { $0.name = name }
    names[name.folded] = rest
  }

  /// Two people become one, who has the earlier one's id and name.
  mutating func join(_ a: PersonID, _ b: PersonID, _ entry: EntryID) {
    guard a != b, let first = persons[min(a, b)], let second = persons.removeValue(forKey: max(a, b)) else { return }
    aliases[second.id] = first.id
    names[second.name.folded] = nil
    change(first.id, entry) { person in
      person.isHidden = first.isHidden && second.isHidden
      person.refused.formUnion(second.refused)
    }
    for face in second.refused {
      faces[face].refused.remove(second.id)
      faces[face].refused.insert(first.id)
    }
    for face in second.faces { faces[face].person = nil }
    for face in first.faces.union(second.faces).sorted() { assign(face, to: first.id, entry) }
  }
}
