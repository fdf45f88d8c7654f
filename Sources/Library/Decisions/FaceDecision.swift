import Journal

/// What the user says of faces of a library. Names are those of people there are, or new ones.
public enum FaceDecision: Sendable, Equatable {
  case name([FaceID], PersonName)
  case refuse([FaceID], PersonName)
  case same([FaceID])
  case different([FaceID])
  case ignore([FaceID])
  case rename(PersonID, to: PersonName)
  case hide(PersonID)
  case show(PersonID)

  /// Those that it is about, each as often as it is named.
  public var faces: [FaceID] {
    switch self {
    case .name(let faces, _), .refuse(let faces, _), .same(let faces), .different(let faces), .ignore(let faces): faces
    case .rename, .hide, .show: []
    }
  }

  /// As the journal says it.
  /// - Parameter keys: of all its faces.
  /// - Returns: nil where the person is gone.
  func decision(_ keys: [FaceID: FaceKey], _ people: People) -> Decision? {
    func reference(_ name: PersonName) -> PersonReference {
      let known = people.person(named: name)
      return PersonReference(id: known?.id, name: known?.name ?? name)
    }
    func reference(_ id: PersonID) -> PersonReference? {
      people.person(id).map { PersonReference(id: $0.id, name: $0.name) }
    }
    let found = faces.compactMap { keys[$0] }
    return switch self {
    case .name(_, let name): .name(found, reference(name))
    case .refuse(_, let name): .refuse(found, reference(name))
    case .same: .same(found)
    case .different: .different(found)
    case .ignore: .ignore(found)
    case .rename(let id, let name): reference(id).map { .rename($0, to: name) }
    case .hide(let id): reference(id).map { .hide($0) }
    case .show(let id): reference(id).map { .show($0) }
    }
  }
}
