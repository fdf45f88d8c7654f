import Faces
import Storage
import SystemPackage

/// Photos outside the library's folder, of which faces are searched for.
struct GuestPhotos: Sendable {
  private var photos: [FilePath: Photo] = [:]
  private var qualities: [FaceID: FaceQuality] = [:]
  private var contents: [FilePath: ContentID] = [:]

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

  /// With their contents, which the photos themselves do not tell: nothing of them is kept in the cache's folder.
  var withContents: [(photo: Photo, content: ContentID)] {
    photos.values.compactMap { photo in contents[photo.path].map { (photo, $0) } }
  }

  /// Faces of the photo as it was before can still be searched for.
  mutating func add(_ photo: Photo, _ content: ContentID?) {
    photos[photo.path] = photo
    contents[photo.path] = content
    for face in photo.faces { qualities[face.id] = face.quality }
  }
}
