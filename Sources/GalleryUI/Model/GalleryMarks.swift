import SystemPackage

/// The photos that were marked in the gallery, whether they are shown or not.
struct GalleryMarks: Sendable, Equatable {
  var photos: Set<FilePath> = []
}
