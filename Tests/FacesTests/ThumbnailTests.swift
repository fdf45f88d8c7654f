import Imaging
import Testing

@testable import Faces

@Suite struct ThumbnailTests {
  @Test func `noise and crowds stay within the share of a photo`() throws {
    var state: UInt64 = 1
    let pixels = (0..<1200 * 900 * 3).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return UInt8(state >> 56)
    }
    let photo = try DecodedPhoto(try PixelImage(width: 1200, height: 900, pixels: pixels).jpeg(quality: 90))
    let whole = try #require(Thumbnail(of: .whole, picture: photo.image))
    #expect(whole.jpeg.count <= 8_000)
    let boxes = (0..<60).map { index -> Box in
      let step = Float(index)
      return Box(x: step * 15, y: step * 10, width: 30 + step, height: 40)
    }
    let all = Thumbnail.all(of: PhotoView(photo), faces: boxes.map { ($0, 0, [PhotoView(photo)]) })
    var bytes = 0
    for thumbnail in all { bytes += thumbnail.jpeg.count }
    #expect(bytes <= 20_000 && all.count > 3, "\(bytes) bytes")
  }

  @Test func `the largest faces come first, and small ones are not enlarged`() throws {
    let image = PixelImage(width: 900, height: 600, pixels: [UInt8](repeating: 90, count: 900 * 600 * 3))
    let photo = try DecodedPhoto(try image.jpeg(quality: 80))
    let boxes = [Box(x: 10, y: 10, width: 20, height: 20), Box(x: 300, y: 100, width: 200, height: 180)]
    let thumbnails = Thumbnail.all(of: PhotoView(photo), faces: boxes.map { ($0, 0, [PhotoView(photo)]) })
    let squares = [boxes[1], boxes[0]].map { $0.portrait(width: 900, height: 600) }
    let parts: [PhotoPart] = [.whole, PhotoPart(square: squares[0], turn: 0), PhotoPart(square: squares[1], turn: 0)]
    #expect(thumbnails.map(\.part) == parts)
    let sizes = try thumbnails.map { thumbnail -> [Int] in
      let image = try DecodedPhoto(thumbnail.jpeg).image
      return [image.width, image.height]
    }
    #expect(sizes == [[192, 128], [72, 72], [30, 30]])
  }

  @Test func `the square around a face stays inside the photo, and no box is the corner`() {
    let square = Box(x: 0, y: 380, width: 40, height: 20).portrait(width: 300, height: 400)
    #expect(square == Box(x: 0, y: 340, width: 60, height: 60))
    #expect(Box(x: 0, y: 0, width: 900, height: 900).portrait(width: 300, height: 400).width == 300)
    let none = Box(x: .nan, y: 0, width: .nan, height: -3)
    #expect(none.portrait(width: 300, height: 400) == none.portrait(width: 300, height: 400))
    #expect(PhotoPart(square: none, turn: 0).side == 1)
  }
}
