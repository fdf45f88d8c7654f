import TerminalUI

/// As much of xterm as curses and pictures use.
struct ScreenEmulator {
  struct Shown: Equatable {
    var text = " "
    /// 0 for the right half of a wide character.
    var width = 1
    var style = Style.plain
    /// RGB, row-major.
    var pixels: [UInt8]?
  }

  let cell: CellSize
  private(set) var size: Size
  private(set) var cells: [Shown]
  private(set) var kitty = KittyReader()
  private(set) var frames = 0
  private(set) var isInFrame = false
  private var (column, row) = (0, 0)
  private var wraps = false
  private var style = Style.plain
  private var last: Unicode.Scalar = " "

  init(size: Size, cell: CellSize) {
    (self.size, self.cell) = (size, cell)
    cells = Array(repeating: Shown(), count: size.columns * size.rows)
  }

  mutating func resize(to new: Size) {
    let (old, width) = (cells, size.columns)
    let kept = Size(columns: min(new.columns, size.columns), rows: min(new.rows, size.rows))
    size = new
    cells = Array(repeating: Shown(), count: size.columns * size.rows)
    for row in 0..<kept.rows {
      for column in 0..<kept.columns { cells[row * size.columns + column] = old[row * width + column] }
    }
    move(column, row)
  }

  /// Another program has written on the screen.
  mutating func scribble() {
    for index in cells.indices where index % 3 == 0 { cells[index] = Shown(text: "!") }
  }

  /// A cell with the picture that it shows.
  func shown(_ column: Int, _ row: Int) -> Shown {
    var shown = cells[row * size.columns + column]
    let scalars = Array(shown.text.unicodeScalars)
    guard scalars.first == "\u{10EEEE}" else { return shown }
    func value(_ index: Int) -> Int { index < scalars.count ? Self.marks.firstIndex(of: scalars[index]) ?? 99 : 0 }
    var id: UInt32 = 0
    switch shown.style.foreground {
    case .rgb(let r, let g, let b): id = UInt32(r) << 16 | UInt32(g) << 8 | UInt32(b)
    case .palette(let index): id = UInt32(value(3)) << 24 | UInt32(index)
    case .standard: break
    }
    shown.pixels = kitty.pixels(of: id, column: value(2), row: value(1)) ?? []
    return shown
  }

  /// The first of kitty's table that tiles of 16×8 cells and the tests' numbers need.
  private static let marks: [Unicode.Scalar] = [
    "\u{305}", "\u{30D}", "\u{30E}", "\u{310}", "\u{312}", "\u{33D}", "\u{33E}", "\u{33F}",
    "\u{346}", "\u{34A}", "\u{34B}", "\u{34C}", "\u{350}", "\u{351}", "\u{352}", "\u{357}",
    "\u{35B}", "\u{363}", "\u{364}", "\u{365}", "\u{366}", "\u{367}", "\u{368}", "\u{369}",
    "\u{36A}", "\u{36B}", "\u{36C}", "\u{36D}", "\u{36E}", "\u{36F}", "\u{483}", "\u{484}",
  ]

  mutating func read(_ bytes: [UInt8]) {
    for sequence in Sequence.all(in: bytes) { apply(sequence) }
  }

  private mutating func apply(_ sequence: Sequence) {
    switch sequence {
    case .scalar(let scalar): print(scalar)
    case .control(0x08): move(column - 1, row)
    case .control(0x0D): move(0, row)
    case .control(0x0A): move(column, row + 1)
    case .control(0x09): move(min(size.columns - 1, (column / 8 + 1) * 8), row)
    case .control: break
    case .csi(let text, let final): control(text, Character(Unicode.Scalar(final)))
    case .string(UInt8(ascii: "_"), let data): kitty.read(data)
    case .string(UInt8(ascii: "P"), let data): drawSixel(data)
    case .string(_, let data): drawInline(data)
    case .escape: break
    }
  }
}

// MARK: - Text

extension ScreenEmulator {
  private mutating func print(_ scalar: Unicode.Scalar) {
    if scalar.columns == 0 {
      cells[max(0, row * size.columns + column - (wraps ? 0 : 1))].text.unicodeScalars.append(scalar)
      return
    }
    if wraps {
      precondition(row + 1 < size.rows, "the screen scrolls")
      move(0, row + 1)
    }
    last = scalar
    let end = column + scalar.columns
    precondition(end <= size.columns, "a wide character at the edge")
    for place in column..<end { clear(place, row, style: style) }
    cells[row * size.columns + column] = Shown(text: String(Character(scalar)), width: scalar.columns, style: style)
    if scalar.columns == 2 { cells[row * size.columns + column + 1].width = 0 }
    wraps = end == size.columns
    column = min(end, size.columns - 1)
  }

  /// A wide character that loses a half is gone.
  private mutating func clear(_ column: Int, _ row: Int, style: Style) {
    let index = row * size.columns + column
    if cells[index].width == 0 { cells[index - 1] = Shown(style: cells[index - 1].style) }
    if cells[index].width == 2 { cells[index + 1] = Shown(style: cells[index + 1].style) }
    cells[index] = Shown(style: style)
  }

