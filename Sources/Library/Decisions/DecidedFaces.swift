import Faces
import Journal

/// What the user's decisions say of the faces of a library, as both were at one moment.
public struct DecidedFaces: Sendable {
  public typealias Person = People.Person

  public let people: People
  private var numbers: [FaceID: People.FaceNumber] = [:]
  private var faces: [People.FaceNumber: [FaceID]] = [:]

  /// Of no faces yet.
  public init(_ people: People = People()) { self.people = people }

  // MARK: - Look

  public func person(of face: FaceID) -> Person? { decided(face)?.person.flatMap { people.person($0) } }

  public func isIgnored(_ face: FaceID) -> Bool { decided(face)?.isIgnored ?? false }

  /// Whether the user said that the face is not this person.
  public func isRefused(_ face: FaceID, for person: PersonID) -> Bool {
    numbers[face].map { people.person(person)?.refused.contains($0) ?? false } ?? false
  }

  /// Whether the user said that these are two people.
  public func areDifferent(_ a: FaceID, _ b: FaceID) -> Bool {
    guard let a = numbers[a], let b = numbers[b] else { return false }
    return people.faces[a].different.contains(b)
  }

  /// What was decided about a face; nil where nothing was.
  public func decided(_ face: FaceID) -> People.Face? { numbers[face].map { people.faces[$0] } }

  func number(of face: FaceID) -> People.FaceNumber? { numbers[face] }

  /// A person's faces in the library, copies of a photo included, in the order of their ids.
  public func faces(of person: PersonID) -> [FaceID] { found(people.person(person)?.faces) }

  /// Faces in the library of which the user said that they are not this person.
  public func refused(for person: PersonID) -> [FaceID] { found(people.person(person)?.refused) }

  private func found(_ numbers: Set<People.FaceNumber>?) -> [FaceID] {
    (numbers ?? []).flatMap { faces[$0] ?? [] }.sorted()
  }

  /// Where the faces of the decisions are in the library: none where their photo is not there.
  public func faces(_ number: People.FaceNumber) -> [FaceID] { faces[number] ?? [] }

  /// Decided faces whose photo is not in the library, or shows no face there: their decisions wait.
  public var waiting: [People.FaceNumber] {
    people.faces.indices.filter { people.faces[$0].isDecided && faces[$0] == nil }
  }

  // MARK: - Join

  /// - Parameter candidates: of the photo, with their boxes in shares of it as it is upright.
  mutating func join(_ photo: Photo, _ candidates: [(number: People.FaceNumber, boxes: [FaceBox])]) {
    let boxes = photo.faces.map { FaceBox($0.box, width: photo.width, height: photo.height) }
    var pairs: [(overlap: Double, number: People.FaceNumber, face: Int)] = []
    for candidate in candidates {
      for (face, box) in boxes.enumerated() {
        guard let box, let overlap = candidate.boxes.map({ $0.overlap(box) }).max(), overlap >= FaceBox.leastOverlap
        else { continue }
        pairs.append((overlap, candidate.number, face))
      }
    }
    var (takenNumbers, takenFaces) = (Set<People.FaceNumber>(), Set<Int>())
    for pair in pairs.sorted(by: { ($0.overlap, -$0.number) > ($1.overlap, -$1.number) }) {
      guard !takenNumbers.contains(pair.number), takenFaces.insert(pair.face).inserted else { continue }
      takenNumbers.insert(pair.number)
      let id = photo.faces[pair.face].id
      numbers[id] = pair.number
      faces[pair.number, default: []].append(id)
    }
  }
}

extension FaceBox {
  /// - Parameters:
  ///   - box: in pixels of the upright photo.
  ///   - width: of the photo, in pixels.
  init?(_ box: Box, width: Int, height: Int) {
    let (width, height) = (Double(max(1, width)), Double(max(1, height)))
    self.init(
      x: Double(box.x) / width, y: Double(box.y) / height, width: Double(box.width) / width,
      height: Double(box.height) / height)
  }
}
