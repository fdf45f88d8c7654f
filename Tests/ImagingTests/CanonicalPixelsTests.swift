import Foundation
import Testing

@testable import Imaging

/// Files of Tests/Fixtures/same_pixels, made by Tests/Scripts/make_same_pixels.py.
@Suite struct CanonicalPixelsTests {
  private func file(_ name: String) throws -> [UInt8] {
    let folder = FormatFile.folder.deletingLastPathComponent().appending(path: "same_pixels")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private func picture(_ name: String) throws -> CanonicalPixels { try CanonicalPixels(photo: file(name)) }

  @Test(arguments: [
    ("edited.jpg", 1), ("progressive.jpg", 1), ("turned_by_tag.jpg", 6), ("rotated_90.jpg", 6), ("rotated_180.jpg", 3),
    ("upright.jpg", 1), ("mirrored.jpg", 2), ("transversed.jpg", 7), ("trimmed.jpg", 6),
  ])
  func `a photo whose pixels are the same is known again, and how it was turned`(name: String, turn: Int) throws {
    let (photo, other) = (try picture("photo.jpg"), try picture(name))
    #expect(other.bytes == photo.bytes && (other.width, other.height) == (photo.width, photo.height))
    #expect(Self.product(turn, other.turned) == photo.turned)
  }

  @Test func `a photo that is saved anew has other pixels`() throws {
    #expect(try picture("saved_again.jpg").bytes != picture("photo.jpg").bytes)
  }

  @Test func `whole MCUs count, a byte a block`() throws {
    let (photo, decoded) = (try picture("photo.jpg"), try DecodedPhoto(try file("photo.jpg")))
    let blocks = [decoded.width / 16 * 2, decoded.height / 16 * 2].sorted()
    #expect([photo.width, photo.height].sorted() == blocks && photo.bytes.count == blocks[0] * blocks[1])
    #expect(decoded.width % 16 != 0 && decoded.height % 16 != 0)
  }

  @Test(arguments: FormatFile.readable) func `every format has pixels, and one turn of eight`(name: String) throws {
    let bytes = try FormatFile.bytes(name)
    guard (try? DecodedPhoto(bytes)) != nil else { return }
    let picture = try CanonicalPixels(photo: bytes)
    #expect((1...8).contains(picture.turned) && !picture.bytes.isEmpty)
    #expect(try CanonicalPixels(photo: bytes) == picture)
  }

  @Test func `of a plane in all eight forms the pixels are the same`() {
    let bytes = (0..<12).map { UInt8(truncatingIfNeeded: $0 * 97 + 31) }
    let image = PixelImage(width: 4, height: 3, pixels: bytes.flatMap { [$0, $0 / 2, 255 - $0] })
    let whole = CanonicalPixels(Plane(width: 4, height: 3, depth: 3, bytes: image.pixels), orientation: 1)
    for orientation in 1...8 {
      let turned = image.oriented(orientation)
      let other = CanonicalPixels(
        Plane(width: turned.width, height: turned.height, depth: 3, bytes: turned.pixels), orientation: 1)
      #expect(other.bytes == whole.bytes && other.width == whole.width)
      #expect(
        turned.oriented(other.turned).pixels == whole.bytes, "turned says how the upright picture becomes this one")
      let tagged = CanonicalPixels(Plane(width: 4, height: 3, depth: 3, bytes: image.pixels), orientation: orientation)
      #expect(tagged == other)
    }
  }

  @Test func `what is no picture has none`() {
    #expect(throws: ImageError.self) { try CanonicalPixels(photo: Array("nothing".utf8)) }
    #expect(throws: ImageError.self) { try CanonicalPixels(photo: Array(try self.file("photo.jpg").prefix(300))) }
  }

  /// The orientation that comes of two, one after the other.
  private static func product(_ first: Int, _ second: Int) -> Int? {
    let image = PixelImage(width: 3, height: 2, pixels: (0..<18).map { UInt8($0) })
    let turned = image.oriented(first).oriented(second)
    return (1...8).first { image.oriented($0) == turned }
  }
}
