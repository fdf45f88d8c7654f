import TerminalUI

/// Screens with text, colours of 24 bits and pictures, each a few changes after the last.
struct RandomScreens {
  let cell: CellSize
  private var random: Numbers
  private var mosaics: [Mosaic] = []
  private(set) var grid: Grid

  /// Steele, Lea and Flood's SplitMix64.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
  }

  init(seed: UInt64, size: Size, cell: CellSize) {
    self.cell = cell
    random = Numbers(state: seed)
    grid = Grid(size: size)
    mosaics = (0..<5).map { Mosaic(self.picture($0), cell: cell) }
  }

  mutating func next(size: Size? = nil) -> Grid {
    let isNew = number(8) == 0 || size != nil
    if isNew { grid = Grid(size: size ?? grid.size) }
    for _ in 0..<(isNew ? 12 : 1 + number(4)) { change() }
    return grid
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func rect() -> Rect {
    Rect(
      column: number(grid.size.columns + 8) - 8, row: number(grid.size.rows + 4) - 4, columns: 1 + number(30),
      rows: 1 + number(8))
  }

  private mutating func change() {
    let place = rect()
    switch number(7) {
    case 0: grid.fill(place)
    case 1: grid.fill(place, with: Cell(style: style()))
    case 2, 3: grid.draw(mosaics[number(mosaics.count)], in: place)
    case 4: colours(place)
    case 5: grid.frame(place, title: "Bilder", style: style())
    default:
      let texts = ["abc", "portrait of 日本 people", "xxxxxxxxxxxxxx", "é\u{A0}e", "        ", "e\u{301}…", "😀!"]
      grid.put(texts[number(texts.count)], column: max(0, place.column), row: max(0, place.row), style: style())
    }
  }

  private mutating func style() -> Style {
    let colours: [Colour] = [.standard, .standard, .palette(3), .palette(12), .palette(200), .rgb(9, 99, 199)]
    return Style(
      foreground: colours[number(6)], background: colours[number(6)], bold: number(4) == 0, dim: number(6) == 0,
      reverse: number(5) == 0, underline: number(6) == 0)
  }

  private mutating func colours(_ place: Rect) {
    for row in max(0, place.row)..<max(0, min(grid.size.rows, place.endRow)) {
      for column in max(0, place.column)..<max(0, min(grid.size.columns, place.endColumn)) {
        let style = Style(foreground: .rgb(UInt8(number(256)), 7, 8), background: .rgb(3, UInt8(number(256)), 5))
        grid[column, row] = Cell("▀", style: style)
      }
    }
  }

  private func picture(_ index: Int) -> TestPicture {
    TestPicture(width: 23 + 31 * index, height: 17 + 12 * index, shift: index)
  }
}

/// Eight colours in a pattern that is nowhere the same.
struct TestPicture {
  let width, height: Int
  let pixels: [UInt8]

  static let colours: [[UInt8]] = [
    [0, 0, 0], [255, 0, 0], [0, 255, 0], [51, 102, 255], [255, 255, 0], [153, 51, 102], [204, 204, 204],
    [255, 255, 255],
  ]

  init(width: Int, height: Int, shift: Int) {
    (self.width, self.height) = (width, height)
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let across: Int = x / 3 + x * y / 7
        let down: Int = y / 2 * 3 + shift
        pixels += Self.colours[(across + down) % 8]
      }
    }
    self.pixels = pixels
  }
}

extension Mosaic {
  init(_ picture: TestPicture, cell: CellSize) {
    self.init(width: picture.width, height: picture.height, pixels: picture.pixels, cell: cell)
  }
}
