import Faces
import Journal

/// Photos of decisions that wait: what they must look like to be found under other bytes.
struct LostPhotos {
  /// Faces by the sizes of their photos, the longer side first.
  private var keys: [Size: [FaceKey]] = [:]

  private struct Size: Hashable {
    let long, short: Int

    init(_ width: Int, _ height: Int) { (long, short) = (max(width, height), min(width, height)) }

    /// Turned without loss a photo may lose a part of an MCU, up to 15 pixels, of each side.
    var classes: [Size] {
      let (longs, shorts) = ([long / 16, long / 16 + 1], [short / 16, short / 16 + 1])
      return longs.flatMap { long in shorts.map { Size(long, $0) } }
    }
  }

  init(_ faces: DecidedFaces) {
    for number in faces.waiting {
      for key in faces.people.faces[number].keys where key.pixels != nil {
        for size in Size(key.width, key.height).classes { keys[size, default: []].append(key) }
      }
    }
  }

  /// Whether a face of a photo of about the same size is where one of theirs is, however the photo is turned.
  func mayHave(_ photo: Photo) -> Bool {
    guard !keys.isEmpty, !photo.faces.isEmpty, photo.width > 0, photo.height > 0 else { return false }
    let boxes = photo.faces.compactMap { FaceBox($0.box, width: photo.width, height: photo.height) }
    return Size(photo.width, photo.height).classes.contains { size in
      (keys[size] ?? []).contains { key in
        let isUpright = (key.width > key.height) == (photo.width > photo.height)
        let orientations = key.width == key.height ? 1...8 : isUpright ? 1...4 : 5...8
        return orientations.contains { orientation in
          let place = key.box.oriented(orientation)
          return boxes.contains { $0.overlap(place) >= FaceBox.leastOverlap }
        }
      }
    }
  }
}
