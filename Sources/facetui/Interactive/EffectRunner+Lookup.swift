import Foundation
import GalleryUI
import Library
import SystemPackage

extension EffectRunner {
  private func isFolder(_ file: FilePath) -> Bool {
    var status = stat()
    return file.withPlatformString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The face of any file, as `facetui find --query` takes it.
  /// - Parameter text: a path, absolute, below `~/` or relative to the library's folder, and perhaps `#` and a number.
  func lookUp(_ text: String) -> LookupOutcome {
    let exists = { (file: FilePath) in file.withPlatformString { access($0, F_OK) } == 0 }
    let query = QueryPhoto(library.place(of: place(text)), exists: exists)
    guard exists(query.file) else { return .failed("there is no photo and no file called \(text)") }
    if isFolder(query.file) { return .failed("\(text) is a folder; name a photo, or a file with one") }
    do {
      let photo = try library.admit(file: query.file)
      let face = try query.choose(from: photo.faces.map(\.box), on: (photo.width, photo.height))
      return .found(photo, face: face)
    } catch LibraryError.file(let file, let reason) {
      return .failed("\(FilePath(file).lexicallyNormalized()) cannot be read: \(reason)")
    } catch QueryError.noFace {
      return .failed("no face in \(text)")
    } catch {
      return .failed("\(error)")
    }
  }
}
