import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Screens where a terminal lacks colours or Unicode.
@Suite struct PlainScreenTests {
  private static let keys = [
    "", "l", "/ a", "<Enter>", "l <Enter> <Tab>", "<Enter> <Enter>", "<Enter> <Enter> t v j", "<Enter> <Enter> w", "?",
  ]

  private func state(_ keys: String) throws -> State {
    var state = State(
      size: Size(columns: 100, rows: 30), folder: "~/photos", packName: "test", thresholds: thresholds(),
      pictureStyle: .ascii)
    _ = update(&state, .library(.listed(album())))
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    try type(keys, into: &state)
    return state
  }

  @Test(arguments: keys)
  func `every screen has an ASCII form`(_ keys: String) throws {
    for isColoured in [true, false] {
      let drawn = draw(try state(keys), pictures: GreyPictures())
      var grid = drawn
      if !isColoured { grid.change(\.withoutColour) }
      grid.change { $0.reduced { _ in false } }
      #expect(grid.text.utf8.allSatisfy { $0 < 0x80 })
      #expect(grid.cells.allSatisfy { $0.width == 1 })
      let (questions, before) = (grid.text.count { $0 == "?" }, drawn.text.count { $0 == "?" })
      #expect(questions == before, "a character has no likeness in ASCII")
    }
  }

  @Test func `letters that a terminal has stay`() {
    let accented = Cell("é", style: .plain)
    #expect(accented.reduced { $0 == "é" } == accented)
    #expect(accented.reduced { _ in false }.character == "?")
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid.put("日a", column: 0, row: 0)
    grid.change { $0.reduced { _ in true } }
    #expect(grid.rows == ["? a"])
  }

  @Test func `pixels keep their colour in ASCII and become shades without it`() {
    let pixels = Cell("▀", style: Style(foreground: .palette(231), background: .palette(231)))
    #expect(pixels.reduced { _ in false } == Cell(style: Style(background: .palette(231))))
    #expect(pixels.withoutColour.reduced { _ in false }.character == "#")
    let number = Cell("1", style: Style(foreground: .palette(16), background: .palette(220)))
    #expect(number.withoutColour.style == Style(reverse: true))
  }

  @Test func `without colours characters frame the selected face`() throws {
    let first = draw(try state("l <Enter>"), pictures: GreyPictures())
    let second = draw(try state("l <Enter> <Tab>"), pictures: GreyPictures())
    for (grid, number) in [(first, "1"), (second, "2")] {
      #expect(grid.text.count { $0 == "┏" } == 1)
      #expect(grid.text.contains("┏\(number)━"))
      #expect(grid.text.count { $0 == "┌" } == 1, "its neighbour")
      let inside = grid.rows[2..<28].map { $0.prefix(66) }.joined().filter(\.isNumber)
      #expect(inside.sorted() == ["1", "2"], "each number once")
      #expect(grid.text.count { $0 == "┃" } >= 4)
      #expect(grid.cells.filter { $0.character == "┏" }.allSatisfy { $0.withoutColour.style.reverse })
    }
    #expect(first != second)
  }

  @Test func `a small face at the edge has a frame inside the picture's area`() throws {
    var photo = photo(0, faces: 1)
    for (x, y) in [(Float(0), Float(0)), (639, 479), (320, 479)] {
      photo.faces[0].box.x = x
      photo.faces[0].box.y = y
      photo.faces[0].box.width = 1
      photo.faces[0].box.height = 1
      var state = try state("")
      _ = update(&state, .library(.listed([photo])))
      try type("<Enter>", into: &state)
      let rows = screen(state)
      #expect(rows[0].contains("› photo"))
      #expect(rows[2..<28].joined().contains("┏1"))
      #expect(rows[2..<28].joined().contains("┛"))
    }
  }
}
