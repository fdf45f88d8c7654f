import Library
import SystemPackage

/// What listing a folder again has found.
struct FolderChanges: Sendable, Equatable {
  var new = 0
  var changed = 0
  var gone = 0
  /// In folders that cannot be read; nobody knows whether they are gone.
  var outOfSight = 0

  /// - Parameter closed: folders that cannot be read.
  init(from old: [Photo], to photos: [Photo], closed: [FilePath] = []) {
    var left = Dictionary(old.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for photo in photos {
      if let known = left.removeValue(forKey: photo.path) {
        if Self.differs(known, photo) { changed += 1 }
      } else {
        new += 1
      }
    }
    outOfSight = left.keys.count { path in closed.contains { path.starts(with: $0) } }
    gone = left.count - outOfSight
  }

  var sentence: String {
    let counts = "\(grouped(new)) new, \(grouped(changed)) changed, \(grouped(gone)) gone"
    return outOfSight == 0 ? counts : "\(counts), \(grouped(outOfSight)) in folders that cannot be read"
  }

  /// A file that could not be read is looked at again by every run; that alone is no change.
  private static func differs(_ old: Photo, _ new: Photo) -> Bool {
    if old.size != new.size || old.modified != new.modified { return true }
    guard new.state == .pending else { return false }
    return old.state == .indexed || old.state == .noFace
  }
}
