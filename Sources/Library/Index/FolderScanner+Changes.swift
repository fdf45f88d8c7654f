import Glibc
import SystemPackage

extension FolderScanner {
  /// Lists only what may have changed.
  /// - Parameter places: relative to the root, none inside another.
  /// - Returns: the files at and below these places in path order; nil where only a listing of all can tell, as links
  ///   to folders are among them.
  mutating func scan(at places: [FilePath]) -> [ListedFile]? {
    folders = []
    var closed: [FilePath: Bool] = [:]
    for (parent, places) in Dictionary(grouping: places, by: { $0.removingLastComponent() }) {
      guard isOpen(parent, &closed) else { continue }
      list(places.filter { !exclusion.matches(roots.inner($0)) }.compactMap(\.lastComponent), in: parent)
    }
    while linkedFolders.isEmpty, let folder = folders.popLast(), !isCancelled() {
      do { try scan(folder) } catch { note(error, on: folder) }
    }
    return linkedFolders.isEmpty ? files.sorted { FilePath.precedes($0.path, $1.path) } : nil
  }

  private mutating func list(_ names: [FilePath.Component], in parent: FilePath) {
    do throws(Errno) {
      let folder = try roots.absolute(parent).openForReading(.directory)
      defer { try? folder.close() }
      for name in names { classify(Entry(name: name, isFolder: false), in: parent, folder.rawValue) }
    } catch {
      note(error, on: parent)
    }
  }

  /// Whether no folder on the way says that its pictures are not for programs that show photos.
  private func isOpen(_ folder: FilePath, _ known: inout [FilePath: Bool]) -> Bool {
    guard !roots.isRoot(folder) else { return true }
    if let isOpen = known[folder] { return isOpen }
    let place = roots.absolute(folder)
    let isMarked = Self.marks.contains { mark in
      place.appending(mark).withPlatformString { faccessat(AT_FDCWD, $0, F_OK, AT_SYMLINK_NOFOLLOW) } == 0
    }
    let isOpen = !isMarked && isOpen(folder.removingLastComponent(), &known)
    known[folder] = isOpen
    return isOpen
  }

  /// A mark decides on its whole folder.
  static func place(of change: FilePath) -> FilePath {
    guard let name = change.lastComponent, marks.contains(name.string) else { return change }
    return change.removingLastComponent()
  }
}
