import Testing

@testable import Imaging

/// Files that would take much memory or time, and kinds that are not decoded.
struct BoundsTests {
  private let small: [UInt8]

  init() throws { small = try PixelImage.gradient(width: 16, height: 16).jpeg(quality: 90) }

  @Test func `a progressive picture that takes too much memory is refused with numbers`() {
    let large = SmallFiles.reframed(SmallFiles.resized(small, width: 17_000, height: 17_000), marker: 0xC2)
    let padded = large + [UInt8](repeating: 0, count: 1_700_000)
    #expect {
      try DecodedPhoto(padded, longSide: 640)
    } throws: { error in
      if case .unreadable(let reason)? = error as? ImageError {
        reason.contains("17000×17000 pixels takes ") && reason.hasSuffix(" MiB to decode, at most 512 are used")
      } else {
        false
      }
    }
  }

  @Test func `scans of any coding are given up by the work they make`() {
    #expect {
      try DecodedPhoto(SmallFiles.arithmeticBomb(scans: 5000), longSide: 640)
    } throws: {
      "\($0)".contains("too many scans: given up in scan ") && "\($0)".contains("32 million blocks")
    }
    #expect(throws: Never.self) { try DecodedPhoto(SmallFiles.arithmeticBomb(scans: 10), longSide: 640) }
  }

  @Test(arguments: [
    (20_000, 5_000, 1), (8_660, 5_774, 1), (17_000, 17_000, 2), (65_500, 4_500, 2), (13_000, 11_500, 1),
  ])
  func `a picture is decoded whole up to a size`(width: Int, height: Int, denominator: Int) {
    #expect(PictureBounds.denominator(width: width, height: height, longSide: nil) == denominator)
    #expect(PictureBounds.denominator(width: width, height: height, longSide: width) == denominator)
    #expect(PictureBounds.denominator(width: width, height: height, longSide: 640) == 8)
  }

  private static let kinds: [(marker: UInt8, bits: UInt8, name: String)] = [
    (0xC1, 12, "12-bit"), (0xC2, 12, "12-bit"), (0xC3, 8, "lossless"), (0xC3, 16, "lossless"), (0xCB, 8, "lossless"),
    (0xC5, 8, "hierarchical"), (0xC7, 8, "hierarchical"), (0xCD, 8, "hierarchical"), (0xCF, 8, "hierarchical"),
  ]

  @Test(arguments: kinds)
  func `kinds of JPEG that are not decoded are unsupported`(marker: UInt8, bits: UInt8, name: String) {
    let bytes = SmallFiles.reframed(small, marker: marker, bits: bits)
    #expect(throws: ImageError.unsupported("\(name) JPEG pictures are not read yet")) { try DecodedPhoto(bytes) }
  }

  @Test func `JPEG-LS is unsupported`() {
    #expect(throws: ImageError.unsupported("JPEG-LS pictures are not read yet")) {
      try DecodedPhoto(SmallFiles.reframed(small, marker: 0xF7))
    }
  }

  @Test func `a hierarchical file is known by its first marker`() {
    let hierarchical = small[..<2] + [0xFF, 0xDE, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0] + small[2...]
    #expect(throws: ImageError.unsupported("hierarchical JPEG pictures are not read yet")) {
      try DecodedPhoto(Array(hierarchical))
    }
  }

  @Test func `a number of bits that JPEG does not have is damage`() {
    #expect {
      try DecodedPhoto(SmallFiles.reframed(small, marker: 0xC0, bits: 9))
    } throws: { error in
      if case .unreadable? = error as? ImageError { true } else { false }
    }
  }
}
