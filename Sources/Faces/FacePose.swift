import Foundation

/// How a head is held, estimated from five landmarks.
public struct FacePose: Sendable, Equatable {
  /// Degrees by which the line through the eyes is turned clockwise in the upright picture, -180 to 180.
  public var tilt: Float
  /// Degrees by which the face looks to the right of the picture, about -80 to 80. The nose's tip lies about 0.55 of the
  /// distance between the eyes before them, so that it moves by that times the tangent; good to 10 degrees or so.
  public var yaw: Float

  private static let noseDepth: Float = 0.55

  /// - Parameters:
  ///   - landmarks: five, in pixels of the photo.
  ///   - turn: quarter turns clockwise that bring the face upright.
  /// - Returns: nil where there are no five, or the eyes coincide.
  public init?(landmarks: [Point], turn: Int = 0) {
    guard landmarks.count == 5 else { return nil }
    let points = landmarks.map { SIMD2($0.x, $0.y) }
    let eyes = points[1] - points[0]
    let square = (eyes * eyes).sum()
    guard square.isFinite, square > 1e-6 else { return nil }
    let degrees: Float = 180 / .pi
    let angle = atan2(eyes.y, eyes.x) * degrees + 90 * Float(turn % 4)
    tilt = angle - 360 * (angle / 360).rounded()
    let offset = ((points[2] - (points[0] + points[1]) / 2) * eyes).sum() / square
    guard offset.isFinite else { return nil }
    yaw = atan(offset / Self.noseDepth) * degrees
  }
}
