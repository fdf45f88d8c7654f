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

  func patience(_ gap: WatchGap) -> Double? { gap.isEmpty ? nil : seconds }

  /// What comes later is looked at as it comes.
  var ofChanges: IndexScope { IndexScope(path: path) }

  func contains(_ photo: FilePath) -> Bool { path.map { photo.starts(with: $0) } ?? true }
}
