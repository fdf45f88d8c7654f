import Testing

@testable import TerminalUI

/// The tables against the names that Unicode gives the characters.
@Suite struct SymbolTableTests {
  @Test func `sextants have the character of their name`() {
    for mask in 0..<64 {
      let name = BlockGrid.sextant(mask).properties.name
      switch mask {
      case 0: #expect(name == "SPACE")
      case 0b010101: #expect(name == "LEFT HALF BLOCK")
      case 0b101010: #expect(name == "RIGHT HALF BLOCK")
      case 63: #expect(name == "FULL BLOCK")
      default: #expect(name == "BLOCK SEXTANT-" + digits(mask))
      }
    }
  }

  @Test func `octants have the character of their name, or an older one`() {
    var older: [Int: String] = [:]
    for mask in 0..<256 {
      let name = BlockGrid.octant(mask).properties.name
      if name != "BLOCK OCTANT-" + digits(mask) { older[mask] = name }
    }
    #expect(older.count == 26)
    #expect(older[0b0000_0011] == "UPPER ONE QUARTER BLOCK")
    #expect(older[0b0011_1111] == "UPPER THREE QUARTERS BLOCK")
    #expect(older[0b1100_0000] == "LOWER ONE QUARTER BLOCK")
    #expect(older[0b1111_1100] == "LOWER THREE QUARTERS BLOCK")
    #expect(older[0b0000_0001] == "LEFT HALF UPPER ONE QUARTER BLOCK")
    #expect(older[0b0000_0010] == "RIGHT HALF UPPER ONE QUARTER BLOCK")
    #expect(older[0b0100_0000] == "LEFT HALF LOWER ONE QUARTER BLOCK")
    #expect(older[0b1000_0000] == "RIGHT HALF LOWER ONE QUARTER BLOCK")
    #expect(older[0b0001_0100] == "MIDDLE LEFT ONE QUARTER BLOCK")
    #expect(older[0b0010_1000] == "MIDDLE RIGHT ONE QUARTER BLOCK")
    #expect(older[0b0000_0101] == "QUADRANT UPPER LEFT")
    #expect(older[0b1010_0101] == "QUADRANT UPPER LEFT AND LOWER RIGHT")
  }

  @Test func `the table of octants is complete and has each character once`() {
    let all = (0..<256).map { BlockGrid.octant($0) }
    #expect(Set(all).count == 256)
    #expect(Set(all.map(\.value)).isSuperset(of: 0x1CD00...0x1CDE5))
  }

  @Test func `pictures need no character of Unicode 16 but octants`() {
    for glyph in BlockGrid.octants.glyphs {
      let value = glyph.character.unicodeScalars.first?.value ?? 0
      #expect((0x2580...0x259F).contains(value) || (0x1CD00...0x1CDE5).contains(value) || value == 0x20)
    }
  }

  @Test func `every character takes one column`() {
    for grid in [BlockGrid.quadrants, .sextants, .octants] {
      for glyph in grid.glyphs { #expect(columns(of: String(glyph.character)) == 1) }
    }
  }

  private func digits(_ mask: Int) -> String {
    let blocks = (0..<8).filter { (block: Int) -> Bool in mask & 1 << block != 0 }
    return blocks.map { String($0 + 1) }.joined()
  }
}
