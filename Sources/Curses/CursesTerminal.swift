import CCurses
import Foundation
import TerminalUI

/// The controlling terminal through ncursesw; stdin and stdout stay free for data.
public final class CursesTerminal: Terminal {
  public let depth: ColourDepth
  /// Whether the terminal shows Unicode's characters; where not, screens are drawn in its own.
  public let isUnicode: Bool
  /// How pictures in true pixels are shown; whoever sets it knows that the terminal can.
  public var graphics: Graphics {
    get { pictures.graphics }
    set {
      guard newValue != graphics else { return }
      owed += pictures.leftovers
      pictures = PictureLayer(depth: depth, graphics: newValue)
      invalidate()
    }
  }
  /// Whether frames stand between the marks of DEC mode 2026, which a terminal without it must ignore.
  public var isSynchronised: Bool
  private let wantedType: String
  private var pairs: PairTable
  private var shown: Grid?
  private var pictures: PictureLayer
  /// What the next frame must send before its own.
  private var owed: [UInt8] = []
  private var decoder: KeyDecoder
  /// Bytes that came before curses had the terminal.
  private var early: [UInt8]
  private var lastClick: (position: Position, time: ContinuousClock.Instant)?

  /// Why the user or the system wants the program to end: a signal's number.
  public private(set) var endingSignal: Int32?

