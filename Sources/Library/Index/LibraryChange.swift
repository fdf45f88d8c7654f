import SystemPackage

/// What a listing found other than it was known.
public struct LibraryChange: Sendable, Equatable {
  /// Pictures that were not known.
  public var new = 0
  /// Pictures of another size or time.
  public var changed = 0
  /// Files under new names, by these names, with those that they had.
  public var moved: [FilePath: FilePath] = [:]
  /// Of any kind, moved ones among them.
  public internal(set) var gone: [FilePath] = []
  /// How many of those that are gone were pictures and have not moved.
  public var gonePictures = 0

  /// Pictures that cannot be reached any more, and that can again.
  public var away = 0
  public var back = 0

  public init(new: Int = 0, changed: Int = 0, moved: [FilePath: FilePath] = [:], gonePictures: Int = 0) {
    self.new = new
    self.changed = changed
    self.moved = moved
    self.gonePictures = gonePictures
  }

  public var isEmpty: Bool { new + changed + gonePictures + away + back == 0 && moved.isEmpty }

  /// Takes what came later as well.
  public mutating func add(_ later: LibraryChange) {
    new += later.new
    changed += later.changed
    moved.merge(later.moved) { $1 }
    gone += later.gone
    gonePictures += later.gonePictures
    away += later.away
    back += later.back
  }

  mutating func note(_ file: ListedFile, _ known: Photo?, isMoved: Bool) {
    if let known {
      guard known.isPicture else { return }
      if file.isAway != known.isAway { if file.isAway { away += 1 } else { back += 1 } }
      if !file.isAway, !known.looksLike(file) { changed += 1 }
    } else if !isMoved, Photo(file).isPicture {
      new += 1
    }
  }

  /// "3 new, 1 changed, 2 moved, 1 gone, 4 away, 5 back", without what is not.
  public var sentence: String {
    let parts = [
      (new, "new"), (changed, "changed"), (moved.count, "moved"), (gonePictures, "gone"),
      (away, "away"), (back, "back"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")
  }
}
