import Imaging
import PathText
import SystemPackage

extension PhotoLibrary {
  /// EXIF stands at the beginning of a JPEG, before its pixels.
  private static let beginning = 4 << 20

  /// What a photo's file tells of itself, read anew.
  /// - Parameter path: relative to the folder.
  /// - Throws: `.file` where it cannot be read.
  public func details(of path: FilePath) throws(LibraryError) -> PhotoDetails {
    do {
      let beginning = try FileReader.read(absolute(path), first: Self.beginning)
      guard beginning.count == Self.beginning, PhotoDetails.mayFollowPixels(beginning) else {
        return PhotoDetails(photo: beginning)
      }
      return PhotoDetails(photo: try FileReader.read(absolute(path)).bytes)
    } catch {
      throw .file(path.text, reason: error.reason)
    }
  }

  /// Looks at files again that could not be read, one after the other, whatever is known of them. What comes of each
  /// is in the library and the cache.
  /// - Parameters:
  ///   - paths: relative to the folder; those that are none of the library's are left out.
  ///   - isCancelled: asked before each file.
  ///   - report: called with each file in its new state.
  /// - Throws: where the networks or the cache do not work.
  public func lookAgain(
    at paths: [FilePath], isCancelled: () -> Bool = { false }, report: (Photo) -> Void
  ) throws(LibraryError) {
    let examiner = makeExaminer()
    for path in paths {
      if isCancelled() { return }
      guard let photo = photo(at: path), photo.kind != .folder else { continue }
      report(try examine(photo, with: examiner, anew: true).0)
    }
  }
}
