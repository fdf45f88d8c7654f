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
  /// - Parameters:
  ///   - folder: the library's, for the command.
  ///   - options: those with which the command sees what this one saw.
  /// - Returns: nil where all was read.
  public func sentence(folder: String, options: [String] = []) -> String? {
    counts.map { "\($0); \(Self.doctor(folder: folder, options: options)) says why" }
  }

  /// "2 folders could not be read, 14 pictures were not read"; nil where all was read.
  public var counts: String? {
    let parts = [
      folders == 0 ? nil : plural(folders, "folder", "folders") + " could not be read",
      pictures == 0 ? nil : plural(pictures, "picture was", "pictures were") + " not read",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The command that accounts for all files of a folder.
  public static func doctor(folder: String, options: [String] = []) -> String {
    (["facetui", "doctor"] + (options + [folder]).map(\.quotedForShell)).joined(separator: " ")
  }
}

extension String {
  /// As a shell reads it.
  var quotedForShell: String {
    let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "/._-~+,@%".contains($0) }
    return isPlain ? self : "'\(split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
