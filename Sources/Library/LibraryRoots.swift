import PathText
import SystemPackage

/// The folders of a library. The path of a photo begins inside a single one; of several, with a name for its folder.
public struct LibraryRoots: Sendable, Equatable {
  public struct Root: Sendable, Equatable {
    /// Absolute and without links.
    public var folder: FilePath
    /// As the user named it.
    public var name: FilePath
    /// With which paths in it begin; nil for a single one.
    public internal(set) var label: FilePath.Component?
    /// Why it cannot be read at present.
    var failure: LibraryError?

    /// The path that stands for all of it.
    var path: FilePath { label.map { FilePath(root: nil, [$0]) } ?? "" }
  }

  /// In the order in which they were named, at least one.
  public let all: [Root]

  /// - Parameter folder: absolute and without links.
  init(_ folder: FilePath) { all = [Root(folder: folder, name: folder)] }

  /// - Parameter names: those that lie in others are left out, but for those that cannot be read: their names may be wrong.
  /// - Throws: `.folder` where none may be read.
  init(_ names: [FilePath]) throws(LibraryError) {
    let found = names.map(Self.root)
    guard found.count > 1, found.contains(where: { $0.failure == nil }) else {
      if let failure = found.first?.failure { throw failure }
      all = found
      return
    }
    var roots: [Root] = []
    for (index, root) in found.enumerated() {
      let isInside = found.enumerated().contains { other, folder in
        other != index && root.failure == nil && root.folder.starts(with: folder.folder)
          && (root.folder != folder.folder || other < index)
      }
      if !isInside { roots.append(root) }
    }
    if roots.count > 1 {
      var labels: Set<FilePath.Component> = []
      for index in roots.indices { roots[index].label = Self.label(roots[index].folder, &labels) }
    }
    all = roots
  }

  private static func root(_ name: FilePath) -> Root {
    do throws(LibraryError) {
      return Root(folder: try readable(name), name: name)
    } catch {
      return Root(folder: name.absolute ?? name, name: name, failure: error)
    }
  }

  private static func readable(_ folder: FilePath) throws(LibraryError) -> FilePath {
    do throws(Errno) {
      return try folder.canonicalFolder()
    } catch .notDirectory where folder.isFile {
      throw .folder(folder.text, reason: folder.adviceForFile)
    } catch {
      throw .folder(folder.text, reason: "the folder cannot be read: \(error)")
    }
  }

  /// The folder's own name, with a number where others have it too.
  private static func label(_ folder: FilePath, _ taken: inout Set<FilePath.Component>) -> FilePath.Component? {
    let name = folder.lastComponent ?? "root"
    var (label, number) = (name, 1)
    while !taken.insert(label).inserted {
      number += 1
      guard let next = FilePath.Component("\(name.string) \(number)") else { break }
      label = next
    }
    return label
  }

  /// The first, for what is said of one folder.
  public var folder: FilePath { all[0].folder }

  public var isSingle: Bool { all.count == 1 }

  /// - Parameter path: of the library.
  /// - Returns: the root in which it lies, with the rest of the path.
  private func split(_ path: FilePath) -> (root: Root, rest: FilePath)? {
    if isSingle { return (all[0], path) }
    guard let label = path.components.first, let root = all.first(where: { $0.label == label }) else { return nil }
    return (root, FilePath(root: nil, path.components.dropFirst()))
  }

  func absolute(_ path: FilePath) -> FilePath {
    split(path).map { $0.root.folder.appending($0.rest.components) } ?? path
  }

  /// - Parameter file: absolute.
  /// - Returns: nil where it lies in none of the folders.
  func path(of file: FilePath) -> FilePath? {
    for root in all {
      guard let path = file.relative(to: root.folder) else { continue }
      return root.label == nil ? path : root.path.appending(path.components)
    }
    return nil
  }

  /// As the user would name a file.
  func name(of path: FilePath) -> FilePath {
    split(path).map { $0.root.name.appending($0.rest.components) } ?? path
  }

  /// The path in its root.
  func inner(_ path: FilePath) -> FilePath { isSingle ? path : split(path)?.rest ?? path }

  /// Whether a path stands for all of a root.
  func isRoot(_ path: FilePath) -> Bool { isSingle ? path.isEmpty : path.components.count == 1 }
}
