import PathText
import SystemPackage

/// A list of photos' absolute paths as it is written to a file, each on a line of its own or ended by a NUL byte.
public struct PhotoList: Sendable {
  private let paths: [FilePath]

  /// - Parameter photos: relative to the library's folder.
  public init(_ photos: [FilePath], in library: PhotoLibrary) {
    paths = photos.map { library.absolute($0) }
  }

  /// Replaces the file as a whole or not at all; a new one has mode 0600.
  /// - Throws: `LibraryError.file` with the file's name; also where lines cannot hold the paths.
  public func write(to file: FilePath, nul: Bool = false) throws(LibraryError) {
    if !nul { try PathLines.check(paths, for: file) }
    do {
      try AtomicFile.write(paths.flatMap { $0.bytes + [nul ? 0 : UInt8(ascii: "\n")] }, to: file)
    } catch {
      throw .file(file.text, reason: "the list cannot be written: \(error)")
    }
  }
}
