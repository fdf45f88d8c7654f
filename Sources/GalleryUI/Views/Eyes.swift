import Faces
import Library

extension Face {
  /// Where its eyes are, in pixels of the photo: by its landmarks, or where most faces have them.
  var eyes: [Box] {
    let size = (width: box.width * 0.24, height: box.height * 0.16)
    let centres =
      landmarks.count >= 2
      ? landmarks.prefix(2).map { (x: $0.x, y: $0.y) }
      : [0.3, 0.7].map { (x: box.x + box.width * $0, y: box.y + box.height * 0.4) }
    return centres.map {
      Box(x: $0.x - size.width / 2, y: $0.y - size.height / 2, width: size.width, height: size.height)
    }
  }
}
