import Imaging
import Testing

@testable import Faces

@Suite struct PortraitTests {
  /// Eyes, nose and mouth as the template has them, turned by degrees, scaled and moved.
  private func landmarks(turned degrees: Double = 0, scale: Double = 2, dx: Double = 100, dy: Double = 60) -> [Point] {
    let template: [(Double, Double)] = [
      (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041),
    ]
    let (sine, cosine) = (sinOf(degrees), sinOf(degrees + 90))
    return template.map { x, y in
      Point(
        x: Float(scale * (cosine * x - sine * y) + dx), y: Float(scale * (sine * x + cosine * y) + dy))
    }
  }

  @Test(arguments: [0, 20, -75, 90, 180], [0.3, 1, 7])
  func `eyes and mouth come to lie in the same places, whatever a face's tilt and size`(degrees: Double, scale: Double)
    throws
  {
    let points = landmarks(turned: degrees, scale: scale)
    let transform = try #require(SimilarityTransform(portraitOf: points, side: 168))
    for (point, wanted) in zip(points, landmarks(scale: 1, dx: 28, dy: 30)) {
      let place = transform(SIMD2(Double(point.x), Double(point.y)))
      #expect(abs(place.x - Double(wanted.x)) < 0.01 && abs(place.y - Double(wanted.y)) < 0.01)
    }
  }

  @Test func `points that span no face give none`() {
    #expect(SimilarityTransform(portraitOf: [], side: 10) == nil)
    #expect(SimilarityTransform(portraitOf: Array(repeating: Point(x: 3, y: 3), count: 5), side: 10) == nil)
    #expect(SimilarityTransform(portraitOf: Array(repeating: Point(x: .nan, y: 3), count: 5), side: 10) == nil)
  }

  @Test func `the tilt is that of the eyes in the upright photo`() throws {
    for degrees in [0, 12, -30, 85] {
      let pose = try #require(FacePose(landmarks: landmarks(turned: Double(degrees))))
      #expect(abs(pose.tilt - Float(degrees)) < 0.5 && abs(pose.yaw) < 3, "\(degrees) \(pose)")
    }
    let lying = try #require(FacePose(landmarks: landmarks(turned: -90), turn: 1))
    #expect(abs(lying.tilt) < 0.5)
    let onItsHead = try #require(FacePose(landmarks: landmarks(turned: 180), turn: 2))
    #expect(abs(onItsHead.tilt) < 0.5)
  }

  @Test func `a nose beside the middle of the eyes looks to that side`() throws {
    for (offset, sign) in [(Float(20), Float(1)), (-20, -1)] {
      var points = landmarks()
      points[2].x += offset
      let pose = try #require(FacePose(landmarks: points))
      #expect(pose.yaw * sign > 15 && pose.yaw * sign < 45)
    }
    #expect(FacePose(landmarks: []) == nil)
    #expect(FacePose(landmarks: Array(repeating: Point(x: .infinity, y: 0), count: 5)) == nil)
  }
}

/// By its series, so that the tests need no library for it.
private func sinOf(_ degrees: Double) -> Double {
  let x = degrees.truncatingRemainder(dividingBy: 360) * .pi / 180
  var (term, sum) = (x, x)
  for step in 1...20 {
    term *= -x * x / Double(2 * step * (2 * step + 1))
    sum += term
  }
  return sum
}
