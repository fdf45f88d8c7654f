/// A face as a detector reports it.
struct Detection: Equatable, Sendable {
  var box: Box
  /// Five, in the order of `DetectedFace.landmarks`.
  var landmarks: [Point]
  var score: Float

  /// Intersection over union, 0 to 1.
  func overlap(_ other: Detection) -> Float { box.overlap(other.box) }

  /// Stretches and shifts from one picture's pixels to another's; a box keeps its edges, so no half pixel is involved.
  func scaled(x: Float, y: Float) -> Detection {
    var result = self
    result.box = Box(x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y)
    result.landmarks = landmarks.map { Point(x: $0.x * x, y: $0.y * y) }
    return result
  }

  var isFinite: Bool {
    let numbers = [box.x, box.y, box.width, box.height, score] + landmarks.flatMap { [$0.x, $0.y] }
    return numbers.allSatisfy { abs($0) < 1e6 } && box.width > 0 && box.height > 0
  }
}

extension Box {
  var longSide: Float { max(width, height) }
  var centre: Point { Point(x: x + width / 2, y: y + height / 2) }

  func overlap(_ other: Box) -> Float {
    let common =
      max(0, min(x + width, other.x + other.width) - max(x, other.x))
      * max(0, min(y + height, other.y + other.height) - max(y, other.y))
    let all = width * height + other.width * other.height - common
    return all > 0 ? common / all : 0
  }

  /// The part inside a picture; nil where there is none.
  func clipped(width limitWidth: Float, height limitHeight: Float) -> Box? {
    let left = min(max(x, 0), limitWidth)
    let right = min(max(x + width, 0), limitWidth)
    let top = min(max(y, 0), limitHeight)
    let bottom = min(max(y + height, 0), limitHeight)
    guard right - left >= 1, bottom - top >= 1 else { return nil }
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }
}

extension [Detection] {
  /// Boxes that overlap by as much as this show the same face, so that their landmarks may be averaged.
  private static let same: Float = 0.5
  /// Faces of a photo, and boxes that are compared: every face has a dozen, a crowd of 282 faces 4,000.
  static let mostFaces = 1000
  private static let mostBoxes = 8192

  /// Non-maximum suppression: of boxes that overlap more than `threshold` the one with the best score stays. Its
  /// landmarks become the mean, weighted by the scores, of its own and those of the boxes on the same face that went:
  /// the cells around a face err in different directions. Best first; equal scores keep the order in which they
  /// came. Only the best 8192 boxes are looked at, and at most 1000 stay.
  func suppressed(threshold: Float) -> [Detection] {
    let ranked = enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    var groups: [[Detection]] = []
    for face in ranked.prefix(Self.mostBoxes) {
      let overlaps = groups.map { $0[0].overlap(face) }
      if let most = overlaps.max(), most > threshold, let group = overlaps.firstIndex(of: most) {
        if most >= Self.same { groups[group].append(face) }
      } else if groups.count < Self.mostFaces {
        groups.append([face])
      }
    }
    return groups.map { $0[0].withLandmarks(averagedOver: $0) }
  }
}

extension Detection {
  fileprivate func withLandmarks(averagedOver faces: [Detection]) -> Detection {
    let total = faces.reduce(0) { $0 + $1.score }
    guard faces.count > 1, total > 0 else { return self }
    var result = self
    result.landmarks = landmarks.indices.map { index in
      faces.reduce(Point(x: 0, y: 0)) { sum, face in
        let share = face.score / total
        return Point(x: sum.x + share * face.landmarks[index].x, y: sum.y + share * face.landmarks[index].y)
      }
    }
    return result
  }
}
