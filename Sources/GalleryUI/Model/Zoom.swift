import Faces
import Library

/// How much of a photo is seen around a face.
enum Zoom {
  /// Sides of the part, in long sides of the face, from far to near.
  static let factors: [Float] = [8, 5, 3.2, 2, 1.4, 1]
  private static let usual = 2
  /// A part that is more of the photo's area shows little more than the photo does.
  private static let most = 0.6

  /// The part of the photo around a face in a shape, inside the photo as far as it has the size.
  /// - Parameter shape: width by height in pixels.
  static func part(of photo: Photo, around face: Face, level: Int, shape: (width: Int, height: Int)) -> Box {
    let (photoWidth, photoHeight) = (max(1, photo.width), max(1, photo.height))
    let ratio = Double(max(1, shape.width)) / Double(max(1, shape.height))
    let side = Double(factors[max(0, min(level, factors.count - 1))])
    let longSide = Double(whole(max(face.box.width, face.box.height), within: 1...1_000_000)) * side
    let wanted = (width: longSide * max(1, ratio), height: longSide * max(1, 1 / ratio))
    let width = max(1, min(photoWidth, Int(wanted.width.rounded())))
    let height = max(1, min(photoHeight, Int(wanted.height.rounded())))
    func start(_ centre: Float, _ length: Int, _ limit: Int) -> Float {
      Float(max(0, min(limit - length, whole(centre, within: 0...limit) - length / 2)))
    }
    return Box(
      x: start(face.box.x + face.box.width / 2, width, photoWidth),
      y: start(face.box.y + face.box.height / 2, height, photoHeight), width: Float(width), height: Float(height))
  }

  /// The first level from the usual one on that shows clearly less than the photo.
  static func firstLevel(of photo: Photo, around face: Face, shape: (width: Int, height: Int)) -> Int {
    let area = Double(max(1, photo.width)) * Double(max(1, photo.height))
    return (usual..<factors.count).first { level in
      let seen = part(of: photo, around: face, level: level, shape: shape)
      return Double(seen.width) * Double(seen.height) <= most * area
    } ?? factors.count - 1
  }
}
