import Testing

@testable import TerminalUI

@Suite struct SymbolsTests {
  /// A cell of 8×24 pixels whose blocks of a mask are of one colour and the others of another.
  struct Drawn: Sendable {
    var set: SymbolSet
    var rows: Int
    var mask: Int
    var character: Character
    /// The character fills the blocks of the mask, not the others.
    var fills: Bool
  }

  static let drawn: [Drawn] = [
    Drawn(set: .half, rows: 2, mask: 0b0011, character: "▀", fills: true),
    Drawn(set: .half, rows: 2, mask: 0b0101, character: "▌", fills: true),
    Drawn(set: .quadrants, rows: 2, mask: 0b0001, character: "▘", fills: true),
    Drawn(set: .quadrants, rows: 2, mask: 0b0110, character: "▚", fills: false),
    Drawn(set: .quadrants, rows: 2, mask: 0b0111, character: "▗", fills: false),
    Drawn(set: .sextants, rows: 3, mask: 0b000001, character: "\u{1FB00}", fills: true),
    Drawn(set: .sextants, rows: 3, mask: 0b010110, character: "\u{1FB14}", fills: true),
    Drawn(set: .sextants, rows: 3, mask: 0b010101, character: "▌", fills: true),
    Drawn(set: .sextants, rows: 2, mask: 0b0011, character: "▀", fills: true),
    Drawn(set: .sextants, rows: 2, mask: 0b0110, character: "▚", fills: false),
    Drawn(set: .octants, rows: 4, mask: 0b0000_0100, character: "\u{1CD00}", fills: true),
    Drawn(set: .octants, rows: 4, mask: 0b0001_0010, character: "\u{1CD0B}", fills: true),
    Drawn(set: .octants, rows: 4, mask: 0b0000_0011, character: "▆", fills: false),
    Drawn(set: .octants, rows: 2, mask: 0b0011, character: "▀", fills: true),
    Drawn(set: .octants, rows: 2, mask: 0b0001, character: "▘", fills: true),
  ]

  @Test(arguments: drawn)
  func `a drawn character is found again, with its colours`(drawn: Drawn) {
    let pixels = blocks(drawn, (200, 150, 120), (30, 40, 60))
    let cells = Symbols.cells(
      width: 8, height: 24, pixels: pixels, columns: 1, rows: 1, set: drawn.set, depth: .direct)
    let (ink, ground) = (Colour.rgb(200, 150, 120), Colour.rgb(30, 40, 60))
    let style =
      drawn.fills ? Style(foreground: ink, background: ground) : Style(foreground: ground, background: ink)
    #expect(cells == [Cell(drawn.character, style: style)])
  }

  @Test(arguments: drawn)
  func `a drawn character is found again in the palette`(drawn: Drawn) {
    let pixels = blocks(drawn, (215, 175, 135), (38, 38, 38))
    let cells = Symbols.cells(
      width: 8, height: 24, pixels: pixels, columns: 1, rows: 1, set: drawn.set, depth: .palette)
    let (ink, ground) = (Colour.palette(180), Colour.palette(235))
    let style =
      drawn.fills ? Style(foreground: ink, background: ground) : Style(foreground: ground, background: ink)
    #expect(cells == [Cell(drawn.character, style: style)])
  }

  @Test(arguments: [SymbolSet.half, .quadrants, .sextants, .octants])
  func `a picture of one colour is blanks with a background`(set: SymbolSet) {
    let pixels = (0..<35).flatMap { _ in [120, 80, 60] as [UInt8] }
    let cells = Symbols.cells(width: 7, height: 5, pixels: pixels, columns: 4, rows: 3, set: set, depth: .direct)
    #expect(cells == Array(repeating: Cell(style: Style(background: .rgb(120, 80, 60))), count: 12))
  }

  @Test(arguments: SymbolSet.allCases, [ColourDepth.none, .eight, .sixteen, .palette, .direct])
  func `pictures of any size give all cells, in colours that the depth has`(set: SymbolSet, depth: ColourDepth) {
    for (width, height) in [(1, 1), (1, 40), (53, 2), (17, 31)] {
      let pixels = (0..<width * height * 3).map { UInt8($0 * 37 % 256) }
      let cells = Symbols.cells(
        width: width, height: height, pixels: pixels, columns: 9, rows: 5, set: set, depth: depth)
      #expect(cells.count == 45)
      #expect(cells.allSatisfy { $0.width == 1 && columns(of: String($0.character)) == 1 })
      for colour in cells.flatMap({ [$0.style.foreground, $0.style.background] }) {
        #expect(isColour(colour, of: depth, set))
      }
    }
  }

  @Test func `no cells and no pixels are no cells`() {
    #expect(
      Symbols.cells(width: 1, height: 1, pixels: [1, 2, 3], columns: 0, rows: 4, set: .half, depth: .direct) == [])
    #expect(Symbols.cells(width: 0, height: 0, pixels: [], columns: 3, rows: 4, set: .half, depth: .direct) == [])
  }

  @Test func `the means of blocks are those of their area`() {
    // Three pixels to two blocks: the middle one belongs to both.
    let pixels: [UInt8] = [0, 0, 0, 90, 90, 90, 255, 255, 255]
    let blocks = PictureBlocks(width: 3, height: 1, pixels: pixels, columns: 1, cellRows: 1, rows: 2)
    #expect(Oklab.rgb(blocks.colours[0]) == RGB(30, 30, 30))
    #expect(Oklab.rgb(blocks.colours[1]) == RGB(200, 200, 200))
    #expect(blocks.colours[2...] == blocks.colours[..<2])
  }

  @Test func `direct colour is written as it is, and palettes stay palettes`() {
    #expect(Colour.rgb(1, 2, 3).index(at: .direct) == nil)
    #expect(Colour.palette(208).index(at: .direct) == 208)
    var grid = Grid(size: Size(columns: 1, rows: 1))
    grid[0, 0] = Cell("▀", style: Style(foreground: .rgb(1, 2, 3), background: .palette(208)))
    #expect(grid.ansi(depth: .direct) == "\u{1B}[0;38;2;1;2;3;48;5;208m▀\u{1B}[0m\n")
  }

  @Test func `sRGB comes back from Oklab`() {
    for value in stride(from: 0, through: 255, by: 5) {
      let colour = RGB(UInt8(value), UInt8(255 - value), UInt8(value / 2))
      let mean = SIMD4(Float(colour.r), Float(colour.g), Float(colour.b), 0)
      #expect(Oklab.rgb(Oklab.components(meanOfSRGB: mean)) == colour)
      let d = Oklab.components(meanOfSRGB: mean) - Oklab(colour).components
      #expect((d * d).sum() < 1e-10)
    }
  }

  private func isColour(_ colour: Colour, of depth: ColourDepth, _ set: SymbolSet) -> Bool {
    switch colour {
    case .standard: set == .ascii || depth == .none || colour == .standard
    case .palette(let index): depth != .direct && set != .ascii && Int(index) < depth.rawValue
    case .rgb: depth == .direct && set != .ascii
    }
  }

  private func blocks(_ drawn: Drawn, _ ink: (UInt8, UInt8, UInt8), _ ground: (UInt8, UInt8, UInt8)) -> [UInt8] {
    (0..<24).flatMap { y in
      (0..<8).flatMap { x in
        let block = y * drawn.rows / 24 * 2 + x / 4
        let (r, g, b) = drawn.mask >> block & 1 == 1 ? ink : ground
        return [r, g, b]
      }
    }
  }
}
