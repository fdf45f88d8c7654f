import Synchronization
import SystemPackage

/// What the user chose in the interface.
final class ChosenPhotos: Sendable {
  private let chosen = Mutex<[FilePath]>([])

  /// Relative to the library's folder; empty where nothing was chosen.
  var photos: [FilePath] { chosen.withLock { $0 } }

  func take(_ photos: [FilePath]) { chosen.withLock { $0 = photos } }
}
