import CPictures
import Testing

@testable import Imaging

@Suite struct `Picture formats` {
  private let original: PixelImage

  init() throws { original = try DecodedPhoto(FormatFile.bytes("photo.jpg")).image }

  @Test(arguments: FormatFile.readable.filter { !$0.hasPrefix("tiny") && !$0.hasPrefix("float") })
  func `every file gives a picture, whole and smaller`(name: String) throws {
    let bytes = try FormatFile.bytes(name)
    let photo = try DecodedPhoto(bytes)
    #expect(photo.warning == nil)
    let isRaw = FileFormat(bytes) == .raw && name != "preview.dng"
    #expect(photo.image.longSide == max(photo.width, photo.height) / (isRaw ? 2 : 1) || name == "preview.dng")
    for longSide in [1, 40, 100, 1000] {
      let smaller = try DecodedPhoto(bytes, longSide: longSide)
      #expect((smaller.width, smaller.height) == (photo.width, photo.height))
      #expect(smaller.image.longSide >= min(longSide, photo.image.longSide))
      #expect(smaller.image.longSide <= photo.image.longSide)
      let same = photo.image.resized(width: smaller.image.width, height: smaller.image.height)
      #expect(smaller.image.meanDifference(same) < 6, "\(longSide)")
    }
  }

  @Test(
    arguments: FormatFile.readable(of: [
      "photo.png", "palette.png", "deep.png", "photo.webp", "lossless.webp", "animated.webp", "photo.heic", "deep.heic",
      "p3.heic", "photo.avif", "photo.tif", "tiles.tif", "planes.tif", "deep.tif", "palette.tif", "cmyk.tif",
      "photo.jxl",
      "cmyk.jpg", "p3.jpg", "adobe.jpg", "pair.mpo", "motion.jpg",
    ]))
  func `the same photo has the same colours in every format`(name: String) throws {
    let image = try DecodedPhoto(FormatFile.bytes(name)).image
    let same = original.resized(width: image.width, height: image.height)
    let limit = name.hasPrefix("palette") ? 7.0 : 4
    #expect(image.meanDifference(same) < limit)
    for channel in 0..<3 {
      // A profile that is not applied makes it paler.
      let difference =
        image.mean(x: 0.2, y: 0.2, width: 0.6, height: 0.7)[channel]
        - same.mean(x: 0.2, y: 0.2, width: 0.6, height: 0.7)[channel]
      #expect(abs(difference) < 2.5, "channel \(channel)")
    }
  }

  @Test(arguments: FormatFile.readable(of: ["grey.png", "deepgrey.png", "grey.tif"]))
  func `a grey picture is grey`(name: String) throws {
    let image = try DecodedPhoto(FormatFile.bytes(name)).image
    for pixel in stride(from: 0, to: image.pixels.count, by: 3 * 97) {
      #expect(image.pixels[pixel] == image.pixels[pixel + 1] && image.pixels[pixel] == image.pixels[pixel + 2])
    }
    let light = original.mean(x: 0, y: 0, width: 1, height: 1)
    let expected = 0.299 * light[0] + 0.587 * light[1] + 0.114 * light[2]
    #expect(abs(image.mean(x: 0, y: 0, width: 1, height: 1)[0] - expected) < 3)
  }

  @Test(
    arguments: FormatFile.readable(of: [
      "alpha.png", "alpha.webp", "alpha.heic", "alpha.avif", "alpha.tif", "alpha.jxl",
    ]))
  func `what is transparent lies on mid grey`(name: String) throws {
    let image = try DecodedPhoto(FormatFile.bytes(name)).image
    for value in image.mean(x: 0, y: 0, width: 0.45, height: 1) { #expect(abs(value - 128) < 2) }
    let same = original.resized(width: image.width, height: image.height)
    let (shown, expected) = (
      image.mean(x: 0.55, y: 0, width: 0.45, height: 1), same.mean(x: 0.55, y: 0, width: 0.45, height: 1)
    )
    for channel in 0..<3 { #expect(abs(shown[channel] - expected[channel]) < 5) }
  }

  @Test(
    arguments: FormatFile.readable(of: [
      "photo.png", "photo.webp", "photo.heic", "photo.avif", "photo.tif",
      "photo.jxl", "photo.dng", "preview.dng",
    ]))
  func `EXIF is read wherever the format puts it`(name: String) throws {
    let bytes = try FormatFile.bytes(name)
    #expect(try DecodedPhoto(bytes, longSide: 1).captured == "2021-05-06 07:08:09")
    let details = PhotoDetails(photo: bytes)
    #expect(details.hasEXIF && details.make == "Drawn")
  }

  @Test(.enabled(if: RAWBuild.isThere)) func `a raw file is developed at half its size, or its preview is shown`()
    throws
  {
    let photo = try DecodedPhoto(FormatFile.bytes("photo.dng"))
    #expect((photo.width, photo.height) == (360, 420) && photo.image.width == 180)
    let preview = try DecodedPhoto(FormatFile.bytes("preview.dng"))
    // The preview has four times the pixels that developing gives.
    #expect((preview.width, preview.height) == (120, 160) && preview.image.width == 240)
    #expect(preview.image.meanDifference(original) < 3)
    let turned = try DecodedPhoto(FormatFile.bytes("turned.dng"))
    #expect((turned.width, turned.height, turned.orientation) == (160, 120, 6))
    let upright = turned.image.oriented(8)
    #expect(upright.meanDifference(original.resized(width: upright.width, height: upright.height)) < 25)
  }

  @Test(.enabled(if: cpictures_is_built_in(CPICTURES_TIFF) != 0))
  func `what the library does not decode is unsupported`() throws {
    let bytes = try FormatFile.bytes("float.tif")
    #expect(
      throws: ImageError.unsupported("TIFF of a kind that is not read: can not handle images with 32-bit samples")
    ) {
      try DecodedPhoto(bytes)
    }
  }

  /// Numbers of schemes by the libraries that write them; none is built into libtiff as it is delivered.
  @Test(.enabled(if: cpictures_is_built_in(CPICTURES_TIFF) != 0), arguments: [(34712, "JPEG 2000"), (4711, "unknown")])
  func `a TIFF whose compression is not built in is unsupported`(scheme: UInt16, name: String) throws {
    var bytes = try FormatFile.bytes("photo.tif")
    // The tag 259 with one short value, in the file's order of bytes: little-endian.
    let entry: [UInt8] = [3, 1, 3, 0, 1, 0, 0, 0]
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: entry) })
    (bytes[place + 8], bytes[place + 9]) = (UInt8(scheme & 255), UInt8(scheme >> 8))
    let error = #expect(throws: ImageError.self) { try DecodedPhoto(bytes) }
    guard case .unsupported(let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(reason.contains("compression \(scheme)") && reason.contains(name))
  }

  @Test func `formats of a library that is not there say so`() throws {
    for format in [FileFormat.png, .webp, .heif("HEIC"), .tiff, .raw, .jpegXL] {
      let isThere = try #require(format.decoder).isBuiltIn
      #expect((format.reasonAgainst == nil) == isThere)
      if !isThere { #expect(format.reasonAgainst?.contains("\(format.name) is not built in") == true) }
    }
  }
}

enum RAWBuild {
  static var isThere: Bool { cpictures_is_built_in(CPICTURES_RAW) != 0 }
}
