import Foundation
import Testing

@testable import Imaging

struct WarpTests {
  @Test func `the transform is found from points that it moved`() throws {
    let truth = SimilarityTransform(a: 0.3, b: -0.8, dx: 12, dy: -7)
    let points: [SIMD2<Double>] = [[1, 2], [30, 4], [15, 20], [5, 33], [28, 31]]
    let found = try #require(SimilarityTransform(from: points, to: points.map(truth.callAsFunction)))
    for (value, expected) in [(found.a, truth.a), (found.b, truth.b), (found.dx, truth.dx), (found.dy, truth.dy)] {
      #expect(abs(value - expected) < 1e-9)
    }
    let back = found.inverse(found([17, 23]))
    #expect(abs(back.x - 17) < 1e-9 && abs(back.y - 23) < 1e-9)
  }

  @Test func `no other transform brings noisy points nearer`() throws {
    let source: [SIMD2<Double>] = [[1, 2], [30, 4], [15, 20], [5, 33], [28, 31]]
    let target: [SIMD2<Double>] = [[38, 52], [73, 51], [56, 72], [42, 92], [71, 92]]
    func error(_ transform: SimilarityTransform) -> Double {
      zip(source, target).reduce(0) {
        let offset = transform($1.0) - $1.1
        return $0 + offset.x * offset.x + offset.y * offset.y
      }
    }
    let best = try #require(SimilarityTransform(from: source, to: target))
    for path in [\SimilarityTransform.a, \.b, \.dx, \.dy] {
      for step in [-1e-3, 1e-3] {
        var other = best
        other[keyPath: path] += step
        #expect(error(other) > error(best))
      }
    }
  }

  @Test func `points that coincide or are no numbers give no transform`() {
    let target: [SIMD2<Double>] = [[0, 0], [1, 0], [0, 1]]
    #expect(SimilarityTransform(from: [[5, 5], [5, 5], [5, 5]], to: target) == nil)
    #expect(SimilarityTransform(from: [[5, 5], [.nan, 5], [5, 5]], to: target) == nil)
    #expect(SimilarityTransform(from: [[5, 5], [.infinity, 5], [5, 5]], to: target) == nil)
    #expect(SimilarityTransform(from: [[5, 5]], to: target) == nil)
  }

  @Test func `whole shifts copy pixels and leave black outside`() {
    let image = PixelImage.noise(width: 20, height: 10, seed: 5)
    let moved = image.warped(by: SimilarityTransform(a: 1, b: 0, dx: 3, dy: -2), width: 25, height: 10)
    for y in 0..<10 {
      for x in 0..<25 {
        let inside = (3..<23).contains(x) && y < 8
        #expect(moved[x, y] == (inside ? image[x - 3, y + 2] : [0, 0, 0]))
      }
    }
  }

  @Test func `a quarter turn is exact`() {
    let image = PixelImage.noise(width: 9, height: 9, seed: 6)
    let turned = image.warped(by: SimilarityTransform(a: 0, b: 1, dx: 8, dy: 0), width: 9, height: 9)
    #expect(turned == image.oriented(6))
  }

  @Test func `strong shrinking averages instead of picking pixels`() {
    let image = PixelImage.noise(width: 600, height: 600, seed: 7)
    let small = image.warped(by: SimilarityTransform(a: 0.1, b: 0.02, dx: -2, dy: -9), width: 40, height: 40)
    #expect(small.pixels.allSatisfy { (80...176).contains($0) })
  }

  @Test func `shrinking hits the same place as one large step`() {
    let image = PixelImage.gradient(width: 900, height: 700)
    for scale in [0.49, 0.3, 0.2, 0.07] {
      let transform = SimilarityTransform(a: scale * 0.96, b: scale * 0.28, dx: 10 - 300 * scale, dy: 20 - 350 * scale)
      let small = image.warped(by: transform, width: 60, height: 50)
      for (x, y) in [(12, 22), (30, 40), (20, 30)] {
        let place = transform.inverse([Double(x), Double(y)])
        guard (20..<880).contains(place.x), (20..<680).contains(place.y) else { continue }
        let expected = [255 * place.x / 900, 255 * place.y / 700, 255 * (place.x + place.y) / 1600]
        #expect(zip(small[x, y], expected).allSatisfy { abs(Double($0) - $1) < 2 }, "scale \(scale)")
      }
    }
  }

  @Test(arguments: [1e-8, 1e-3, 1e6])
  func `absurd scales end quickly with some picture`(scale: Double) {
    let image = PixelImage.gradient(width: 50, height: 40)
    let result = image.warped(by: SimilarityTransform(a: scale, b: 0, dx: 1e12, dy: -1e12), width: 112, height: 112)
    #expect(result.width == 112)
  }
}
