import CCurses
import Foundation
import TerminalUI

/// The controlling terminal through ncursesw; stdin and stdout stay free for data.
public final class CursesTerminal: Terminal {
  public let depth: ColourDepth
  private var pairs: PairTable
  private var shown: Grid?
  private var lastClick: (position: Position, time: ContinuousClock.Instant)?

  /// Why the user or the system wants the program to end: a signal's number.
  public private(set) var endingSignal: Int32?

  public init() throws(CursesError) {
    let type = ProcessInfo.processInfo.environment["TERM"] ?? ""
    switch Int(cc_open()) {
    case CC_OK: break
    case CC_UNKNOWN: throw .unknownTerminal(type)
    case CC_NO_CURSOR: throw .cannotPlaceCursor(type)
    default: throw .noTerminal
    }
    depth = Self.depth(colours: Int(cc_colours()), environment: ProcessInfo.processInfo.environment)
    pairs = PairTable(count: Int(cc_pairs()))
  }

  /// NO_COLOR (no-color.org) counts when it is not empty.
  static func depth(colours: Int, environment: [String: String]) -> ColourDepth {
    if environment["NO_COLOR"]?.isEmpty == false { return .none }
    switch colours {
    case 256...: return .palette
    case 16...: return .sixteen
    case 8...: return .eight
    default: return .none
    }
  }

  public var size: Size { Size(columns: Int(cc_columns()), rows: Int(cc_rows())) }

  /// Ends a `keys(waiting:)` on the terminal's thread; may be called from any thread.
  public static func wake() { cc_wake() }

  public func invalidate() {
    shown = nil
    cc_invalidate()
  }

  public func suspend() {
    cc_suspend()
    shown = nil
  }

  public func close() { cc_close() }
}

// MARK: - Drawing

extension CursesTerminal {
  public func draw(_ grid: Grid) {
    let old = shown?.size == grid.size ? shown : nil
    pairs.begin(needing: Set(grid.cells.map { colours(of: $0.style) }))
    for row in 0..<min(grid.size.rows, size.rows) {
      for column in 0..<min(grid.size.columns, size.columns) {
        let cell = grid[column, row]
        if cell.width > 0, old?[column, row] != cell { put(cell, column, row) }
      }
    }
    cc_cursor(-1, 0)
    cc_refresh()
    shown = grid
  }

  private func put(_ cell: Cell, _ column: Int, _ row: Int) {
    let cell = depth == .none ? cell.withoutColour : cell
    let pair = pairs.pair(for: colours(of: cell.style))
    if pair.isNew {
      let colours = colours(of: cell.style)
      cc_set_pair(Int32(pair.number), Int32(colours.foreground), Int32(colours.background))
    }
    let text = cell.character.unicodeScalars.prefix(5).map { wchar_t($0.value) } + [0]
    cc_put(Int32(row), Int32(column), text, attributes(of: cell.style), Int32(pair.number))
  }

  private func colours(of style: Style) -> PairTable.Colours {
    PairTable.Colours(
      foreground: style.foreground.index(at: depth).map(Int16.init) ?? -1,
      background: style.background.index(at: depth).map(Int16.init) ?? -1)
  }

  private func attributes(of style: Style) -> Int32 {
    var flags = 0
    if style.bold { flags |= CC_BOLD }
    if style.dim { flags |= CC_DIM }
    if style.reverse { flags |= CC_REVERSE }
    if style.underline { flags |= CC_UNDERLINE }
    return Int32(flags)
  }
}

// MARK: - Keys

extension CursesTerminal {
  public func keys(waiting seconds: Double?) -> [Key] {
    cc_wait(seconds.map { Int32(min(86_400, max(0, $0)) * 1000) } ?? -1)
    var keys = takeSignals()
    var (row, column): (Int32, Int32) = (0, 0)
    while keys.count < 4096 {
      let code = cc_read_key(&row, &column)
      if code == CC_KEY_NONE { break }
      if let key = key(code, Position(column: Int(column), row: Int(row))) { keys.append(key) }
    }
    return keys
  }

  private func takeSignals() -> [Key] {
    let signals = cc_take_signals()
    func came(_ signal: Int32) -> Bool { signals & (1 << UInt64(signal)) != 0 }
    endingSignal = [SIGHUP, SIGTERM, SIGINT].first(where: came) ?? endingSignal
    if came(SIGTSTP) { suspend() }
    guard came(SIGWINCH) || came(SIGTSTP) else { return [] }
    cc_resize()
    shown = nil
    return [.resize(size)]
  }

  private func key(_ code: Int32, _ position: Position) -> Key? {
    switch Int(code) {
    case 0x0D, 0x0A, CC_KEY_ENTER: .enter
    case 0x09: .tab
    case 0x1B: .escape
    case 0x08, 0x7F, CC_KEY_BACKSPACE: .backspace
    case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(code) + 0x60)))
    case 0..<0x20: nil
    case ..<0x200000: Unicode.Scalar(UInt32(code)).map { .character(Character($0)) }
    case CC_KEY_UP: .up
    case CC_KEY_DOWN: .down
    case CC_KEY_LEFT: .left
    case CC_KEY_RIGHT: .right
    case CC_KEY_HOME: .home
    case CC_KEY_END: .end
    case CC_KEY_PAGE_UP: .pageUp
    case CC_KEY_PAGE_DOWN: .pageDown
    case CC_KEY_BACK_TAB: .backTab
    case CC_KEY_DELETE: .delete
    case CC_KEY_CLICK: click(at: position)
    case CC_KEY_WHEEL_UP: .wheelUp(position)
    case CC_KEY_WHEEL_DOWN: .wheelDown(position)
    case CC_KEY_F0 + 1...CC_KEY_F0 + 63: .function(Int(code) - CC_KEY_F0)
    default: nil
    }
  }

  private func click(at position: Position) -> Key {
    let now = ContinuousClock.now
    if let last = lastClick, last.position == position, now - last.time < .milliseconds(400) {
      lastClick = nil
      return .doubleClick(position)
    }
    lastClick = (position, now)
    return .click(position)
  }
}
