import Testing

@testable import TerminalUI

@Suite struct MosaicTests {
  private static let cell = CellSize(width: 4, height: 6)

  /// The pixel of a grid at a place in pixels.
  private func pixel(_ grid: Grid, _ x: Int, _ y: Int) -> [UInt8]? {
    let cell = Self.cell
    guard let part = grid[x / cell.width, y / cell.height].tile, let tile = grid.tiles[part.id] else { return nil }
    let inX: Int = Int(part.column) * cell.width + x % cell.width
    let inY: Int = Int(part.row) * cell.height + y % cell.height
    let start: Int = (inY * tile.width + inX) * 3
    return Array(tile.pixels[start..<start + 3])
  }

  @Test func aPictureStandsInTheMiddle() {
    let picture = TestPicture(width: 90, height: 70, shift: 1)
    var grid = Grid(size: Size(columns: 40, rows: 20))
    grid.drawTiles(
      width: 90, height: 70, pixels: picture.pixels, in: Rect(column: 1, row: 2, columns: 30, rows: 16),
      cell: Self.cell, margin: .rgb(1, 2, 3))
    // 23 × 12 cells have 92 × 72 pixels; they begin at column 1 + (30 - 23) / 2 and row 2 + (16 - 12) / 2.
    let (left, top) = (4 * 4, 4 * 6)
    for y in 0..<72 {
      for x in 0..<92 {
        let isInside = (1..<91).contains(x) && (1..<71).contains(y)
        let at: Int = ((y - 1) * 90 + x - 1) * 3
        let wanted: [UInt8] = isInside ? Array(picture.pixels[at..<at + 3]) : [1, 2, 3]
        #expect(pixel(grid, left + x, top + y) == wanted)
      }
    }
    #expect(grid.cells.filter { $0.tile != nil }.count == 23 * 12)
    #expect(grid.tiles.count == 4)
    #expect(grid.cells.allSatisfy { $0.character == " " })
  }

  @Test func aPictureIsCutAtTheEdges() {
    var grid = Grid(size: Size(columns: 10, rows: 5))
    let mosaic = Mosaic(TestPicture(width: 80, height: 60, shift: 0), cell: Self.cell)
    for rect in [Rect(column: -5, row: -3, columns: 12, rows: 6), Rect(column: 8, row: 4, columns: 50, rows: 50)] {
      grid.draw(mosaic, in: rect)
    }
    #expect(grid[0, 0].tile?.column == 5 && grid[0, 0].tile?.row == 3)
    grid.draw(mosaic, in: Rect(column: 2, row: 2, columns: 0, rows: 3))
    let empty = Mosaic(width: 0, height: 4, pixels: [], cell: Self.cell)
    grid.draw(empty, in: grid.bounds)
  }

  @Test func tilesAreTheirContent() {
    let picture = TestPicture(width: 64, height: 48, shift: 0)
    let (a, b) = (Mosaic(picture, cell: Self.cell), Mosaic(picture, cell: Self.cell))
    let other = Mosaic(TestPicture(width: 64, height: 48, shift: 1), cell: Self.cell)
    #expect(a.tiles.map(\.id) == b.tiles.map(\.id))
    #expect(Set(a.tiles.map(\.id)).isDisjoint(with: other.tiles.map(\.id)))
    let pixels = [UInt8](repeating: 0, count: 48)
    let wide = Tile(columns: 2, rows: 1, cell: CellSize(width: 2, height: 4), pixels: pixels)
    let high = Tile(columns: 1, rows: 2, cell: CellSize(width: 4, height: 2), pixels: pixels)
    #expect(wide.id != high.id)
  }

  @Test func textTakesAPicturesPlace() {
    var grid = Grid(size: Size(columns: 20, rows: 8))
    grid.draw(Mosaic(TestPicture(width: 80, height: 48, shift: 0), cell: Self.cell), in: grid.bounds)
    grid.put("ab", column: 3, row: 2)
    #expect(grid[2, 2].tile != nil && grid[3, 2].tile == nil && grid[4, 2].tile == nil && grid[5, 2].tile != nil)
  }
}

/// Only what differs is sent.
@Suite struct PictureLayerTests {
  private static let cell = CellSize(width: 10, height: 20)
  private static let size = Size(columns: 60, rows: 20)

  private func screen(_ shift: Int = 0, label: String = "") -> Grid {
    var grid = Grid(size: Self.size)
    let picture = TestPicture(width: 320, height: 320, shift: shift)
    grid.draw(Mosaic(picture, cell: Self.cell), in: Rect(column: 0, row: 0, columns: 32, rows: 16))
    grid.put(label, column: 4, row: 3)
    return grid
  }

  private func strings(_ bytes: [UInt8]) -> Int {
    Sequence.all(in: bytes).filter { if case .string = $0 { true } else { false } }.count
  }

  @Test func aMovedPictureIsNotTransmittedAgain() {
    var layer = PictureLayer(depth: .palette, graphics: .kitty(tmux: false))
    #expect(strings(layer.bytes(for: screen(), on: Self.size)) > 4)
    var moved = Grid(size: Self.size)
    let picture = TestPicture(width: 320, height: 320, shift: 0)
    moved.draw(Mosaic(picture, cell: Self.cell), in: Rect(column: 9, row: 2, columns: 32, rows: 16))
    let bytes = layer.bytes(for: moved, on: Self.size)
    #expect(strings(bytes) == 0 && !bytes.isEmpty)
    #expect(layer.bytes(for: moved, on: Self.size).isEmpty)
  }

  @Test func aCoveredPictureIsDrawnAroundTheText() {
    var layer = PictureLayer(depth: .palette, graphics: .sixel(colours: 256))
    #expect(strings(layer.bytes(for: screen(), on: Self.size)) == 4)
    let covered = layer.bytes(for: screen(label: "text"), on: Self.size)
    let back = layer.bytes(for: screen(), on: Self.size)
    #expect(strings(covered) <= 3 && strings(back) == 1 && covered.count < 9000 && back.count < 9000)
  }

  @Test func textFarFromAPictureLeavesItAlone() {
    var layer = PictureLayer(depth: .palette, graphics: .iterm(tmux: false))
    _ = layer.bytes(for: screen(), on: Self.size)
    var grid = screen()
    grid.put("text", column: 40, row: 3)
    #expect(layer.bytes(for: grid, on: Self.size).isEmpty)
  }

  @Test func withoutGraphicsAPictureIsBlank() {
    var layer = PictureLayer(depth: .palette, graphics: .none)
    #expect(layer.bytes(for: screen(), on: Self.size).isEmpty)
    #expect(layer.covered(screen())[0, 0].character == " ")
    #expect(layer.cleanup.isEmpty)
  }

  @Test func coloursOfTextStayThePalettes() {
    var layer = PictureLayer(depth: .direct, graphics: .none)
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid.put("a", column: 0, row: 0, style: Style(foreground: .palette(3)))
    grid.put("b", column: 1, row: 0, style: Style(foreground: .rgb(1, 2, 3), background: .palette(9)))
    grid.put("c", column: 2, row: 0, style: Style(foreground: .rgb(1, 2, 3), background: .palette(0)))
    let text = String(decoding: layer.bytes(for: grid, on: grid.size), as: UTF8.self)
    #expect(text == "\u{1B}[1;2H\u{1B}[0;38;2;1;2;3;101mb\u{1B}[40mc\u{1B}[m")
    #expect(layer.covered(grid).text == "a\u{A0}\u{A0}\n")
  }
}
