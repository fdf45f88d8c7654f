import PathText
import SystemPackage

/// A list of paths for a file, each on a line of its own or ended by a NUL byte.
enum PathLines {
  /// - Throws: `.file` of the list where a path has a line end in it, which a list of lines cannot hold.
  static func check(_ paths: some Sequence<FilePath>, for file: FilePath) throws(LibraryError) {
    let torn = paths.filter { $0.bytes.contains(UInt8(ascii: "\n")) }
    guard let first = torn.first else { return }
    let more = torn.count > 1 ? " and \(torn.count - 1) more" : ""
    let name = first.lastComponent.map { FilePath(root: nil, [$0]).text.shown() } ?? ""
    throw .file(
      file.text, reason: "a list of lines cannot hold \(name)\(more), with a line end in it; one that ends in .nul can")
  }
}
