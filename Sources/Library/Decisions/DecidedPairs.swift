import Faces
import Journal

/// Pairs of faces of which the user's decisions say whether they are of one person, for the odds: all pairs of faces with
/// names, or so many that tell the same. Refusals are not among them: they are chosen for their high scores, and would
/// count as if every stranger had such.
struct DecidedPairs {
  private(set) var together: [(FaceID, FaceID)] = []
  private(set) var apart: [(FaceID, FaceID)] = []

  private static let mostTogether = 4000
  private static let mostApart = 40_000

  init(_ decided: DecidedFaces) {
    let people = decided.people.people.map { decided.faces(of: $0.id) }.filter { !$0.isEmpty }
    let each = max(10, Self.mostTogether / max(1, people.count))
    for faces in people { together += Self.pairs(within: faces, most: each) }
    let pairs = people.count * (people.count - 1) / 2
    let between = max(1, Self.mostApart / max(1, pairs))
    for (index, faces) in people.enumerated() {
      for others in people[..<index] where apart.count < Self.mostApart {
        apart += Self.pairs(of: faces, others, most: between)
      }
    }
  }

  /// Each face with those that follow it, around the end.
  private static func pairs(within faces: [FaceID], most: Int) -> [(FaceID, FaceID)] {
    guard faces.count > 1 else { return [] }
    let steps = max(1, min((faces.count - 1) / 2, most / faces.count))
    if faces.count == 2 { return [(faces[0], faces[1])] }
    return (1...steps).flatMap { step in
      faces.indices.map { (faces[$0], faces[($0 + step) % faces.count]) }
    }
  }

  /// Evenly taken from all.
  private static func pairs(of faces: [FaceID], _ others: [FaceID], most: Int) -> [(FaceID, FaceID)] {
    let all = faces.count * others.count
    let count = min(all, most)
    return (0..<count).map { number in
      let place = number * all / count
      return (faces[place / others.count], others[place % others.count])
    }
  }
}
