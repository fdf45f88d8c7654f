import Faces
import PathText
import SystemPackage

/// Photos that need not lie in the folder.
extension PhotoLibrary {
  /// The faces of any photo, inside the folder or not; the cache answers where it knows the content.
  /// - Throws: `.file` where the file gives no picture, `.network`, `.pack` and `.cache` where those do not work.
  public func analyse(file: FilePath) throws(LibraryError) -> PhotoAnalysis { try look(at: file).analysis }

  /// Lets the faces of any photo be searched for by their ids, until the library is closed; they are in no ranking.
  /// - Parameter file: absolute, or relative to the working directory.
  /// - Returns: the library's own photo where the file is one of its own with known faces, else one whose path is
  ///   absolute.
  /// - Throws: as `analyse`.
  public func admit(file: FilePath) throws(LibraryError) -> Photo {
    if let own = photo(for: file), own.state == .indexed || own.state == .noFace { return own }
    let (bytes, analysis, content) = try look(at: file)
    let photo = Photo(
      path: file.absolute ?? file, size: Int64(bytes.bytes.count), modified: bytes.modified,
      state: analysis.faces.isEmpty ? .noFace : .indexed, width: analysis.width, height: analysis.height,
      orientation: analysis.orientation, captured: analysis.captured, warning: analysis.warning)
    guard let guest = contents.withLock({ $0.admit(photo, faces: analysis.faces, content: content) }) else {
      throw unequalLength(photo)
    }
    return guest
  }

  private func look(
    at file: FilePath
  ) throws(LibraryError) -> (bytes: FileBytes, analysis: PhotoAnalysis, content: ContentID?) {
    let bytes: FileBytes
    do {
      bytes = try FileReader.read(file)
    } catch {
      throw .file(file.text, reason: error.reason)
    }
    let finding = try makeExaminer().examine(bytes, as: nil)
    guard let analysis = finding.analysis else {
      throw .file(file.text, reason: finding.state.reason ?? "it cannot be read")
    }
    return (bytes, analysis, finding.id)
  }
}
