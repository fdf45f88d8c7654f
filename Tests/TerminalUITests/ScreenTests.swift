import Curses
import Foundation
import Glibc
import Testing

@testable import TerminalUI

/// What a terminal shows after every frame is the frame, whatever was there before.
@Suite(.serialized) struct ScreenTests {
  private static let cell = CellSize(width: 5, height: 7)

  struct Way: Sendable, CustomTestStringConvertible {
    var graphics: Graphics
    var type = "xterm-256color"
    var isDirect = true
    var testDescription: String { "\(graphics) \(type) \(isDirect ? "24 bits" : "256 colours")" }
  }

  private static let ways = [
    Way(graphics: .none), Way(graphics: .none, isDirect: false), Way(graphics: .kitty(tmux: false)),
    Way(graphics: .kitty(tmux: true)), Way(graphics: .sixel(colours: 256)),
    Way(graphics: .sixel(colours: 256), type: "xterm-256color", isDirect: false), Way(graphics: .iterm(tmux: false)),
    Way(graphics: .iterm(tmux: true)),
  ]

  @Test(arguments: ways) func nothingIsLeft(_ way: Way) throws {
    let device = try TerminalDevice(columns: 60, rows: 20)
    let terminal = try CursesTerminal(isDirect: way.isDirect, device: device.path, type: way.type, environment: [:])
    defer { withExtendedLifetime(device) { terminal.close() } }
    terminal.graphics = way.graphics
    var screen = ScreenEmulator(size: terminal.size, cell: Self.cell)
    var screens = RandomScreens(seed: 7, size: terminal.size, cell: Self.cell)
    for frame in 0..<120 {
      let grid: Grid
      if frame % 40 == 20 {
        let size = Size(columns: 60 - frame / 4, rows: 20 - frame / 10)
        grid = screens.next(size: size)
        resize(device, terminal, &screen, to: size)
      } else {
        grid = screens.next()
      }
      if frame % 50 == 49 {
        screen.scribble()
        terminal.invalidate()
      }
      terminal.draw(grid)
      let before = screen.frames
      screen.read(try device.take())
      #expect(screen.frames - before <= 1 && !screen.isInFrame)
      let differences = differences(screen, grid, terminal)
      #expect(differences.isEmpty, "frame \(frame): \(differences.prefix(4))")
      if !differences.isEmpty { break }
    }
  }

  @Test(arguments: ways) func anotherWayLosesNothing(_ way: Way) throws {
    let device = try TerminalDevice(columns: 60, rows: 20)
    let terminal = try CursesTerminal(isDirect: way.isDirect, device: device.path, type: way.type, environment: [:])
    defer { withExtendedLifetime(device) { terminal.close() } }
    var screen = ScreenEmulator(size: terminal.size, cell: Self.cell)
    var screens = RandomScreens(seed: 9, size: terminal.size, cell: Self.cell)
    for graphics in [way.graphics, .none, way.graphics, .sixel(colours: 256), way.graphics] {
      terminal.graphics = graphics
      for _ in 0..<3 {
        let grid = screens.next()
        terminal.draw(grid)
        screen.read(try device.take())
        let differences = differences(screen, grid, terminal)
        #expect(differences.isEmpty, "\(graphics): \(differences.prefix(4))")
      }
    }
  }

  private func resize(
    _ device: TerminalDevice, _ terminal: CursesTerminal, _ screen: inout ScreenEmulator, to size: Size
  ) {
    device.resize(columns: size.columns, rows: size.rows)
    kill(getpid(), SIGWINCH)
    #expect(terminal.keys(waiting: 10) == [.resize(size)])
    screen.resize(to: size)
  }

  @Test func anUnchangedScreenSendsNothing() throws {
    let device = try TerminalDevice(columns: 60, rows: 20)
    let terminal = try CursesTerminal(isDirect: true, device: device.path, type: "xterm-256color", environment: [:])
    defer { withExtendedLifetime(device) { terminal.close() } }
    terminal.graphics = .sixel(colours: 256)
    var screens = RandomScreens(seed: 1, size: terminal.size, cell: Self.cell)
    let grid = screens.next()
    terminal.draw(grid)
    #expect(try !device.take().isEmpty)
    terminal.draw(grid)
    #expect(try device.take().isEmpty)
  }

