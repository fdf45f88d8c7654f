import Faces
import SystemPackage

/// Photos outside the library's folder, of which faces are searched for.
struct GuestPhotos: Sendable {
  private var photos: [FilePath: Photo] = [:]
  private var qualities: [FaceID: FaceQuality] = [:]

  /// - Parameter path: absolute.
  subscript(path: FilePath) -> Photo? { photos[path] }

  /// nil where the face is none of theirs.
  func quality(_ id: FaceID) -> FaceQuality? { qualities[id] }

  /// Of a photo as it is known last.
  func face(_ id: FaceID) -> (photo: Photo, face: Face)? {
    guard qualities[id] != nil else { return nil }
    for photo in photos.values { if let face = photo.faces.first(where: { $0.id == id }) { return (photo, face) } }
    return nil
  }

  /// Faces of the photo as it was before can still be searched for.
  mutating func add(_ photo: Photo) {
    photos[photo.path] = photo
    for face in photo.faces { qualities[face.id] = face.quality }
  }
}
