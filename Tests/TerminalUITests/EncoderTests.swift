import Foundation
import Testing

@testable import TerminalUI

/// Each way's bytes, read back by a decoder, are the picture.
@Suite struct EncoderTests {
  private static let cell = CellSize(width: 10, height: 20)

  private func pattern(columns: Int, rows: Int, cell: CellSize = Self.cell) -> Tile {
    let picture = TestPicture(width: columns * cell.width, height: rows * cell.height, shift: 0)
    return Tile(columns: columns, rows: rows, cell: cell, pixels: picture.pixels)
  }

  /// A drawn face of 60×80 pixels.
  private func face() throws -> Tile {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/face.ppm")
    let pixels = [UInt8](try Data(contentsOf: file).suffix(60 * 80 * 3))
    return Tile(columns: 6, rows: 4, cell: Self.cell, pixels: pixels)
  }

  private func sixel(_ tile: Tile, colours: Int = 256, _ part: Rect? = nil) -> [UInt8] {
    let part = part ?? Rect(column: 0, row: 0, columns: tile.columns, rows: tile.rows)
    return Sixel.encode(tile, ReducedTile(tile, colours: colours), part: part)
  }

  private func read(_ bytes: [UInt8]) -> SixelReader? {
    guard case .string(UInt8(ascii: "P"), let data) = Sequence.all(in: bytes).first else { return nil }
    return SixelReader(data)
  }

  /// Sixel's levels are per cent.
  private func error(_ picture: [[UInt8]?], _ tile: [UInt8]) -> Double {
    var sum = 0
    for (index, colour) in picture.enumerated() {
      guard let colour else { return .infinity }
      for channel in 0..<3 {
        let difference: Int = Int(colour[channel]) - Int(tile[index * 3 + channel])
        sum += abs(difference)
      }
    }
    return Double(sum) / Double(tile.count)
  }

  @Test(arguments: [CellSize(width: 10, height: 20), CellSize(width: 7, height: 13), CellSize(width: 1, height: 1)])
  func sixelGivesThePictureBack(_ cell: CellSize) throws {
    let tile = pattern(columns: 9, rows: 3, cell: cell)
    let picture = try #require(read(sixel(tile)))
    #expect((picture.width, picture.height) == (tile.width, tile.height))
    #expect(error(picture.pixels, tile.pixels) < 0.01)
  }

  @Test func sixelGivesAPartBack() throws {
    let tile = pattern(columns: 9, rows: 5, cell: CellSize(width: 7, height: 13))
    let part = Rect(column: 2, row: 1, columns: 4, rows: 3)
    let picture = try #require(read(sixel(tile, part)))
    #expect((picture.width, picture.height) == (28, 39))
    #expect(error(picture.pixels, tile.pixels(of: part)) < 0.01)
  }

  @Test(arguments: [(256, 2.5), (64, 4.0), (16, 9.0), (2, 70.0)]) func sixelKeepsToItsRegisters(
    _ colours: Int, _ bound: Double
  ) throws {
    let tile = try face()
    let picture = try #require(read(sixel(tile, colours: colours)))
    #expect(picture.registers.count <= colours)
    #expect(error(picture.pixels, tile.pixels) < bound)
  }

  @Test func sixelsOfOneColourAreRuns() {
    let cell = CellSize(width: 10, height: 18)
    let tile = Tile(columns: 16, rows: 8, cell: cell, pixels: Array(repeating: 255, count: 160 * 144 * 3))
    #expect(sixel(tile).count < 300)
  }

