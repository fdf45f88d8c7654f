import Testing

@testable import TerminalUI

@Suite struct KeyNotationTests {
  @Test(
    "notations give their key and come back",
    arguments: [
      ("j", Key.character("j")), ("<Enter>", .enter), ("<C-d>", .control("d")), ("<Tab>", .tab), ("<S-Tab>", .backTab),
      ("<Esc>", .escape), ("<F12>", .function(12)), ("<Space>", .character(" ")), ("<lt>", .character("<")),
      ("é", .character("é")), ("<Click:3,4>", .click(Position(column: 3, row: 4))),
      ("<Resize:40x10>", .resize(Size(columns: 40, rows: 10))),
    ])
  func roundTrip(_ notation: String, _ key: Key) throws {
    #expect(try Key(notation: notation) == key)
    #expect(key.notation == notation)
  }

  @Test(arguments: ["", "jj", "<Foo>", "<C-dd>", "<F0>", "<F99>", "<Click:3>", "<Resize:-1x4>", "<" + ">"])
  func `nonsense is refused`(_ notation: String) {
    #expect(throws: KeyNotationError.self) { try Key(notation: notation) }
  }

  @Test func `files have comments and typed text`() throws {
    let keys = try [Key](file: "j k # down, up\n\n\"a b\" <Enter>\n# the end")
    #expect(keys.map(\.notation) == ["j", "k", "a", "<Space>", "b", "<Enter>"])
    #expect(
      throws: KeyNotationError(description: "line 2: gg is no key; keys are written like j, <Enter>, <C-d> or \"text\"")
    ) {
      try [Key](file: "j\ngg")
    }
  }
}

@Suite struct WidthTests {
  @Test(
    "columns as terminals count them",
    arguments: [
      ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍🏽", 2), ("👨‍👩‍👧", 6), ("ﾊ", 1), ("Ａ", 2), ("한", 2), ("a\u{200B}b", 2),
      ("\n", 1), ("\u{1B}[31m", 5), ("│", 1),
    ])
  func widths(_ text: String, _ width: Int) {
    #expect(columns(of: text) == width)
    #expect(cells(of: text).reduce(0) { $0 + $1.width } == width)
  }

  @Test func `control characters never reach the terminal`() {
    let text = String(cells(of: "a\u{1B}[2J\u{9B}\u{202E}b\u{7F}").map(\.character))
    #expect(text == "a␛[2J\u{FFFD}b␡")
  }

  @Test(arguments: [("abcdef", 4, "abc…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("ab", 2, "ab"), ("abc", 0, "")])
  func `texts are shortened to columns`(_ text: String, _ width: Int, _ short: String) {
    #expect(shortened(text, to: width) == short)
  }

  @Test func `file names keep their end`() {
    #expect(shortened("holiday_2021_0042.jpg", to: 12, middle: true) == "holida…2.jpg")
    #expect(shortenedAtStart("/home/ann/家族/list.csv", to: 13) == "…族/list.csv")
    #expect(shortenedAtStart("list.csv", to: 8) == "list.csv" && shortenedAtStart("list.csv", to: 1) == "…")
  }
}

@Suite struct GridTests {
  @Test func `drawing is clipped`() {
    var grid = Grid(size: Size(columns: 5, rows: 2))
    grid.put("abcdefgh", column: 3, row: 0)
    grid.put("xyz", column: -1, row: 1)
    grid.put("no", column: 0, row: 2)
    grid.put("no", column: 0, row: -1)
    grid.fill(Rect(column: 4, row: 1, columns: 9, rows: 9), with: Cell("#"))
    grid.frame(Rect(column: -3, row: -3, columns: 20, rows: 20))
    #expect(grid.rows == ["   ab", "yz  #"])
  }

  @Test func `half a wide character is a blank`() {
    var grid = Grid(size: Size(columns: 5, rows: 1))
    grid.put("日本", column: 0, row: 0)
    grid.put("x", column: 1, row: 0)
    #expect(grid.rows == [" x本"])
    grid.put("語", column: 4, row: 0)
    #expect(grid.rows == [" x本"])
  }

  @Test func `pictures are drawn two pixels a cell`() {
    var grid = Grid(size: Size(columns: 4, rows: 3))
    let pixels: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]
    grid.put(Grid(width: 2, height: 2, pixels: pixels, as: .standard), in: grid.bounds)
    #expect(grid[1, 1].style == Style(foreground: .palette(196), background: .palette(21)))
    #expect(grid[2, 1].style == Style(foreground: .palette(46), background: .palette(232)))
    #expect(grid.rows == ["", " ▀▀", ""])
  }

  @Test func `SVG and ANSI hold the text and its colours`() {
    var grid = Grid(size: Size(columns: 8, rows: 1))
    grid.put("a<b", column: 1, row: 0, style: Style(foreground: .palette(196), bold: true))
    #expect(grid.svg().contains(">a&lt;b</text>"))
    #expect(grid.svg().contains("#ff0000"))
    // As a terminal without colours shows a ground: in reverse.
    var number = Grid(size: Size(columns: 3, rows: 1))
    number.put(
      "7", column: 1, row: 0, style: Style(foreground: .palette(16), background: .rgb(255, 215, 0), bold: true))
    let svg = number.svg(depth: .none)
    #expect(svg.contains(##"<rect x="10" y="0" width="10" height="20" fill="#d8dee4"/>"##) && svg.contains(">7</text>"))
    #expect(grid.ansi() == " \u{1B}[0;1;38;5;196ma<b\u{1B}[0m    \n")
    #expect(grid.ansi(depth: .none).contains("38;5") == false)
  }
}

@Suite struct ColourTests {
  @Test func `palette entries are their own nearest`() {
    for index in 16..<256 {
      let colour = Palette.colours[index]
      let nearest = Palette.nearest(to: colour)
      #expect(Palette.colours[Int(nearest)] == colour)
    }
  }

  @Test func `the short search is nearly as good as trying all entries`() {
    var worse = 0
    let all = (16..<256).map { Oklab(Palette.colours[$0]) }
    for sample in 0..<4096 {
      let colour = RGB(UInt8((sample >> 8) * 17), UInt8((sample >> 4 & 15) * 17), UInt8((sample & 15) * 17))
      let found = Oklab(Palette.colours[Int(Palette.nearest(to: colour))]).misfit(for: Oklab(colour))
      let best = all.map { $0.misfit(for: Oklab(colour)) }.min() ?? 0
      if found > best * 1.3 { worse += 1 }
    }
    #expect(worse < 4096 / 50)
  }

  @Test(arguments: [ColourDepth.eight, .sixteen, .palette])
  func `every depth stays inside its palette`(_ depth: ColourDepth) {
    for level in stride(from: UInt8(0), to: 255, by: 15) {
      for colour in [Colour.rgb(level, 255 - level, 128), .palette(level)] {
        #expect(Int(colour.index(at: depth) ?? 255) < depth.rawValue)
      }
    }
    #expect(Colour.standard.index(at: depth) == nil)
    #expect(Colour.rgb(1, 2, 3).index(at: .none) == nil)
  }

  @Test func `without colours pixels are shades`() {
    let bright = Cell("▀", style: Style(foreground: .rgb(255, 255, 255), background: .rgb(250, 250, 250)))
    let dark = Cell("▀", style: Style(foreground: .rgb(0, 0, 0), background: .rgb(9, 9, 9)))
    let palette = Cell("▀", style: Style(foreground: .palette(231), background: .palette(231)))
    #expect(palette.withoutColour.character == "█")
    #expect(bright.withoutColour.character == "█")
    #expect(dark.withoutColour.character == " ")
  }
}