  @Test(arguments: [false, true]) func imagesAreFreedAtTheEnd(_ tmux: Bool) throws {
    let device = try TerminalDevice(columns: 60, rows: 20)
    let terminal = try CursesTerminal(device: device.path, type: "xterm-256color", environment: [:])
    terminal.graphics = .kitty(tmux: tmux)
    var screen = ScreenEmulator(size: terminal.size, cell: Self.cell)
    var screens = RandomScreens(seed: 3, size: terminal.size, cell: Self.cell)
    for _ in 0..<20 { terminal.draw(screens.next()) }
    screen.read(try device.take())
    #expect(!screen.kitty.images.isEmpty)
    terminal.close()
    let end = try device.take()
    screen.read(end)
    #expect(screen.kitty.images.isEmpty)
    let text = String(decoding: end, as: UTF8.self)
    let (last, left) = (text.range(of: "a=d", options: .backwards), text.range(of: "\u{1B}[?1049l"))
    #expect(last.flatMap { last in left.map { last.lowerBound < $0.lowerBound } } == true)
  }

  // MARK: - What is expected

  private func differences(_ screen: ScreenEmulator, _ grid: Grid, _ terminal: CursesTerminal) -> [String] {
    var out: [String] = []
    for row in 0..<grid.size.rows {
      for column in 0..<grid.size.columns {
        let (cell, shown) = (grid[column, row], screen.shown(column, row))
        if !isRight(shown, cell, grid, isLast: row == grid.size.rows - 1, terminal) {
          out.append(
            "column \(column), row \(row): \(cell) but \(shown.text) \(shown.style) \(shown.pixels?.prefix(6) ?? [])")
        }
      }
    }
    return out
  }

  private func isRight(
    _ shown: ScreenEmulator.Shown, _ cell: Cell, _ grid: Grid, isLast: Bool, _ terminal: CursesTerminal
  ) -> Bool {
    guard let part = cell.tile, terminal.graphics != .none else { return isText(shown, cell, terminal.depth) }
    if isLast, !isKitty(terminal.graphics) { return shown.pixels == nil }
    guard let pixels = shown.pixels, let tile = grid.tiles[part.id] else { return false }
    let wanted = tile.pixels(of: Rect(column: Int(part.column), row: Int(part.row), columns: 1, rows: 1))
    return pixels.count == wanted.count && zip(pixels, wanted).allSatisfy { abs(Int($0) - Int($1)) <= 2 }
  }

  private func isKitty(_ graphics: Graphics) -> Bool { if case .kitty = graphics { true } else { false } }

  /// The ink of a blank is not seen.
  private func isText(_ shown: ScreenEmulator.Shown, _ cell: Cell, _ depth: ColourDepth) -> Bool {
    guard cell.width > 0 else { return shown.width == 0 && shown.pixels == nil }
    let isBlank = cell.character == " " || cell.character == "\u{A0}"
    var (style, wanted) = (shown.style, cell.style)
    wanted.foreground = seen(wanted.foreground, depth)
    wanted.background = seen(wanted.background, depth)
    if isBlank, !wanted.reverse, !wanted.underline {
      for attribute in [\Style.bold, \Style.dim] {
        (style[keyPath: attribute], wanted[keyPath: attribute]) = (false, false)
      }
      (style.foreground, wanted.foreground) = (.standard, .standard)
    }
    let text = isBlank ? [" ", "\u{A0}"].contains(shown.text) : shown.text == String(cell.character)
    return text && shown.width == cell.width && shown.pixels == nil && style == wanted
  }

  private func seen(_ colour: Colour, _ depth: ColourDepth) -> Colour {
    if depth == .direct, case .rgb = colour { return colour }
    return colour.index(at: depth).map { .palette($0) } ?? .standard
  }
}
