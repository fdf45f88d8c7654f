import Testing

@testable import Imaging

struct JPEGTests {
  @Test func `a picture survives writing and reading`() throws {
    let image = PixelImage.gradient(width: 123, height: 77)
    let photo = try DecodedPhoto(try image.jpeg(quality: 98))
    #expect((photo.width, photo.height) == (123, 77))
    #expect(photo.warning == nil)
    #expect(photo.image.meanDifference(image) < 1.5)
  }

  @Test(arguments: [(100, 8), (101, 8), (102, 4), (201, 4), (202, 2), (401, 2), (402, 1), (9999, 1), (-1, 8)])
  func `the long side asked for is kept`(longSide: Int, denominator: Int) throws {
    let bytes = try PixelImage.gradient(width: 801, height: 333).jpeg(quality: 90)
    let photo = try DecodedPhoto(bytes, longSide: longSide)
    #expect((photo.width, photo.height) == (801, 333))
    #expect(photo.image.width == (801 + denominator - 1) / denominator)
    #expect(photo.image.height == (333 + denominator - 1) / denominator)
    #expect(photo.image.longSide >= min(longSide, 801))
  }

  @Test func `a smaller decoding shows the same picture`() throws {
    let image = PixelImage.gradient(width: 320, height: 240)
    let photo = try DecodedPhoto(try image.jpeg(quality: 95), longSide: 80)
    #expect(photo.image.width == 80)
    #expect(photo.image.meanDifference(image.resized(width: 80, height: 60)) < 2)
  }

  @Test func `grey and four-colour pictures become RGB`() throws {
    let grey = try DecodedPhoto(SmallFiles.grey)
    #expect(grey.image[4, 4].allSatisfy { abs($0 - 180) < 4 })
    // 20 % cyan, 60 % magenta, no yellow and 10 % black, stored as Adobe's programs do and as others do.
    for file in [SmallFiles.adobeCMYK, SmallFiles.plainCMYK, SmallFiles.adobeYCCK] {
      let photo = try DecodedPhoto(file)
      #expect(zip(photo.image[4, 4], [184, 92, 230]).allSatisfy { abs($0 - $1) < 6 }, "\(photo.image[4, 4])")
    }
  }

  @Test func `a photo that is cut off is shown with a warning`() throws {
    let bytes = try PixelImage.noise(width: 200, height: 200, seed: 1).jpeg(quality: 90)
    let photo = try DecodedPhoto(Array(bytes.prefix(bytes.count / 2)))
    #expect(photo.warning?.contains("cut off") == true)
    #expect(throws: ImageError.self) { try DecodedPhoto(Array(bytes.prefix(700))) }
  }

  @Test func `a header without a picture behind it costs no memory`() throws {
    let small = try PixelImage.gradient(width: 16, height: 16).jpeg(quality: 90)
    let large = SmallFiles.resized(small, width: 65_000, height: 65_000)
    #expect { try DecodedPhoto(large) } throws: { "\($0)".contains("too large") }
    let hollow = SmallFiles.resized(small, width: 15_000, height: 15_000)
    #expect { try DecodedPhoto(hollow) } throws: { "\($0)".contains("cannot hold") }
  }

  @Test func `a file with thousands of scans is given up`() throws {
    #expect { try DecodedPhoto(SmallFiles.scanBomb(scans: 5000)) } throws: { "\($0)".contains("scans") }
  }
}
