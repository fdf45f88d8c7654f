import SystemPackage

/// A place in a library's folder whose photos cannot be reached at present, and are not gone for that.
public struct AwayFolder: Sendable, Equatable {
  /// Relative to the library's folder; empty for all of it.
  public var path: FilePath
  /// "/mnt/nas is not mounted"
  public var reason: String
  /// Photos that are known below it.
  public var photos: Int

  public init(path: FilePath, reason: String, photos: Int) {
    self.path = path
    self.reason = reason
    self.photos = photos
  }
}

extension [AwayFolder] {
  /// "214 photos are away: /mnt/nas is not mounted"; nil where none is.
  public var sentence: String? {
    let photos = reduce(0) { $0 + $1.photos }
    guard photos > 0 else { return nil }
    var reasons: [String] = []
    for folder in self where folder.photos > 0 && !reasons.contains(folder.reason) { reasons.append(folder.reason) }
    return "\(plural(photos, "photo is", "photos are")) away: \(reasons.joined(separator: ", "))"
  }
}
