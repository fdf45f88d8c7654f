import Testing

@testable import Imaging

struct OrientationTests {
  /// What EXIF says of the side where the stored row 0 and column 0 are shown.
  private static let firstPixel: [Int: (Int, Int)] = [
    1: (0, 0), 2: (3, 0), 3: (3, 2), 4: (0, 2), 5: (0, 0), 6: (2, 0), 7: (2, 3), 8: (0, 3),
  ]

  @Test(arguments: 1...8)
  func `the stored corner and edge come to lie where EXIF says`(orientation: Int) throws {
    var pixels = [UInt8](repeating: 0, count: 4 * 3 * 3)
    pixels[0] = 200
    pixels[3] = 100
    let shown = PixelImage(width: 4, height: 3, pixels: pixels).oriented(orientation)
    let (x, y) = try #require(Self.firstPixel[orientation])
    #expect(shown[x, y][0] == 200)
    // The next pixel of the stored row lies beside it, and below or above it in the transposed four.
    let (nextX, nextY) = orientation < 5 ? (x == 0 ? 1 : 2, y) : (x, y == 0 ? 1 : 2)
    #expect(shown[nextX, nextY][0] == 100)
    #expect((shown.width, shown.height) == (orientation < 5 ? (4, 3) : (3, 4)))
  }

  @Test(arguments: [-1, 0, 9, 1_000_000])
  func `what is no orientation changes nothing`(orientation: Int) {
    let image = PixelImage.gradient(width: 5, height: 3)
    #expect(image.oriented(orientation) == image)
  }

  @Test(.enabled(if: Shared.exists, "needs ../shared"), arguments: 1...8)
  func `the shared scene looks the same in every orientation`(orientation: Int) throws {
    let upright = try DecodedPhoto(try Shared.bytes("data/orientation/portrait_1.jpg"), longSide: 200)
    let photo = try DecodedPhoto(try Shared.bytes("data/orientation/portrait_\(orientation).jpg"), longSide: 200)
    #expect(photo.orientation == orientation)
    #expect((photo.width, photo.height) == (upright.width, upright.height))
    let size = (photo.image.width / 4, photo.image.height / 4)
    let small = photo.image.resized(width: size.0, height: size.1)
    #expect(small.meanDifference(upright.image.resized(width: size.0, height: size.1)) < 12)
  }
}
