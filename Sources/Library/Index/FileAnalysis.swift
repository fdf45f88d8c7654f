import Faces
import PathText
import SystemPackage

extension FaceAnalyser {
  /// The faces of a file that need not be in a library.
  /// - Throws: `.file` where it gives no picture, `.pack` and `.network` where the pack does not work.
  public func analyse(file: FilePath) throws(LibraryError) -> PhotoAnalysis {
    let bytes: FileBytes
    do { bytes = try FileReader.read(file) } catch { throw .file(file.text, reason: error.reason) }
    do throws(FaceError) {
      return try analyse(bytes.bytes)
    } catch {
      switch error {
      case .image(let error): throw .file(file.text, reason: error.description)
      case .pack(let error): throw .pack(error)
      case .network(let error): throw .network(error.description)
      }
    }
  }
}
