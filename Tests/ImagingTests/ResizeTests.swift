import Testing

@testable import Imaging

struct ResizeTests {
  /// The mean over the source area of each pixel, on a grid that both sizes divide.
  private func slowArea(_ image: PixelImage, width: Int, height: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: width * height * 3)
    for y in 0..<height * image.height {
      for x in 0..<width * image.width {
        for (channel, value) in image[x / width, y / height].enumerated() {
          sums[(y / image.height * width + x / image.width) * 3 + channel] += Double(value)
        }
      }
    }
    return sums.map { $0 / Double(image.width * image.height) }
  }

  @Test func `shrinking averages areas`() {
    let image = PixelImage.noise(width: 37, height: 23, seed: 3)
    let small = image.resized(width: 10, height: 7)
    let expected = slowArea(image, width: 10, height: 7)
    let worst = zip(small.pixels, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(worst < 0.51)
  }

  @Test func `halving is the mean of four pixels`() {
    let image = PixelImage.noise(width: 20, height: 12, seed: 4)
    let half = image.resized(width: 10, height: 6)
    for y in 0..<6 {
      for x in 0..<10 {
        for channel in 0..<3 {
          let sum = [(0, 0), (1, 0), (0, 1), (1, 1)].reduce(0) { $0 + image[2 * x + $1.0, 2 * y + $1.1][channel] }
          #expect(abs(half[x, y][channel] * 4 - sum) <= 2)
        }
      }
    }
  }

  @Test func `enlarging interpolates between the centres of pixels`() {
    let image = PixelImage(width: 2, height: 1, pixels: [0, 0, 0, 200, 100, 40])
    let large = image.resized(width: 4, height: 2)
    #expect(large.pixels.prefix(12) == [0, 0, 0, 50, 25, 10, 150, 75, 30, 200, 100, 40])
    #expect(large.pixels.prefix(12) == large.pixels.suffix(12))
  }

  @Test(arguments: [(1, 1), (1, 500), (500, 1), (0, -7), (13, 13), (64, 31)])
  func `a plain colour stays what it is`(width: Int, height: Int) {
    for value: UInt8 in [0, 1, 127, 254, 255] {
      let plain = PixelImage(width: 31, height: 64, pixels: [UInt8](repeating: value, count: 31 * 64 * 3))
      let result = plain.resized(width: width, height: height)
      #expect(result.width == max(width, 1) && result.height == max(height, 1))
      #expect(result.pixels.allSatisfy { $0 == value })
    }
  }

  @Test func `fitting keeps the shape and never enlarges`() {
    let image = PixelImage.gradient(width: 300, height: 100)
    #expect(image.fitted(width: 60, height: 60).width == 60)
    #expect(image.fitted(width: 60, height: 60).height == 20)
    #expect(image.fitted(width: 900, height: 900) == image)
  }

  @Test func `a crop is cut at the edges`() {
    let image = PixelImage.gradient(width: 30, height: 20)
    let inner = image.cropped(x: 5, y: 6, width: 7, height: 8)
    #expect((inner.width, inner.height) == (7, 8))
    #expect(inner[2, 3] == image[7, 9])
    let corner = image.cropped(x: -5, y: 15, width: 10, height: 10)
    #expect((corner.width, corner.height) == (5, 5))
    #expect(corner[4, 4] == image[4, 19])
    for x in [-100, 100, Int.max, Int.min] {
      let outside = image.cropped(x: x, y: 0, width: 5, height: -3)
      #expect(outside.width >= 1 && outside.height == 1)
    }
    #expect(image.cropped(x: 3, y: 0, width: Int.max, height: Int.max).width == 27)
  }
}