  @Test(arguments: [false, true]) func kittyGivesThePictureBack(_ tmux: Bool) throws {
    let tile = pattern(columns: 16, rows: 8)
    var images = KittyImages(tmux: tmux)
    images.beginFrame()
    let bytes = images.use(tile)
    #expect(images.use(tile).isEmpty)
    var terminal = KittyReader()
    for case .string(_, let data) in Sequence.all(in: bytes) { terminal.read(data) }
    let id = try #require(images.number(of: tile.id)).value
    let image = try #require(terminal.images[id])
    #expect(image.pixels == tile.pixels && (image.columns, image.rows) == (16, 8))
    for case .string(_, let data) in Sequence.all(in: images.cleanup) { terminal.read(data) }
    #expect(terminal.images.isEmpty)
  }

  @Test func kittyFreesWhatWasNotSeenForLongest() throws {
    var (images, terminal) = (KittyImages(tmux: false), KittyReader())
    func read(_ bytes: [UInt8]) { for case .string(_, let data) in Sequence.all(in: bytes) { terminal.read(data) } }
    func tile(_ number: Int) -> Tile {
      let pixels = [UInt8(number % 256), UInt8(number / 256), 0]
      return Tile(columns: 1, rows: 1, cell: CellSize(width: 1, height: 1), pixels: pixels)
    }
    for number in 0..<KittyImages.countLimit + 100 {
      images.beginFrame()
      read(images.use(tile(0)))
      read(images.use(tile(number)))
      read(images.evict())
    }
    #expect(terminal.images.count == KittyImages.countLimit)
    #expect(images.number(of: tile(0).id) != nil && images.number(of: tile(1).id) == nil)
    #expect(images.number(of: tile(KittyImages.countLimit + 99).id) != nil)
  }

  @Test(arguments: [false, true]) func kittyNumbersAreTheUpperOnes(_ tmux: Bool) throws {
    for first in [0, 254, 0x7FFFFE, .random(in: 0..<0x7FFFFF)] as [UInt32] {
      var images = KittyImages(tmux: tmux, first: first)
      let tile = pattern(columns: 1, rows: 1)
      _ = images.use(tile)
      let number = try #require(images.number(of: tile.id)).value
      let (highest, lowest): (UInt32, UInt32) = (number >> 24, number & 255)
      if tmux {
        #expect((8..<32).contains(highest) && lowest > 0)
      } else {
        #expect((0x800000...0xFFFFFF).contains(number))
      }
    }
  }

  @Test(arguments: [false, true]) func inlineImagesGiveThePictureBack(_ tmux: Bool) throws {
    let tile = pattern(columns: 16, rows: 8)
    let part = Rect(column: 3, row: 2, columns: 10, rows: 6)
    let bytes = InlineImage.encode(tile, part: part, tmux: tmux)
    guard case .string(_, let data) = try #require(Sequence.all(in: bytes).first) else { return }
    let picture = try #require(InlineImageReader(data))
    #expect(picture.pixels == tile.pixels(of: part) && (picture.columns, picture.rows) == (10, 6))
  }

  @Test func base64HasItsPadding() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(Base64.encode(Array(bytes.utf8)) == Array(text.utf8))
    }
  }

  /// The bytes for the drawn face; whoever changes them looks at the picture in a terminal first.
  @Test func bytesOfADrawnFace() throws {
    let tile = try face()
    let whole = Rect(column: 0, row: 0, columns: 6, rows: 4)
    let ways: [(String, [UInt8])] = [
      ("kitty", KittyGraphics.transmit(tile, as: .init(value: 0x800001), tmux: false)),
      ("sixel 256", sixel(tile)), ("sixel 16", sixel(tile, colours: 16)),
      ("iterm", InlineImage.encode(tile, part: whole, tmux: false)),
    ]
    let sums = ways.map { "\($0.0) \($0.1.count) \(String(Self.sum($0.1), radix: 16))" }
    #expect(sums == Self.golden)
  }

  private static let golden = [
    "kitty 19306 44e65ad6c0c057da", "sixel 256 11410 6a3f0b1bf23a88f7", "sixel 16 3998 1f090f59d51108f5",
    "iterm 19490 cc585ad335f8c6db",
  ]

  /// FNV-1a.
  private static func sum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
