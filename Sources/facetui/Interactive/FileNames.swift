import Foundation

/// Names of files for completion.
enum FileNames {
  private static let most = 1000

  /// - Parameter text: a path as typed, relative to the working folder or below `~/`.
  /// - Returns: the paths that begin so, in order; hidden ones only where that is typed; folders end in a slash.
  static func beginning(with text: String) -> [String] {
    let slash = text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex
    let (folder, name) = (String(text[..<slash]), text[slash...])
    let place = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else { return [] }
    let fitting = names.filter { $0.hasPrefix(name) && (name.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted()
    return fitting.prefix(most).map { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isFolder)
      return folder + name + (exists && isFolder.boolValue ? "/" : "")
    }
  }
}
