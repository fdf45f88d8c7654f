import Faces

extension Face {
  /// How well it shows a person, 0 to 1: sharp, from the front, large. The quality says what it tells a recogniser, which sees
  /// enough in a half profile; a picture that stands for somebody looks at the viewer.
  public var portraitValue: Float { quality.value * (0.4 + 0.4 * frontality + 0.2 * size) }

  /// 1 where the nose is in the middle of the eyes, 0 from the side; a half where nothing is known of it.
  private var frontality: Float {
    guard landmarks.count == 5 else { return 0.5 }
    let points = landmarks.map { SIMD2($0.x, $0.y) }
    let eyes = points[1] - points[0]
    let square = (eyes * eyes).sum()
    guard square > 0 else { return 0.5 }
    let offset = abs(((points[2] - (points[0] + points[1]) / 2) * eyes).sum() / square)
    return max(0, min(1, 1 - offset / 0.4))
  }

  /// 1 from 160 pixels on: what a thumbnail of a face shows.
  private var size: Float { max(0, min(1, box.height / 160)) }
}
