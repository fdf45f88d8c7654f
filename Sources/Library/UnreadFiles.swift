/// What an index run could not look at, and the user may take for missing.
public struct UnreadFiles: Sendable, Equatable {
  /// Folders that cannot be read; nobody knows what lies in them.
  public var folders: Int
  /// Pictures that are damaged, not allowed to read, or in a format that is not read.
  public var pictures: Int

  public init(folders: Int, pictures: Int) {
    self.folders = folders
    self.pictures = pictures
  }

  /// "2 folders could not be read, 14 pictures were not read; facetui doctor FOLDER says why"
  /// - Parameter folder: the library's, for the command.
  /// - Returns: nil where all was read.
  public func sentence(folder: String) -> String? {
    let parts = [
      folders == 0 ? nil : folders == 1 ? "1 folder could not be read" : "\(folders) folders could not be read",
      pictures == 0 ? nil : pictures == 1 ? "1 picture was not read" : "\(pictures) pictures were not read",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "; facetui doctor \(folder.quotedForShell) says why"
  }
}

extension String {
  var quotedForShell: String {
    let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "/._-~+,@%".contains($0) }
    return isPlain ? self : "'\(split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
