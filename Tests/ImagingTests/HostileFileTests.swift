import Testing

@testable import Imaging

struct HostileFileTests {
  @Test(.enabled(if: Shared.exists, "needs ../shared"))
  func `damaged and hostile files give a picture or a reason`() throws {
    let files = try Shared.files(in: "data/broken")
    #expect(files.count > 100)
    for file in files {
      let bytes = try Shared.bytes(file)
      for longSide in [nil, 640, 1] {
        do throws(ImageError) {
          let photo = try DecodedPhoto(bytes, longSide: longSide)
          #expect(photo.image.width > 0 && (1...8).contains(photo.orientation), "\(file)")
        } catch {
          #expect(!error.description.isEmpty, "\(file)")
        }
      }
    }
  }

  @Test func `cut and flipped files give a picture or a reason`() throws {
    let picture = try PixelImage.noise(width: 64, height: 48, seed: 8).jpeg(quality: 85)
    let whole = EXIFBlock(orientation: 6, dateTimeOriginal: "2024:05:06 07:08:09").inserted(into: picture)
    for length in stride(from: 0, to: whole.count, by: 7) { try attempt(Array(whole.prefix(length))) }
    var generator = SeededGenerator(state: 9)
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      try attempt(bytes)
    }
  }

  private func attempt(_ bytes: [UInt8]) throws {
    do throws(ImageError) {
      let photo = try DecodedPhoto(bytes, longSide: 64)
      #expect(photo.image.longSide <= 65_535)
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  @Test(arguments: [
    ("mif1", ["mif1", "avif", "miaf"], "AVIF"), ("msf1", ["avis", "hevc"], "AVIF"), ("mif1", ["mif1", "heic"], "HEIC"),
    ("heic", ["mif1", "heic"], "HEIC"), ("avif", ["mif1", "avif"], "AVIF"), ("mif1", ["mif1"], "HEIF"),
    ("mp42", ["isom", "mp41"], "videos"), ("crx ", ["isom"], "camera raw"),
  ])
  func `brands tell what an ISO file holds`(major: String, compatible: [String], name: String) {
    let size = UInt8(16 + 4 * compatible.count)
    let header: [UInt8] = [0, 0, 0, size] + Array("ftyp\(major)".utf8) + [0, 0, 0, 0] + compatible.flatMap(\.utf8)
    // What follows the header does not count.
    for file in [header, header + Array("avifheic".utf8)] {
      #expect {
        try DecodedPhoto(file)
      } throws: { "\($0)".contains(name) }
    }
  }

  @Test(
    arguments: [
      ([0x89, 0x50, 0x4E, 0x47], "PNG"), (Array("GIF89a".utf8), "GIF"), (Array("RIFF....WEBPVP8 ".utf8), "WebP"),
      ([0, 0, 0, 24] + Array("ftypheic".utf8), "HEIC"), ([0, 0, 0, 24] + Array("ftypavif".utf8), "AVIF"),
      ([0, 0, 0, 24] + Array("ftypisom".utf8), "videos"), ([0x49, 0x49, 42, 0, 8, 0, 0, 0], "TIFF"),
      ([0x4D, 0x4D, 0, 42], "TIFF"), ([0x49, 0x49, 42, 0, 16, 0, 0, 0] + Array("CR".utf8), "camera raw"),
      (Array("FUJIFILMCCD-RAW".utf8), "camera raw"), (Array("BM6".utf8), "BMP"), (Array("8BPS".utf8), "Photoshop"),
      (Array("%PDF-1.7".utf8), "PDF"), ([0xFF, 0x0A], "JPEG XL"), ([], "empty"),
      (Array("hello".utf8), "not a picture"), ([0xFF], "not a picture"),
    ] as [([UInt8], String)])
  func `other files are named`(bytes: [UInt8], name: String) {
    #expect {
      try DecodedPhoto(bytes)
    } throws: { error in
      (error as? ImageError)?.description.contains(name) == true
    }
  }
}
