import CPictures
import Testing

@testable import Imaging

/// What keeps the libraries from working for long.
@Suite struct `Limits of decoding` {
  private static let stoppable: [(name: String, format: cpictures_format)] = [
    ("photo.png", CPICTURES_PNG), ("photo.tif", CPICTURES_TIFF), ("photo.jxl", CPICTURES_JXL),
    ("photo.dng", CPICTURES_RAW),
  ]

  @Test(arguments: stoppable.filter { FormatFile.isReadable($0.name) })
  func `a picture that takes too long is given up with a reason`(name: String, format: cpictures_format) throws {
    let picture = try LibraryPicture(try FormatFile.bytes(name), as: format, name: "picture")
    #expect {
      try picture.decoded(longSide: nil, least: 2, seconds: 0)
    } throws: {
      "\($0)" == "too slow: picture of \(picture.width)×\(picture.height) pixels takes more than 0 seconds to decode"
    }
    // The limit ends with the picture.
    #expect(throws: Never.self) { try picture.decoded(longSide: nil, least: 2) }
  }

  @Test(arguments: ["photo.heic", "alpha.heic", "deep.heic"])
  func `the size that HEVC codes is known`(name: String) throws {
    let items = try #require(HEIFItems(try FormatFile.bytes(name)))
    let main = try #require(items.main)
    let (size, coded) = (try #require(items.sizes[main]), try #require(items.codedSizes[main]))
    #expect((size.width..<size.width + 64).contains(coded.width))
    #expect((size.height..<size.height + 64).contains(coded.height))
    #expect(throws: Never.self) { try items.check("HEIC") }
  }

  @Test(.enabled(if: FormatFile.isReadable("photo.heic")))
  func `a picture that is coded larger than its header says is refused before it is decoded`() throws {
    var bytes = try FormatFile.bytes("photo.heic")
    let place = try #require(bytes.offset(of: "ispe")) + 8
    bytes.replaceSubrange(place..<place + 8, with: [0, 0, 0, 16, 0, 0, 0, 16])
    #expect {
      try DecodedPhoto(bytes)
    } throws: {
      "\($0)".contains("damaged HEIC: it says 16×16 pixels, but is coded as ")
    }
  }

  /// Each item is put together of the next, sixteen times.
  @Test func `a picture that is put together of too many is refused`() throws {
    func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
      let size = content.count + 8
      return [0, 0, UInt8(size >> 8), UInt8(size & 0xFF)] + Array(type.utf8) + content
    }
    let references = (1...6).flatMap { item in
      box("dimg", [0, UInt8(item), 0, 16] + (0..<16).flatMap { _ in [0, UInt8(item + 1)] })
    }
    let meta = box("meta", [0, 0, 0, 0] + box("pitm", [0, 0, 0, 0, 0, 1]) + box("iref", [0, 0, 0, 0] + references))
    let file = box("ftyp", Array("heic\0\0\0\0heic".utf8)) + meta
    #expect { try DecodedPhoto(file) } throws: { "\($0)".contains("HEIC is put together of more than 300 megapixels") }
  }
}
