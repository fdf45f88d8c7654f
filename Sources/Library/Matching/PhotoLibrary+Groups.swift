import Faces
import Grouping
import Search

/// A face of a group, with its photo.
public struct GroupedFace: Sendable {
  public let photo: Photo
  public let face: Face
  /// From 1.
  public let number: Int
}

/// Faces without a name that are most likely of one person.
public struct PersonGroup: Sendable {
  /// Stays the same as long as the group is passed on; see `FaceGroup`.
  public let id: FaceKey
  /// At least two contents; a photo that lies in several places comes with each. By path and number.
  public let faces: [GroupedFace]

  /// The face that tells most of the person; the first of several.
  public var best: GroupedFace? {
    faces.reduce(nil) { best, face in
      guard let best, best.face.quality.value >= face.face.quality.value else { return face }
      return best
    }
  }

  /// From the first year to the last, of those photos whose cameras told the date.
  public var years: ClosedRange<Int>? {
    let years = faces.compactMap { $0.photo.captured.flatMap { Int($0.prefix(4)) } }
    guard let first = years.min(), let last = years.max() else { return nil }
    return first...last
  }
}

extension PhotoLibrary {
  /// The groups of the faces that have no name and are not ignored, as the user has put them together and apart.
  /// See `groups(named:apart:together:after:threads:isCancelled:)`.
  public func groups(
    decided: DecidedFaces, after previous: FaceGroups = .none, threads: Int = 2,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> (kept: FaceGroups, groups: [PersonGroup])? {
    let pairs = decided.openPairs
    let keys = groupKeys(of: Set((pairs.apart + pairs.together).flatMap { [$0.0, $0.1] }))
    func known(_ pairs: [(FaceID, FaceID)]) -> [FacePair] {
      pairs.compactMap { a, b in keys[a].flatMap { first in keys[b].map { FacePair(first, $0) } } }
    }
    return groups(
      named: decided.settled, apart: known(pairs.apart), together: known(pairs.together), after: previous,
      threads: threads, isCancelled: isCancelled)
  }

  private func groupKeys(of faces: Set<FaceID>) -> [FaceID: FaceKey] {
    guard !faces.isEmpty else { return [:] }
    var keys: [FaceID: FaceKey] = [:]
    for photo in photos {
      guard let content = photo.content else { continue }
      for (index, face) in photo.faces.enumerated() where faces.contains(face.id) {
        keys[face.id] = FaceKey(high: content.high, low: content.low, number: index + 1)
      }
    }
    return keys
  }

  /// The groups of the faces, the largest first. Takes time where there are many faces: up to a minute for 100,000.
  /// - Parameters:
  ///   - named: faces that have a name.
  ///   - previous: see `FaceGrouping`; with it groups only grow.
  /// - Returns: what to pass on, and the same with faces; nil where it was cancelled.
  public func groups(
    named: Set<FaceID> = [], apart: [FacePair] = [], together: [FacePair] = [], after previous: FaceGroups = .none,
    threads: Int = 2, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> (kept: FaceGroups, groups: [PersonGroup])? {
    let (photos, matrix) = contents.withLock { ($0.photos, $0.matrix) }
    var faces: [GroupableFace] = []
    var grouped: [GroupedFace] = []
    for (position, photo) in photos.enumerated() {
      guard let content = photo.content else { continue }
      for (index, face) in photo.faces.enumerated() where !named.contains(face.id) && faceLimits.admits(face) {
        let key = FaceKey(high: content.high, low: content.low, number: index + 1)
        faces.append(
          GroupableFace(
            key: key, photo: position, isSufficient: face.quality.isSufficient, row: Int(face.id.rawValue)))
        grouped.append(GroupedFace(photo: photo, face: face, number: index + 1))
      }
    }
    let grouping = FaceGrouping(
      GroupingRule(link: pack.thresholds.safe, mean: pack.thresholds.balanced), threads: threads)
    guard
      let found = grouping.groups(
        of: faces, in: matrix, apart: apart, together: together, after: previous, isCancelled: isCancelled)
    else { return nil }
    let places = Dictionary(grouping: faces.indices) { faces[$0].key }
    return (
      found,
      found.groups.map { group in
        PersonGroup(id: group.id, faces: group.faces.flatMap { places[$0] ?? [] }.sorted().map { grouped[$0] })
      }
    )
  }
}
