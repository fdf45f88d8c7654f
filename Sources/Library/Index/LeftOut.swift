import SystemPackage

/// What a listing met and left out without being asked to.
public struct LeftOut: Sendable, Equatable {
  /// Folders of a NAS or a desktop, relative to the listed folder.
  public internal(set) var serviceFolders: [FilePath] = []
  /// Those in folders that were listed.
  public internal(set) var hiddenFiles = 0
  public internal(set) var hiddenFolders = 0

  public init() {}

  public var isEmpty: Bool { self == LeftOut() }
}
