import Faces
import Journal
import Search
import SystemPackage

/// A chain of faces from one to another, each much like the next: how somebody changed over the years.
public struct Bridge: Sendable, Equatable {
  /// A face on the way, and where it is.
  public struct Step: Sendable, Equatable {
    public let face: FaceID
    /// Relative to the library's folder.
    public let photo: FilePath
    /// From 1.
    public let number: Int
    public let captured: String?
    /// Of whom the user said that it is.
    public let person: String?

    public init(face: FaceID, photo: FilePath, number: Int, captured: String? = nil, person: String? = nil) {
      (self.face, self.photo, self.number, self.captured, self.person) = (face, photo, number, captured, person)
    }
  }

  /// At least two.
  public let steps: [Step]
  /// Cosine of each step with the next, one less; 1 where the user said that they are one person.
  public let scores: [Float]

  public init(steps: [Step], scores: [Float]) { (self.steps, self.scores) = (steps, scores) }

  /// The same with other paths.
  public func renamed(_ follow: (FilePath) -> FilePath) -> Bridge {
    let steps = steps.map {
      Step(face: $0.face, photo: follow($0.photo), number: $0.number, captured: $0.captured, person: $0.person)
    }
    return Bridge(steps: steps, scores: scores)
  }

  /// The link that is least certain; the first of several.
  public var weakest: Int { scores.indices.min { (scores[$0], $0) < (scores[$1], $1) } ?? 0 }
}

/// Where a bridge begins or ends.
public enum BridgeEnd: Sendable, Hashable {
  case face(FaceID)
  /// Any of the faces of the person with this name.
  case person(String)
}

/// Why there is no bridge.
public enum BridgeError: Error, Sendable, Equatable, CustomStringConvertible {
  case noPerson(String)
  case noFace(String)
  /// Of a face.
  case gone
  case same
  /// Nothing links the two.
  case none
  case cancelled

  public var description: String {
    switch self {
    case .noPerson(let name): "nobody is called \(name)"
    case .noFace(let name): "no photo of \(name) is in the folder"
    case .gone: "a face at an end of the bridge is no longer there"
    case .same: "both ends of the bridge are the same person already"
    case .none: "no chain of faces leads from one to the other"
    case .cancelled: "the search was stopped"
    }
  }
}

extension PhotoLibrary {
  /// The chain of faces between two whose weakest link is the strongest that there is; of several the shortest.
  ///
  /// Between the ends it goes over faces that tell enough of a person, that are not ignored, and that have no name but those of
  /// the ends, where an end has one. No link is between two faces of one photo, between faces of which the user said that they are
  /// different people, between faces of people with two names but for the ends', or to somebody who a face is not.
  /// - Parameter decided: what the user said of the faces.
  public func bridge(
    from: BridgeEnd, to: BridgeEnd, _ decided: DecidedFaces, threads: Int = 2, isCancelled: () -> Bool = { false }
  ) throws(BridgeError) -> Bridge {
    let contents = contents.withLock(\.self)
    let ends = try BridgeEnds(from, to, decided, contents)
    let rule = BridgeRule(ends, decided, contents).rule
    let chain = contents.matrix.strongestChain(
      from: ends.rows[0], to: ends.rows[1], rule, threads: threads, isCancelled: isCancelled)
    if isCancelled() { throw .cancelled }
    guard let chain else { throw .none }
    let steps = chain.rows.compactMap { row -> Bridge.Step? in
      guard let place = contents.place(ofRow: row) else { return nil }
      let (photo, id) = (contents.photos[place.photo], FaceID(Int64(row)))
      return Bridge.Step(
        face: id, photo: photo.path, number: place.number, captured: photo.captured,
        person: decided.person(of: id)?.name.text)
    }
    return Bridge(steps: steps, scores: chain.scores)
  }
}

/// The faces at both ends.
private struct BridgeEnds {
  private(set) var rows: [[Int]] = []
  /// Who they are, as far as that was said.
  private(set) var people: Set<PersonID> = []

  init(_ from: BridgeEnd, _ to: BridgeEnd, _ decided: DecidedFaces, _ contents: LibraryContents) throws(BridgeError) {
    for end in [from, to] {
      let faces: [FaceID]
      switch end {
      case .face(let face):
        guard contents.place(face) != nil else { throw .gone }
        let person = decided.person(of: face)
        if let person { people.insert(person.id) }
        faces = [face]
      case .person(let name):
        guard let person = PersonName(name).flatMap({ decided.people.person(named: $0) }) else { throw .noPerson(name) }
        people.insert(person.id)
        faces = decided.faces(of: person.id).filter { contents.place($0) != nil }
        guard !faces.isEmpty else { throw .noFace(person.name.text) }
      }
      rows.append(faces.map { Int($0.rawValue) })
    }
    guard Set(rows[0]).isDisjoint(with: rows[1]) else { throw .same }
  }
}

/// Which faces a bridge may go over.
private struct BridgeRule {
  private(set) var rule: ChainRule

  init(_ ends: BridgeEnds, _ decided: DecidedFaces, _ contents: LibraryContents) {
    let count = contents.matrix.count
    rule = ChainRule(groups: Array(repeating: -1, count: count), known: Array(repeating: false, count: count))
    for (row, place) in contents.places.enumerated() {
      guard let place else { continue }
      let face = FaceID(Int64(row))
      let word = decided.decided(face)
      rule.known[row] = word?.isDecided ?? false
      if Self.isPassable(word, place.quality, ends.people) { rule.groups[row] = Int32(place.photo) }
    }
    for row in ends.rows.joined() { rule.groups[row] = contents.place(ofRow: row).map { Int32($0.photo) } ?? -1 }
    rule.forbids = { Self.forbids(FaceID(Int64($0)), FaceID(Int64($1)), decided, ends.people) }
    rule.joined = { row in Self.joined(FaceID(Int64(row)), decided).map { Int($0.rawValue) }.filter { $0 != row } }
  }

  private static func isPassable(_ word: People.Face?, _ quality: FaceQuality, _ ends: Set<PersonID>) -> Bool {
    guard quality.isSufficient, word?.isIgnored != true else { return false }
    guard let word else { return true }
    if !word.refused.isDisjoint(with: ends) { return false }
    return ends.isEmpty || word.person.map(ends.contains) ?? true
  }

  private static func forbids(_ a: FaceID, _ b: FaceID, _ decided: DecidedFaces, _ ends: Set<PersonID>) -> Bool {
    if decided.areDifferent(a, b) { return true }
    let (one, other) = (decided.decided(a), decided.decided(b))
    if let person = one?.person, other?.refused.contains(person) == true { return true }
    if let person = other?.person, one?.refused.contains(person) == true { return true }
    guard let first = one?.person, let second = other?.person, first != second else { return false }
    return !(ends.contains(first) && ends.contains(second))
  }

  private static func joined(_ face: FaceID, _ decided: DecidedFaces) -> [FaceID] {
    guard let word = decided.decided(face) else { return [] }
    if let person = word.person { return decided.faces(of: person) }
    return word.same.flatMap { decided.faces($0) }
  }
}
