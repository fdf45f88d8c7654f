import Faces
import Journal

/// Which faces cannot be a person, by what the user said.
extension DecidedFaces {
  /// Faces that are not the person of others, by the user's word: refused for that person, said to be different from one of
  /// their faces, and all faces of whoever such a face is.
  /// - Parameter faces: of one person.
  public func strangers(to faces: some Sequence<FaceID>) -> Set<FaceID> {
    strangers(to: faces.compactMap { number(of: $0) })
  }

  func strangers(to numbers: [People.FaceNumber]) -> Set<FaceID> {
    let company = numbers.reduce(into: Set<People.FaceNumber>()) { company, number in
      company.insert(number)
      company.formUnion(people.faces[number].same)
      company.formUnion(person(number)?.faces ?? [])
    }
    var strangers: Set<People.FaceNumber> = []
    for number in company {
      strangers.formUnion(people.faces[number].different)
      for person in people.faces[number].refused { strangers.formUnion(people.person(person)?.faces ?? []) }
    }
    for number in numbers { strangers.formUnion(person(number)?.refused ?? []) }
    for number in strangers { strangers.formUnion(person(number)?.faces ?? []) }
    return Set(strangers.subtracting(company).flatMap { self.faces($0) })
  }

  /// Faces that are of no interest.
  public var ignored: Set<FaceID> {
    Set(people.faces.indices.filter { people.faces[$0].isIgnored }.flatMap { faces($0) })
  }

  /// Faces with a name, and those of no interest: the others are to be put into groups.
  var settled: Set<FaceID> {
    let numbers = people.faces.indices.filter { people.faces[$0].person != nil || people.faces[$0].isIgnored }
    return Set(numbers.flatMap { faces($0) })
  }

  /// Pairs of other faces of which the user said that they are two people, or one.
  var openPairs: (apart: [(FaceID, FaceID)], together: [(FaceID, FaceID)]) {
    var (apart, together) = ([(FaceID, FaceID)](), [(FaceID, FaceID)]())
    for (number, face) in people.faces.enumerated() where face.person == nil && !face.isIgnored {
      guard let one = faces(number).first else { continue }
      for other in face.different where other > number { faces(other).first.map { apart.append((one, $0)) } }
      let next = face.same.filter { $0 > number }.min()
      next.flatMap { faces($0).first }.map { together.append((one, $0)) }
    }
    return (apart, together)
  }

  private func person(_ number: People.FaceNumber) -> Person? {
    people.faces[number].person.flatMap { people.person($0) }
  }
}
