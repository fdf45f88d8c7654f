/// What is known of the terminal: what it answered, and what the environment says.
public struct TerminalFacts: Sendable, Equatable {
  /// How the asking went.
  public enum Asking: String, Sendable {
    case answered
    case silent = "asked, and no answer came in time"
    case notAsked = "not asked, as such a terminal does not answer"
    case background = "not asked, as the program is in the background"
    case noTerminal = "there is no terminal"
  }

  /// How it is known that colours of 24 bits are shown.
  public enum TrueColour: String, Sendable {
    case kept = "the terminal kept such a colour"
    case colorterm = "COLORTERM says so"
    case terminfo = "its terminfo entry says so"
  }

  /// What terminfo, the locale and the kernel say.
  public struct Surroundings: Sendable, Equatable {
    public var colours = 0
    public var hasDirectColours = false
    public var isUnicode = true
    /// In cells; nil where it is not known.
    public var cells: Size?
    public var pixels: PixelSize?

    public init() {}
  }

  /// The value of TERM.
  public var type: String
  public var asking: Asking
  /// What XTVERSION answered, as it is: it may hold anything.
  public var versionAnswer: String?
  /// The terminal's program, by its answer, else by the environment. In tmux, that in which tmux was started.
  public var program: TerminalProgram?
  public var multiplexer: Multiplexer?
  public var isRemote: Bool
  /// A cell's size in pixels.
  public var cell: PixelSize?
  public var textArea: PixelSize?
  /// The window's size, by the kernel's numbers.
  public var cells: Size?
  public var hasSixel: Bool
  /// Colours that a sixel picture may have at once; nil where it did not say.
  public var colourRegisters: Int?
  /// nil where it did not answer.
  public var takesKittyPictures: Bool?
  public var synchronises: Bool
  public var background: BackgroundColour?
  public var colours: Int
  public var trueColour: TrueColour?
  public var isUnicode: Bool
  /// Whether NO_COLOR is set (no-color.org).
  public var wantsNoColour: Bool
  /// Whether the terminal in which tmux is shown takes sixel pictures, as tmux knows it.
  public var tmuxHasSixel = false
  /// Those of the variables that tell terminals apart, in `variables`' order. Of those that hold addresses and folders
  /// only that they are set.
  public var environment: [(name: String, value: String)] {
    Self.variables.compactMap { name in values[name].map { (name, Self.personal.contains(name) ? "set" : $0) } }
  }
  let values: [String: String]

  public static let variables = [
    "TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LC_TERMINAL", "LC_TERMINAL_VERSION",
    "KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID", "KONSOLE_VERSION", "VTE_VERSION",
    "WT_SESSION", "XTERM_VERSION", "TERMINAL_EMULATOR", "INSIDE_EMACS", "TMUX", "STY", "ZELLIJ", "SSH_CONNECTION",
    "SSH_TTY", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "LINES", "COLUMNS",
  ]
  private static let personal = ["GHOSTTY_RESOURCES_DIR", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY"]

  public init(
    replies: TerminalReplies, asking: Asking, environment: [String: String], surroundings: Surroundings
  ) {
    values = environment.filter { Self.variables.contains($0.key) }
    type = environment["TERM"] ?? ""
    self.asking = asking
    versionAnswer = replies.version
    multiplexer = Self.multiplexer(replies, environment)
    program = Self.program(replies, environment, isWithin: multiplexer != nil)
    isRemote = ["SSH_CONNECTION", "SSH_TTY"].contains { environment[$0]?.isEmpty == false }
    textArea = replies.textArea.flatMap { Self.plausible($0, largest: 65_535) }
    cell = Self.cell(replies, surroundings)
    cells = surroundings.cells
    hasSixel = replies.attributes?.dropFirst().contains(4) ?? false
    colourRegisters = replies.colourRegisters.flatMap { $0 > 0 ? $0 : nil }
    takesKittyPictures = replies.takesKittyPictures
    synchronises = replies.synchronises ?? false
    background = replies.background
    trueColour = Self.trueColour(replies, environment, surroundings)
    colours = surroundings.colours
    isUnicode = surroundings.isUnicode
    wantsNoColour = environment["NO_COLOR"]?.isEmpty == false
  }

  /// DEC's terminals, and what is set for them: vt100, vt220.
  static func isOldHardware(_ type: String) -> Bool {
    type.hasPrefix("vt") && type.dropFirst(2).first?.isNumber == true
  }

  // MARK: Weighing

  private static func multiplexer(_ replies: TerminalReplies, _ environment: [String: String]) -> Multiplexer? {
    let likely = Multiplexer(environment: environment)
    guard let answer = replies.version.map(TerminalProgram.init(answer:)) else { return likely }
    return answer.name.lowercased() == "tmux" ? .tmux : nil
  }

  private static func program(
    _ replies: TerminalReplies, _ environment: [String: String], isWithin: Bool
  ) -> TerminalProgram? {
    var environment = environment
    // Within tmux they are those of the multiplexer.
    if isWithin { for name in ["TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"] { environment[name] = nil } }
    if !isWithin, let answer = replies.version { return TerminalProgram(answer: answer) }
    var program = TerminalProgram(environment: environment)
    // Alacritty tells only the version of its library; that of Alacritty 0.14 is 0.24.
    if program?.known == .alacritty, let library = replies.secondaryAttributes?.dropFirst().first, library >= 2400 {
      program?.version = [0, 14]
    }
    return program
  }

  private static func plausible(_ size: PixelSize, largest: Int) -> PixelSize? {
    (1...largest).contains(size.width) && (1...largest).contains(size.height) ? size : nil
  }

  /// The cell's own size, else the window's over its cells.
  private static func cell(_ replies: TerminalReplies, _ surroundings: Surroundings) -> PixelSize? {
    if let cell = replies.cell.flatMap({ plausible($0, largest: 512) }) { return cell }
    guard let cells = surroundings.cells, cells.columns > 0, cells.rows > 0 else { return nil }
    return [replies.textArea, surroundings.pixels].compactMap(\.self).lazy.compactMap { area in
      plausible(PixelSize(width: area.width / cells.columns, height: area.height / cells.rows), largest: 512)
    }.first
  }

  private static func trueColour(
    _ replies: TerminalReplies, _ environment: [String: String], _ surroundings: Surroundings
  ) -> TrueColour? {
    if replies.keepsTrueColour == true { return .kept }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .colorterm }
    return surroundings.hasDirectColours ? .terminfo : nil
  }
}