  /// - Parameters:
  ///   - typed: bytes that came while the terminal was asked what it is; the first keys are made of them.
  ///   - isDirect: whether the terminal shows colours of 24 bits; counts where it has 256 and shows Unicode.
  ///   - device: the terminal, as a rule the one that controls the process.
  ///   - type: its name in terminfo; nil is what TERM says.
  ///   - environment: of the process, but in tests.
  public init(
    typedBefore typed: [UInt8] = [], isDirect: Bool = false, device: String = "/dev/tty", type: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(CursesError) {
    early = typed
    let type = type ?? environment["TERM"] ?? ""
    wantedType = type
    switch Int(cc_open(device, type)) {
    case CC_OK: break
    case CC_BACKGROUND: throw .inBackground
    case CC_UNKNOWN: throw .unknownTerminal(type)
    case CC_NO_CURSOR: throw .cannotPlaceCursor(type)
    default: throw .noTerminal
    }
    let palette = Self.depth(colours: Int(cc_colours()), environment: environment)
    isUnicode = cc_is_unicode()
    depth = isDirect && palette == .palette && isUnicode ? .direct : palette
    pictures = PictureLayer(depth: depth, graphics: .none)
    isSynchronised = Self.ignoresUnknownModes(String(cString: cc_type()))
    pairs = PairTable(count: Int(cc_pairs()))
    decoder = KeyDecoder(sequences: TerminalKeys.sequences)
  }

  /// Whether terminals of a type are known to pass over modes that they do not have.
  static func ignoresUnknownModes(_ type: String) -> Bool {
    let families = ["xterm", "tmux", "screen", "foot", "alacritty", "wezterm", "ghostty", "kitty", "vte", "mlterm"]
    return families.contains { type.hasPrefix($0) }
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

  /// What the user should know about how the screen is drawn.
  public var notice: String? {
    var parts: [String] = []
    let type = String(cString: cc_type())
    if type != wantedType { parts.append("TERM \(wantedType) is not known here, so \(type) is used") }
    if !isUnicode {
      let codeset = String(cString: cc_codeset())
      parts.append("drawn in \(codeset), as the locale says; LC_ALL=C.UTF-8 shows more")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  public var size: Size { Size(columns: Int(cc_columns()), rows: Int(cc_rows())) }

  /// A cell's size by the kernel's numbers; nil where it does not have them.
  public var cell: PixelSize? {
    var sizes: [Int32] = [0, 0, 0, 0]
    cc_window(&sizes)
    guard sizes.allSatisfy({ $0 > 0 }) else { return nil }
    return PixelSize(width: Int(sizes[2] / sizes[0]), height: Int(sizes[3] / sizes[1]))
  }

  /// Ends a `keys(waiting:)` on the terminal's thread; may be called from any thread.
  public static func wake() { cc_wake() }

  /// Whether the mouse is the program's or the terminal's; for all terminals of the process, before or after they open.
  public static func setMouse(_ isWanted: Bool) { cc_set_mouse(isWanted) }

  /// Stops the process until the shell brings it to the terminal's foreground, as programs that use a terminal do.
  public static func comeForward() { _ = cc_come_forward() }

  /// Sends bytes that show nothing, such as a copy for the clipboard, with the next frame.
  public func send(_ bytes: [UInt8]) { owed += bytes }

  public func invalidate() {
    forgetShown()
    cc_invalidate()
  }

  public func suspend() {
    cc_suspend()
    forgetAll()
  }

  /// After a stop that nobody told of, as by SIGSTOP.
  private func goOn() {
    cc_continue()
    forgetAll()
  }

  private func forgetAll() {
    forgetShown()
    pictures.forget()
    keepCleanup()
  }

  public func close() {
    cc_close()
    pictures.forget()
    keepCleanup()
  }

  private func forgetShown() {
    shown = nil
    pictures.invalidate()
  }
}

// MARK: - Drawing

extension CursesTerminal {
  public func draw(_ grid: Grid) {
    let whole = fitted(grid)
    let grid = pictures.covered(whole)
    let old = shown?.size == grid.size ? shown : nil
    pairs.begin(needing: Set(grid.cells.map { colours(of: $0.style) }))
    for row in 0..<min(grid.size.rows, size.rows) {
      for column in 0..<min(grid.size.columns, size.columns) {
        let cell = grid[column, row]
        if cell.width > 0, old?[column, row] != cell { put(cell, column, row) }
      }
    }
    cc_cursor(-1, 0)
    let raw = owed + pictures.bytes(for: whole, on: size)
    owed = []
    keepCleanup()
    cc_refresh(raw, raw.count, isSynchronised)
    shown = grid
  }

  /// A frame may break off within an image or between its marks: the first two end both.
  private func keepCleanup() {
    var bytes: [UInt8] = []
    if isSynchronised || graphics != .none { bytes += "\u{1B}\\".utf8 }
    if isSynchronised { bytes += "\u{1B}[?2026l".utf8 }
    bytes += pictures.cleanup
    cc_set_cleanup(bytes, bytes.count)
  }

  private func fitted(_ grid: Grid) -> Grid {
    var grid = grid
    if depth == .none { grid.change { $0.withoutColour } }
    if !isUnicode { grid.change { $0.reduced(to: Self.canShow) } }
    return grid
  }

  private static func canShow(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { cc_can_show(wchar_t($0.value)) }
  }

  private func put(_ cell: Cell, _ column: Int, _ row: Int) {
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
  /// The rest of a key that comes in pieces, as over a slow line, is there within this time.
  private static let rest: Int32 = 40

  public func keys(waiting seconds: Double?) -> [Key] {
    let seconds = early.isEmpty ? seconds : 0
    cc_wait(seconds.map { Int32(min(86_400, max(0, $0)) * 1000) } ?? -1)
    var keys = takeSignals() + decoder.keys(from: early + read(waiting: 0))
    early = []
    while decoder.isWaiting {
      let more = read(waiting: Self.rest)
      keys += decoder.keys(from: more, isFinal: more.isEmpty)
    }
    return keys.map(counted)
  }

  private func read(waiting milliseconds: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = Int(cc_read(buffer.baseAddress, Int32(buffer.count), milliseconds))
    }
  }

  private func takeSignals() -> [Key] {
    let signals = cc_take_signals()
    func came(_ signal: Int32) -> Bool { signals & (1 << UInt64(signal)) != 0 }
    endingSignal = [SIGHUP, SIGTERM, SIGINT].first(where: came) ?? endingSignal
    if came(SIGTSTP) { suspend() } else if came(SIGCONT) { goOn() }
    guard [SIGWINCH, SIGTSTP, SIGCONT].contains(where: came) else { return [] }
    cc_resize()
    forgetShown()
    return [.resize(size)]
  }

  /// The second click on a place soon after the first is a double one.
  private func counted(_ key: Key) -> Key {
    guard case .click(let position) = key else { return key }
    let now = ContinuousClock.now
    if let last = lastClick, last.position == position, now - last.time < .milliseconds(400) {
      lastClick = nil
      return .doubleClick(position)
    }
    lastClick = (position, now)
    return key
  }
}
