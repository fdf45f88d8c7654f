import SystemPackage

/// The names of photos that a beginning may become, as the commands of the line take them.
extension State {
  /// Folder by folder, as long as there are several; then names and ends of paths that begin so anywhere in the library;
  /// where there is none, whole paths that have the text in them.
  func photoNames(_ text: String) -> [String] {
    var names = beginnings(of: photos.all.map(\.path.string), text)
    guard !text.isEmpty else { return names }
    names += ends(text).filter { !names.contains($0) }
    return names.isEmpty ? photos.paths(containing: NameIndex.folded(text)).map(\.string) : names
  }

  /// - Parameter paths: in order, so that those in one folder follow each other.
  private func beginnings(of paths: [String], _ text: String) -> [String] {
    var names: [String] = []
    for path in paths where path.hasPrefix(text) {
      let name = upToFolder(path[...], after: text)
      if names.last != name { names.append(name) }
    }
    return names
  }

  /// Where several photos have the same end, their whole paths.
  private func ends(_ text: String) -> [String] {
    var (paths, order): ([String: [String]], [String]) = ([:], [])
    for path in photos.paths(containing: NameIndex.folded("/" + text)).map(\.string) {
      for slash in path.indices where path[slash] == "/" {
        let end = path[path.index(after: slash)...]
        guard end.hasPrefix(text) else { continue }
        let name = upToFolder(end, after: text)
        if paths[name] == nil { order.append(name) }
        paths[name, default: []].append(path)
      }
    }
    return order.flatMap { name in
      let found = paths[name] ?? []
      return name.hasSuffix("/") || found.count == 1 ? [name] : found
    }
  }

  private func upToFolder(_ path: Substring, after text: String) -> String {
    let rest = path.dropFirst(text.count)
    return rest.firstIndex(of: "/").map { String(path[...$0]) } ?? String(path)
  }
}
