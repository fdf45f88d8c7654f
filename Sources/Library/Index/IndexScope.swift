import SystemPackage

/// What a run looks at.
public struct IndexScope: Sendable {
  /// Whether photos that are known are looked at anew as well.
  public var isForced = false
  /// A photo or a folder, relative to the library's folder, to which the run keeps; nil for all.
  public var path: FilePath?

  public init(isForced: Bool = false, path: FilePath? = nil) {
    self.isForced = isForced
    self.path = path
  }

  /// Seconds after which a watched folder is listed again as a whole, where changes may go unnoticed; nil for never.
  public var seconds: Double?

  /// The table of mounts tells when one comes back; that a server answers again nobody tells.
  func patience(_ gap: WatchGap, _ away: [AwayFolder]) -> Double? {
    away.isEmpty ? gap.isEmpty ? nil : seconds : min(seconds ?? 10, 10)
  }

  /// What comes later is looked at as it comes.
  var ofChanges: IndexScope { IndexScope(path: path) }

  func contains(_ photo: FilePath) -> Bool { path.map { photo.starts(with: $0) } ?? true }
}
