import Grouping
import Journal
import SystemPackage

/// Faces of one person: of somebody with a name, or of a group that has none yet.
public struct ListedPerson: Sendable, Equatable {
  public enum Key: Sendable, Hashable {
    case person(PersonID)
    /// As `PersonGroup.id`.
    case group(String)
  }

  /// Where a face is.
  public struct Place: Sendable, Hashable {
    public let face: FaceID
    /// Relative to the library's folder.
    public let photo: FilePath
    /// From 1, left to right.
    public let number: Int

    public init(face: FaceID, photo: FilePath, number: Int) {
      (self.face, self.photo, self.number) = (face, photo, number)
    }
  }

  public let key: Key
  /// nil for a group.
  public let name: PersonName?
  public let isHidden: Bool
  /// In the library, by the date of their photos, those without one last.
  public let faces: [Place]
  /// That shows the person best; nil where none is in the library.
  public let best: Place?
  /// From the first to the last, of those photos whose cameras told the date.
  public let years: ClosedRange<Int>?
  /// The last decision about a person; nil for a group.
  public let changed: EntryID?

  public init(
    key: Key, name: PersonName? = nil, isHidden: Bool = false, faces: [Place], best: Place?,
    years: ClosedRange<Int>? = nil, changed: EntryID? = nil
  ) {
    (self.key, self.name, self.isHidden, self.faces) = (key, name, isHidden, faces)
    (self.best, self.years, self.changed) = (best, years, changed)
  }

  /// - Parameter found: the faces, with their photos and numbers there.
  init(_ key: Key, _ found: [GroupedFace], name: PersonName? = nil, isHidden: Bool = false, changed: EntryID? = nil) {
    let sorted = found.sorted { a, b in
      (a.photo.captured ?? "~", a.photo.path.string, a.number) < (b.photo.captured ?? "~", b.photo.path.string, b.number)
    }
    let best = sorted.max { $0.face.portraitValue < $1.face.portraitValue }
    let years = sorted.compactMap { $0.photo.captured.flatMap { Int($0.prefix(4)) } }
    self.init(
      key: key, name: name, isHidden: isHidden, faces: sorted.map(\.place), best: best?.place,
      years: years.min().flatMap { first in years.max().map { first...$0 } }, changed: changed)
  }
}

extension GroupedFace {
  fileprivate var place: ListedPerson.Place { .init(face: face.id, photo: photo.path, number: number) }
}

extension PhotoLibrary {
  /// All who have a name, with their confirmed faces that are in the library; hidden people come, too. In the order in which
  /// they were named first. A few milliseconds for 100,000 faces.
  public func people(_ decided: DecidedFaces) -> [ListedPerson] {
    let contents = contents.withLock(\.self)
    return decided.people.people.map { person in
      let found = decided.faces(of: person.id).compactMap { contents.grouped($0) }
      return ListedPerson(
        .person(person.id), found, name: person.name, isHidden: person.isHidden, changed: person.changed)
    }
  }

  /// Groups of faces without a name, the largest first; see `groups(decided:after:)`.
  /// - Returns: what to pass on, and the groups; nil where it was cancelled.
  public func unnamedPeople(
    _ decided: DecidedFaces, after previous: KnownGroups = KnownGroups(), threads: Int = 2,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> (kept: KnownGroups, groups: [ListedPerson])? {
    guard
      let found = groups(decided: decided, after: previous.groups, threads: threads, isCancelled: isCancelled)
    else { return nil }
    return (KnownGroups(found.kept), found.groups.map { ListedPerson(.group($0.id.description), $0.faces) })
  }
}

/// Groups as they were found, for the next search to go on from.
public struct KnownGroups: Sendable {
  fileprivate let groups: FaceGroups

  public init() { groups = .none }

  fileprivate init(_ groups: FaceGroups) { self.groups = groups }
}

extension LibraryContents {
  /// nil while the content of the photo is not known.
  func groupingKey(of face: FaceID) -> Grouping.FaceKey? {
    place(face).flatMap { place in
      photos[place.photo].content.map { Grouping.FaceKey(high: $0.high, low: $0.low, number: place.number) }
    }
  }

  fileprivate func grouped(_ face: FaceID) -> GroupedFace? {
    place(face).map { GroupedFace(photo: photos[$0.photo], face: self.face(at: $0), number: $0.number) }
  }
}
