/// Faces that are most likely of one person.
public struct FaceGroup: Sendable, Equatable, Codable {
  /// The key that the first of its faces had when the group was found; it keeps that as long as it is passed on.
  public let id: FaceKey
  /// At least two, ascending.
  public let faces: [FaceKey]
}

/// All faces without a name, divided into groups.
public struct FaceGroups: Sendable, Equatable, Codable {
  public static let none = FaceGroups(groups: [], alone: [])

  /// The largest first; of equal size in the order of their ids.
  public let groups: [FaceGroup]
  /// Faces that belong to no group, ascending.
  public let alone: [FaceKey]

  /// The groups in which nobody is to be kept apart.
  func keeping(_ apart: [FacePair]) -> FaceGroups {
    guard !apart.isEmpty else { return self }
    let others = Dictionary(grouping: apart + apart.map { FacePair($0.second, $0.first) }, by: \.first)
    let sound = groups.filter { group in
      let faces = Set(group.faces)
      return !group.faces.contains { others[$0]?.contains { faces.contains($0.second) } ?? false }
    }
    return FaceGroups(groups: sound, alone: alone)
  }
}
