/// Why changes in a folder may go unnoticed.
public struct WatchGap: Sendable, Equatable {
  /// Kinds of file systems that do not tell what others change: "nfs4", "fuse.sshfs".
  public var silentSystems: [String] = []
  /// Folders for which the system has no watch left.
  public var unwatchedFolders = 0
  /// The system gives no watches at all.
  public var hasNoWatches = false

  public init() {}

  public var isEmpty: Bool { self == WatchGap() }

  /// "changes on nfs4 are not told", "200 folders are not watched (fs.inotify.max_user_watches)"; nil where all is seen.
  public var sentence: String? {
    if hasNoWatches { return "changes are not told (fs.inotify.max_user_instances)" }
    if unwatchedFolders > 0 {
      let verb = unwatchedFolders == 1 ? "is" : "are"
      return "\(plural(unwatchedFolders, "folder", "folders")) \(verb) not watched (fs.inotify.max_user_watches)"
    }
    return silentSystems.isEmpty ? nil : "changes on \(silentSystems.joined(separator: ", ")) are not told"
  }
}
