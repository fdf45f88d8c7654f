import Testing

@testable import Imaging

struct PartsTests {
  private static let jpegs = [
    "adobe.jpg", "cmyk.jpg", "grey.jpg", "motion.jpg", "p3.jpg", "photo.jpg", "progressive.jpg", "wide.jpg",
  ]

  /// Rectangles anywhere, also over the edges of the photo and outside it.
  private static func rectangles(width: Int, height: Int, seed: UInt64) -> [PixelRectangle] {
    var generator = SeededGenerator(state: seed)
    func random(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    let some = (0..<6).map { _ in
      PixelRectangle(
        x: random(-40..<width + 20), y: random(-40..<height + 20), width: random(1..<width), height: random(1..<height))
    }
    return some + [PixelRectangle(x: -5, y: -5, width: width + 9, height: height + 9)]
  }

  private func expectParts(of bytes: [UInt8], seed: UInt64, _ name: String) throws {
    for denominator in [1, 2, 4, 8] {
      let full = try DecodedPhoto(bytes)
      let longSide = max(full.width, full.height) / denominator
      let whole = try DecodedPhoto(bytes, longSide: longSide)
      let rectangles = Self.rectangles(width: full.width, height: full.height, seed: seed)
      let windows = try PhotoParts(rectangles, of: bytes, longSide: longSide).windows
      for (rectangle, window) in zip(rectangles, windows) {
        let note = "\(name) 1/\(denominator) \(rectangle)"
        #expect((window.width, window.height) == (whole.image.width, whole.image.height), "\(note)")
        let same = whole.image.cropped(
          x: window.x, y: window.y, width: window.image.width, height: window.image.height)
        #expect(window.image == same, "\(note)")
        let inside = rectangle.clipped(width: full.width, height: full.height)
        // Shrunken pixels are not always a whole number of the photo's, so that two may be missing at an edge.
        let scale = Double(whole.image.width) / Double(full.width)
        #expect(Double(window.x - 2) <= Double(inside.x) * scale, "\(note)")
        #expect(Double(window.y - 2) <= Double(inside.y) * scale, "\(note)")
        #expect(Double(window.x + window.image.width + 2) >= Double(inside.x + inside.width) * scale, "\(note)")
        #expect(Double(window.y + window.image.height + 2) >= Double(inside.y + inside.height) * scale, "\(note)")
      }
    }
  }

  @Test(arguments: jpegs) func `parts have the pixels of the whole picture`(name: String) throws {
    try expectParts(of: try FormatFile.bytes(name), seed: 1, name)
  }

  @Test(arguments: 1...8) func `parts of a turned photo are those that are shown`(orientation: UInt16) throws {
    let jpeg = try PixelImage.gradient(width: 205, height: 121).jpeg(quality: 85)
    let bytes = EXIFBlock(orientation: orientation).inserted(into: jpeg)
    try expectParts(of: bytes, seed: UInt64(orientation), "orientation \(orientation)")
  }

  @Test(arguments: FormatFile.readable(of: ["photo.png", "photo.heic", "photo.webp"]))
  func `formats that decode as a whole give the same parts`(name: String) throws {
    try expectParts(of: try FormatFile.bytes(name), seed: 3, name)
  }

  @Test(.enabled(if: Shared.exists, "needs ../shared"))
  func `parts of the shared photos have the pixels of the whole`() throws {
    for (index, file) in try Shared.files(in: "data/groups").filter({ $0.hasSuffix(".jpg") }).prefix(12).enumerated() {
      try expectParts(of: try Shared.bytes(file), seed: UInt64(index), file)
    }
  }

  @Test func `a file that is no picture gives no parts`() {
    let part = PixelRectangle(x: 0, y: 0, width: 5, height: 5)
    #expect(throws: ImageError.self) { try PhotoParts([part], of: [1, 2, 3]) }
    #expect(throws: ImageError.self) { try PhotoParts([part], of: [0xFF, 0xD8, 0xFF, 0xD9]) }
  }

  @Test(arguments: [0.2, 0.45, 0.9, 2.3]) func `a window warps like the whole of which it shows enough`(scale: Double)
    throws
  {
    let image = PixelImage.gradient(width: 400, height: 300)
    let transform = SimilarityTransform(a: scale * 0.8, b: scale * 0.6, dx: 60 - 200 * scale, dy: 40 - 100 * scale)
    let reach = transform.reach(width: 112, height: 112).clipped(width: 400, height: 300)
    let window = PixelWindow(image.cropped(reach), x: reach.x, y: reach.y, width: 400, height: 300)
    let warped = window.warped(by: transform, width: 112, height: 112)
    #expect(warped == image.warped(by: transform, width: 112, height: 112))
    #expect(Set(warped.pixels).count > 10)
  }
}
