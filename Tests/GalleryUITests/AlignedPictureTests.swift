import Faces
import Imaging
import Library
import SystemPackage
import Testing

@testable import GalleryUI

@Suite struct AlignedPictureTests {

  /// A photo of 300×200 pixels, dark but for a light dot at each landmark of a face that is tilted by 30 degrees.
  private func tilted() throws -> (photo: Photo, jpeg: [UInt8]) {
    let points: [(Float, Float)] = [(142.7, 63), (185.6, 87.4), (150.2, 99.7), (118.2, 114.6), (153.7, 134.8)]
    var image = PixelImage(width: 300, height: 200, pixels: [UInt8](repeating: 20, count: 300 * 200 * 3))
    for (x, y) in points {
      for row in Int(y) - 3...Int(y) + 3 {
        for column in Int(x) - 3...Int(x) + 3 {
          for channel in 0..<3 { image.pixels[(row * 300 + column) * 3 + channel] = 250 }
        }
      }
    }
    var photo = photo(0, faces: 1)
    (photo.width, photo.height) = (300, 200)
    photo.faces[0].landmarks = points.map { Point(x: $0.0, y: $0.1) }
    return (photo, try image.jpeg(quality: 95))
  }

  @Test(arguments: [60, 168])
  func `eyes come to lie level, where every face has them`(side: Int) throws {
    let (photo, jpeg) = try tilted()
    let request = try #require(PictureRequest(aligned: photo.faces[0], of: photo, side: side))
    let picture = try request.render(jpeg)
    #expect(picture.width == side && picture.height == side)
    let scale = Double(side) / 168
    for (x, y) in [(66.3, 81.7), (101.5, 81.5)] {
      let place = (Int((y * scale).rounded()) * side + Int((x * scale).rounded())) * 3
      #expect(picture.pixels[place] > 150, "an eye")
    }
  }

  @Test func `another alignment is another picture, and none comes from a thumbnail`() throws {
    var (photo, _) = try tilted()
    let request = try #require(PictureRequest(aligned: photo.faces[0], of: photo, side: 60))
    #expect(request.content == nil)
    #expect(request != PictureRequest(face: photo.faces[0], of: photo, side: 60))
    photo.faces[0].landmarks[0].x += 4
    let moved = try #require(PictureRequest(aligned: photo.faces[0], of: photo, side: 60))
    #expect(moved != request && Set([moved, request, moved]).count == 2)
    photo.faces[0].landmarks = []
    #expect(PictureRequest(aligned: photo.faces[0], of: photo, side: 60) == nil)
  }

  @Test func `no more of a photo is decoded than a small picture needs`() throws {
    var (photo, _) = try tilted()
    (photo.width, photo.height) = (3000, 2000)
    photo.faces[0].landmarks = photo.faces[0].landmarks.map { Point(x: $0.x * 10, y: $0.y * 10) }
    let small = try #require(PictureRequest(aligned: photo.faces[0], of: photo, side: 40)?.neededLongSide)
    let large = try #require(PictureRequest(aligned: photo.faces[0], of: photo, side: 4000)?.neededLongSide)
    #expect(small < 400 && large == 3000)
  }
}
