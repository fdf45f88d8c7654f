import Faces
import Library

extension Face {
  /// What a face is known by, from its eyes to its mouth, in pixels of the photo: by its landmarks, or where most faces
  /// have them. Nothing is drawn over it.
  var features: Box {
    guard landmarks.count >= 5 else {
      return Box(
        x: box.x + box.width * 0.18, y: box.y + box.height * 0.32, width: box.width * 0.64, height: box.height * 0.54)
    }
    let (across, down) = (box.width * 0.12, box.height * 0.08)
    let (xs, ys) = (landmarks.map(\.x), landmarks.map(\.y))
    let (left, top) = ((xs.min() ?? box.x) - across, (ys.min() ?? box.y) - down)
    let (right, bottom) = ((xs.max() ?? box.x) + across, (ys.max() ?? box.y) + down)
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }
}
