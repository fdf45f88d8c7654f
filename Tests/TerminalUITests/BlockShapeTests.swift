import Testing

@testable import TerminalUI

@Suite struct BlockShapeTests {
  /// Where a shape has its ink, as rows of an 8×24 grid.
  private func ink(_ character: Character) -> [[Bool]]? {
    guard let shape = BlockShape.of(character) else { return nil }
    var rows = Array(repeating: Array(repeating: false, count: BlockShape.columns), count: BlockShape.rows)
    for piece in shape.pieces {
      for y in piece.top..<piece.bottom {
        for x in piece.left..<piece.right {
          #expect(!rows[y][x], "pieces do not overlap")
          rows[y][x] = true
        }
      }
    }
    return rows
  }

  @Test(arguments: [(2, 16, BlockGrid.quadrant), (3, 64, BlockGrid.sextant), (4, 256, BlockGrid.octant)])
  func `every block of every mask is filled`(rows: Int, count: Int, scalar: @Sendable (Int) -> Unicode.Scalar) {
    for mask in 1..<count {
      guard let ink = ink(Character(scalar(mask))) else {
        Issue.record("mask \(mask) has no shape")
        continue
      }
      for y in 0..<BlockShape.rows {
        for x in 0..<BlockShape.columns {
          #expect(ink[y][x] == (mask >> (y * rows / 24 * 2 + x / 4) & 1 == 1))
        }
      }
    }
  }

  @Test func `letters and blanks are no blocks`() {
    for character in "a ?╭✗" { #expect(BlockShape.of(character) == nil) }
  }

  @Test func `SVG draws blocks as rectangles in their own colours`() {
    var grid = Grid(size: Size(columns: 2, rows: 1))
    grid.put("▚", column: 1, row: 0, style: Style(foreground: .rgb(1, 2, 3), background: .rgb(200, 100, 50)))
    let svg = grid.svg(depth: .direct)
    #expect(svg.contains(##"<rect x="10" y="0" width="10" height="20" fill="#c86432"/>"##))
    #expect(svg.contains(##"<rect x="10" y="0" width="5" height="10" fill="#010203"/>"##))
    #expect(svg.contains(##"<rect x="15" y="10" width="5" height="10" fill="#010203"/>"##))
    #expect(!svg.contains("▚"))
    #expect(!grid.svg().contains("#010203"), "256 colours have no such one")
  }
}
