import SystemPackage

/// Names in lists, of which the reader sees whether they are in order.
extension PhotoTable {
  /// Where the paths of a list begin that shows all photos inside a folder; nil where they are all of one folder.
  func listRoot(_ folder: FilePath) -> FilePath? {
    guard tree.holders > 1, let node = tree.node(folder), tree.hasFolders(node) else { return nil }
    return folder
  }

  /// - Parameter root: as `listRoot` has it.
  func listedName(of path: FilePath, below root: FilePath?) -> String {
    guard let root, path.starts(with: root) else { return name(of: path) }
    return root.isEmpty ? path.string : String(path.string.dropFirst(root.string.count + 1))
  }
}
