import SystemPackage

/// The tree of folders beside the gallery, as far as the user has changed it.
struct FolderPanel: Sendable, Equatable {
  /// nil where the user has not said: then it is shown where there are several folders and room.
  var isShown: Bool?
  /// Whether keys go to the tree.
  var hasKeys = false
  /// Folders of which those inside are listed.
  var open: Set<FilePath> = []
  /// First visible line.
  var top = 0

  /// Columns of the screen from which the tree is shown without being asked for.
  static let roomyColumns = 100
}