  private mutating func erase(_ columns: Range<Int>, _ rows: Range<Int>) {
    let ground = Style(background: style.background)
    for row in rows { for column in columns { clear(column, row, style: ground) } }
  }

  private mutating func move(_ column: Int, _ row: Int) {
    self.column = min(size.columns - 1, max(0, column))
    self.row = min(size.rows - 1, max(0, row))
    wraps = false
  }

  private mutating func control(_ text: String, _ final: Character) {
    if text.hasPrefix("?") || text.hasPrefix(">") || text.hasSuffix("$") { return mode(text, final) }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = numbers[0]
    let count = max(1, first)
    switch final {
    case "H", "f": move(max(1, numbers.count > 1 ? numbers[1] : 1) - 1, count - 1)
    case "G": move(count - 1, row)
    case "d": move(column, count - 1)
    case "A": move(column, row - count)
    case "B": move(column, row + count)
    case "C": move(column + count, row)
    case "D": move(column - count, row)
    case "Z": move(max(0, (column - 1) / 8 * 8), row)
    case "K": erase(first == 1 ? 0..<column + 1 : column..<size.columns, row..<row + 1)
    case "J":
      if first == 0 { erase(column..<size.columns, row..<row + 1) }
      erase(0..<size.columns, (first == 0 ? row + 1 : 0)..<size.rows)
    case "X": erase(column..<min(size.columns, column + count), row..<row + 1)
    case "@": insert(count)
    case "b": for _ in 0..<count { print(last) }
    case "m": style = Self.changed(style, numbers)
    case "r", "l", "h", "t": break
    default: preconditionFailure("CSI \(text) \(final) is not known")
    }
  }

  private mutating func insert(_ count: Int) {
    let end = (row + 1) * size.columns
    cells.removeSubrange(end - count..<end)
    let blank = Shown(style: Style(background: style.background))
    cells.insert(contentsOf: Array(repeating: blank, count: count), at: row * size.columns + column)
  }

  private mutating func mode(_ text: String, _ final: Character) {
    guard text == "?2026" else { return }
    precondition(final == "l" || !isInFrame, "a frame within a frame")
    isInFrame = final == "h"
    if isInFrame { frames += 1 }
  }

  private static func changed(_ style: Style, _ numbers: [Int]) -> Style {
    var (style, rest) = (style, numbers[...])
    while let code = rest.popFirst() {
      switch code {
      case 0: style = .plain
      case 1: style.bold = true
      case 2: style.dim = true
      case 4: style.underline = true
      case 7: style.reverse = true
      case 22: (style.bold, style.dim) = (false, false)
      case 24: style.underline = false
      case 27: style.reverse = false
      case 30...37: style.foreground = .palette(UInt8(code - 30))
      case 90...97: style.foreground = .palette(UInt8(code - 82))
      case 40...47: style.background = .palette(UInt8(code - 40))
      case 100...107: style.background = .palette(UInt8(code - 92))
      case 39: style.foreground = .standard
      case 49: style.background = .standard
      case 38: style.foreground = colour(&rest)
      case 48: style.background = colour(&rest)
      default: preconditionFailure("SGR \(code) is not known")
      }
    }
    return style
  }

  private static func colour(_ rest: inout ArraySlice<Int>) -> Colour {
    if rest.popFirst() == 5 { return .palette(UInt8(rest.popFirst() ?? 0)) }
    let levels = rest.prefix(3).map { UInt8($0) }
    rest = rest.dropFirst(3)
    return .rgb(levels[0], levels[1], levels[2])
  }
}

// MARK: - Pictures

extension ScreenEmulator {
  private mutating func drawSixel(_ data: [UInt8]) {
    guard let picture = SixelReader(data) else { preconditionFailure("not a sixel picture") }
    place(picture.width, picture.height) { picture.pixels[$0] }
  }

  private mutating func drawInline(_ data: [UInt8]) {
    guard data.starts(with: Array("1337;".utf8)) else { return }
    guard let picture = InlineImageReader(data) else { preconditionFailure("not an inline image") }
    precondition(picture.columns * cell.width == picture.width && picture.rows * cell.height == picture.height)
    place(picture.width, picture.height) { Array(picture.pixels[$0 * 3..<$0 * 3 + 3]) }
  }

  private mutating func place(_ width: Int, _ height: Int, _ pixel: (Int) -> [UInt8]?) {
    precondition(row + (height + cell.height - 1) / cell.height < size.rows, "the screen scrolls")
    for y in 0..<height {
      for x in 0..<width {
        guard let colour = pixel(y * width + x) else { continue }
        let index: Int = (row + y / cell.height) * size.columns + column + x / cell.width
        var pixels = cells[index].pixels ?? Array(repeating: 0, count: cell.width * cell.height * 3)
        let at: Int = (y % cell.height * cell.width + x % cell.width) * 3
        pixels.replaceSubrange(at..<at + 3, with: colour)
        cells[index].pixels = pixels
      }
    }
    // Nothing may count on where a terminal leaves its cursor.
    move(size.columns / 2, size.rows / 2)
  }
}
