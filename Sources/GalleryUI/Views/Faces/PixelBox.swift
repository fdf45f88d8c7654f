/// Whole places in a grid, such as the cells or blocks of a picture that a face covers.
struct PixelBox: Equatable {
  let left, top, right, bottom: Int

  /// Right and bottom are not before left and top, whatever is given.
  init(_ sides: (left: Int, top: Int, right: Int, bottom: Int)) {
    (left, top) = (sides.left, sides.top)
    (right, bottom) = (max(sides.left, sides.right), max(sides.top, sides.bottom))
  }

  var width: Int { right - left + 1 }
  var height: Int { bottom - top + 1 }

  func contains(_ x: Int, _ y: Int) -> Bool { (left...right).contains(x) && (top...bottom).contains(y) }

  func overlaps(_ other: PixelBox) -> Bool {
    left <= other.right && right >= other.left && top <= other.bottom && bottom >= other.top
  }

  /// Whether a line along the sides of another box goes over it.
  func isCrossed(by frame: PixelBox) -> Bool {
    let isInside = left > frame.left && right < frame.right && top > frame.top && bottom < frame.bottom
    return overlaps(frame) && !isInside
  }

  /// Squared, between twice the centres.
  func distance(to other: PixelBox) -> Int {
    let x = left + right - other.left - other.right
    let y = top + bottom - other.top - other.bottom
    return x * x + y * y
  }

  /// The box around it, inside limits.
  func grown(by margin: Int, within limits: PixelBox) -> PixelBox {
    PixelBox(
      (
        max(limits.left, left - margin), max(limits.top, top - margin), min(limits.right, right + margin),
        min(limits.bottom, bottom + margin)
      ))
  }
}
