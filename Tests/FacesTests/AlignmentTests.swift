import Imaging
import Testing

@testable import Faces

struct AlignmentTests {
  private let points = [(380, 420), (505, 430), (440, 500), (390, 560), (490, 565)].map {
    Point(x: Float($0.0), y: Float($0.1))
  }

  private func photo(_ width: Int, _ height: Int) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        pixels += [UInt8(255 * x / width), UInt8(255 * y / height), UInt8(127 + 127 * ((x / 40 + y / 40) % 2))]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  @Test func `a smaller decoding gives the same crop`() throws {
    let whole = photo(1200, 1000)
    let transform = try #require(Alignment().transform(landmarks: points))
    let crop = Alignment().crop(PixelWindow(whole), transform: transform, scale: 1)
    let half = Alignment().crop(PixelWindow(whole.resized(width: 600, height: 500)), transform: transform, scale: 0.5)
    let differences = zip(crop.pixels, half.pixels).map { abs(Int($0) - Int($1)) }
    #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 3)
  }

  @Test func `a larger crop shows the same part of the face`() throws {
    let small = try #require(Alignment().transform(landmarks: points))
    let large = try #require(Alignment(side: 224).transform(landmarks: points))
    let corner = small.inverse(SIMD2(112, 112))
    #expect(abs(large(corner).x - 224) < 1e-6 && abs(large(corner).y - 224) < 1e-6)
  }

  @Test func `a plain resize takes the square around the box`() throws {
    let face = Detection(box: Box(x: 100, y: 200, width: 40, height: 80), landmarks: points, score: 1)
    let transform = try #require(Alignment(.resize, side: 160).transform(face))
    #expect(transform(SIMD2(80, 200)) == SIMD2(0, 0))
    #expect(transform(SIMD2(160, 280)) == SIMD2(160, 160))
    let empty = Detection(box: Box(x: 1, y: 1, width: 0, height: 0), landmarks: points, score: 1)
    #expect(Alignment(.resize).transform(empty) == nil)
  }

  @Test func `points that coincide give no crop`() {
    #expect(Alignment().transform(landmarks: [Point](repeating: points[0], count: 5)) == nil)
    #expect(Alignment().transform(landmarks: []) == nil)
  }

  @Test func `sharpness is the variance of the Laplacian`() {
    let plain = PixelImage(width: 20, height: 20, pixels: [UInt8](repeating: 90, count: 1200))
    #expect(plain.sharpness == 0)
    // A single pixel of 100 among zeros: the Laplacian is -400 there and 100 at its four neighbours.
    var dot = PixelImage(width: 12, height: 12, pixels: [UInt8](repeating: 0, count: 432))
    for channel in 0..<3 { dot.pixels[(6 * 12 + 6) * 3 + channel] = 100 }
    #expect(abs(dot.sharpness - (160_000 + 4 * 10_000) / 100) < 1)
    #expect(PixelImage(width: 1, height: 1, pixels: [1, 2, 3]).sharpness == 0)
  }
}
