import Faces
import Storage
import Synchronization

/// What was found out about pairs of contents, so that their pictures are compared once.
final class ComparedPictures: Sendable {
  private struct Pair: Hashable {
    let first, second: ContentID

    init(_ a: ContentID, _ b: ContentID) {
      (first, second) = (a.high, a.low) < (b.high, b.low) ? (a, b) : (b, a)
    }
  }

  private let verdicts = Mutex<[Pair: Bool]>([:])

  /// - Parameter picture: nil where there is none to compare, which is looked for anew each time.
  func areCopies(
    _ content: ContentID, _ others: [ContentID], picture: (ContentID) -> GreyPicture?
  ) -> [Bool] {
    var own: GreyPicture??
    return others.map { other in
      let pair = Pair(content, other)
      if let known = verdicts.withLock({ $0[pair] }) { return known }
      if own == nil { own = .some(picture(content)) }
      guard let mine = own ?? nil, let theirs = picture(other) else { return false }
      let isCopy = mine.isCopy(of: theirs)
      verdicts.withLock { $0[pair] = isCopy }
      return isCopy
    }
  }
}

extension PhotoLibrary {
  /// Files that show the same picture, by their faces and thumbnails; where there is no thumbnail only those with the same
  /// bytes. Photos without faces are left out.
  /// - Returns: groups of at least two, the best file of each first.
  public func copies() -> [[Photo]] {
    let (photos, matrix) = contents.withLock { ($0.photos, $0.matrix) }
    return groupsOfCopies(NearDuplicates(photos, matrix)).map { $0.map { photos[$0] } }
  }

  private func groupsOfCopies(_ duplicates: NearDuplicates) -> [[Int]] {
    duplicates.groups { [self] content, others in
      compared.areCopies(content, others) { GreyPicture(jpeg: thumbnail(.whole, of: $0)) }
    }
  }
}

extension FaceCopies {
  /// - Parameter groups: photos that show the same picture, the best first.
  init(_ groups: [[Photo]]) {
    var originals: [FaceID: FaceID] = [:]
    for photos in groups {
      for copy in photos.dropFirst() {
        for (face, original) in Self.pairs(copy, photos[0]) { originals[face] = original }
      }
    }
    self.init(originals)
  }

  /// Faces at the same place, each once.
  private static func pairs(_ copy: Photo, _ best: Photo) -> [(FaceID, FaceID)] {
    let (boxes, others) = (Self.boxes(copy), Self.boxes(best))
    let overlaps = boxes.indices.flatMap { face in
      others.indices.map { (overlap: boxes[face].overlap(others[$0]), face: face, other: $0) }
    }
    var (taken, used) = (Set<Int>(), Set<Int>())
    return overlaps.filter { $0.overlap >= 0.5 }.sorted { $0.overlap > $1.overlap }.compactMap { pair in
      guard !taken.contains(pair.face), used.insert(pair.other).inserted else { return nil }
      taken.insert(pair.face)
      return (copy.faces[pair.face].id, best.faces[pair.other].id)
    }
  }

  /// In shares of the photo.
  private static func boxes(_ photo: Photo) -> [Box] {
    let (width, height) = (Float(max(1, photo.width)), Float(max(1, photo.height)))
    return photo.faces.map {
      Box(x: $0.box.x / width, y: $0.box.y / height, width: $0.box.width / width, height: $0.box.height / height)
    }
  }
}

extension Box {
  /// The share of what two cover that both cover, 0 to 1.
  fileprivate func overlap(_ other: Box) -> Float {
    let across = min(x + width, other.x + other.width) - max(x, other.x)
    let down = min(y + height, other.y + other.height) - max(y, other.y)
    guard across > 0, down > 0 else { return 0 }
    return across * down / max(1e-9, width * height + other.width * other.height - across * down)
  }
}
