import Faces
import SystemPackage

extension LibraryContents {
  func photo(at path: FilePath) -> Photo? { position(of: path).map { photos[$0] } }

  func position(of path: FilePath) -> Int? {
    let low = partitionPoint(photos.count) { FilePath.precedes(photos[$0].path, path) }
    return low < photos.count && photos[low].path == path ? low : nil
  }

  func face(_ id: FaceID) -> (photo: Photo, face: Face)? {
    place(id).map { (photos[$0.photo], photos[$0.photo].faces[$0.number - 1]) }
  }

  func embedding(of id: FaceID) -> [Float]? { place(id).map { _ in matrix[Int(id.rawValue)] } }

  func face(at place: Place) -> Face { photos[place.photo].faces[place.number - 1] }

  func place(ofRow row: Int) -> Place? { places.indices.contains(row) ? places[row] : nil }

  func place(_ id: FaceID) -> Place? {
    places.indices.contains(Int(id.rawValue)) ? places[Int(id.rawValue)] : nil
  }
}

/// - Parameter isBefore: true up to some number, then false.
/// - Returns: that number.
func partitionPoint(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = (low + high) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
