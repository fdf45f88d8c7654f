import Faces
import SystemPackage

/// Which faces are the same face of the same picture, in files that are copies of each other.
public struct FaceCopies: Sendable, Equatable {
  /// Of each copy's face, that of the best file.
  private let originals: [FaceID: FaceID]

  public init(_ originals: [FaceID: FaceID] = [:]) { self.originals = originals }

  public var isEmpty: Bool { originals.isEmpty }

  /// The face itself where it is of no copy.
  public func original(of face: FaceID) -> FaceID { originals[face] ?? face }

  public func isCopy(_ face: FaceID) -> Bool { originals[face] != nil }
}

extension Ranking {
  /// Of all that are one face the first.
  /// - Parameter places: those to choose from, rising.
  /// - Returns: the places that are left, and how many copies stand behind a face where there are any.
  public func folding(_ copies: FaceCopies, _ places: some Sequence<Int>) -> (places: [Int], copies: [FaceID: Int]) {
    var first: [FaceID: FaceID] = [:]
    var counts: [FaceID: Int] = [:]
    var left: [Int] = []
    for place in places {
      let face = face(at: place)
      let original = copies.original(of: face)
      if let shown = first[original] {
        counts[shown, default: 0] += 1
      } else {
        first[original] = face
        left.append(place)
      }
    }
    return (left, counts)
  }
}
