import CPictures
import Testing

@testable import Imaging

/// Each format says in its own way how its pixels are to be turned.
@Suite struct `Orientation of each format` {
  private func check(_ turned: [UInt8], _ orientation: Int, against stored: PixelImage, name: String) throws {
    let expected = stored.oriented(orientation)
    let photo = try DecodedPhoto(turned)
    #expect(
      (photo.image.width, photo.image.height) == (expected.width, expected.height), "\(name) \(orientation)")
    #expect((photo.width > photo.height) == (expected.width > expected.height), "\(name) \(orientation)")
    #expect(photo.image.meanDifference(expected) < 4, "\(name) \(orientation)")
  }

  /// The orientation's tag, which stands alone in a directory of little- or big-endian numbers.
  private func patched(_ bytes: [UInt8], orientation: Int) throws -> [UInt8] {
    let little: [UInt8] = [0x12, 0x01, 3, 0, 1, 0, 0, 0]
    let big: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1]
    let place = try #require(
      bytes.indices.dropLast(12).first { bytes[$0...].starts(with: little) || bytes[$0...].starts(with: big) })
    var bytes = bytes
    bytes[place + (bytes[place] == 0x12 ? 8 : 9)] = UInt8(orientation)
    return bytes
  }

  @Test(arguments: FormatFile.readable(of: ["photo.png", "photo.webp", "tiny.tif", "turned.dng"]), 1...8)
  func `EXIF and TIFF tags turn the picture`(name: String, orientation: Int) throws {
    let bytes = try FormatFile.bytes(name)
    let stored = try DecodedPhoto(patched(bytes, orientation: 1)).image
    try check(patched(bytes, orientation: orientation), orientation, against: stored, name: name)
  }

  @Test(.enabled(if: FormatFile.isReadable("turned.avif")), arguments: 0...3)
  func `boxes of HEIF turn the picture, and EXIF does not turn it again`(quarters: Int) throws {
    let upright = try FormatFile.bytes("turned.avif")
    let turn = try #require(upright.offset(of: "irot")) + 4
    func turned(_ bytes: [UInt8], at place: Int, _ value: Int) -> [UInt8] {
      var bytes = bytes
      bytes[place] = UInt8(value)
      return bytes
    }
    let stored = try DecodedPhoto(turned(upright, at: turn, 0)).image
    // Quarters are anticlockwise.
    try check(turned(upright, at: turn, quarters), [1, 8, 3, 6][quarters], against: stored, name: "turned.avif")
    let mirrored = try FormatFile.bytes("mirrored.avif")
    let (rotation, mirror) = (
      try #require(mirrored.offset(of: "irot")) + 4, try #require(mirrored.offset(of: "imir")) + 4
    )
    // Turned first, then mirrored: an axis of 0 swaps top and bottom, of 1 left and right.
    for (axis, orientations) in [[4, 5, 2, 7], [2, 7, 4, 5]].enumerated() {
      let bytes = turned(turned(mirrored, at: rotation, quarters), at: mirror, axis)
      try check(bytes, orientations[quarters], against: stored, name: "mirrored.avif, axis \(axis)")
    }
  }
}
