/// A terminal emulator by name, and its version as far as it is known.
public struct TerminalProgram: Sendable, Equatable {
  /// As the program writes it.
  public var name: String
  /// The numbers of its version, the weightiest first; empty where it is not known.
  public var version: [Int]

  var known: KnownTerminal? { KnownTerminal(name: name) }

  init(_ name: String, version: [Int] = []) {
    self.name = name
    self.version = version
  }

  /// - Parameter answer: what XTVERSION gives: "kitty(0.35.2)", "WezTerm 20240203-110809-5046fc22", "VTE(8401)".
  init(answer: String) {
    let name = answer.prefix { $0 != "(" && $0 != " " }
    self.init(String(name), version: Self.numbers(answer.dropFirst(name.count)))
    if known == .vte { version = Self.digits(of: answer.dropFirst(name.count), in: 100) }
  }

  /// - Parameter environment: TERM comes first, as a terminal inherits the variables of that from which it was started.
  init?(environment: [String: String]) {
    let type = environment["TERM"] ?? ""
    let version = environment["TERM_PROGRAM_VERSION"].map { Self.numbers($0[...]) } ?? []
    func has(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    if let byType = Self.types.first(where: { type.hasPrefix($0.prefix) }) {
      self.init(byType.name)
    } else if let known = environment["TERM_PROGRAM"].flatMap({ Self.programs[$0] }) {
      self.init(known, version: version)
    } else if environment["LC_TERMINAL"] == "iTerm2" {
      self.init("iTerm2", version: environment["LC_TERMINAL_VERSION"].map { Self.numbers($0[...]) } ?? [])
    } else if let konsole = environment["KONSOLE_VERSION"], !konsole.isEmpty {
      self.init("Konsole", version: Self.digits(of: konsole[...], in: 100))
    } else if let vte = environment["VTE_VERSION"], !vte.isEmpty {
      self.init("VTE", version: Self.digits(of: vte[...], in: 100))
    } else if let variable = Self.variables.first(where: { has($0.variable) }) {
      self.init(variable.name)
    } else {
      return nil
    }
  }

  private static let types: [(prefix: String, name: String)] = [
    ("xterm-kitty", "kitty"), ("xterm-ghostty", "ghostty"), ("ghostty", "ghostty"), ("foot", "foot"),
    ("alacritty", "Alacritty"), ("wezterm", "WezTerm"), ("contour", "contour"),
  ]

  private static let programs = [
    "iTerm.app": "iTerm2", "WezTerm": "WezTerm", "ghostty": "ghostty", "vscode": "xterm.js", "mintty": "mintty",
    "Apple_Terminal": "Terminal.app",
  ]

  private static let variables: [(variable: String, name: String)] = [
    ("KITTY_WINDOW_ID", "kitty"), ("GHOSTTY_RESOURCES_DIR", "ghostty"),
    ("ALACRITTY_WINDOW_ID", "Alacritty"), ("WEZTERM_PANE", "WezTerm"), ("WT_SESSION", "Windows Terminal"),
    ("XTERM_VERSION", "XTerm"), ("INSIDE_EMACS", "Emacs"), ("TERMINAL_EMULATOR", "JetBrains"),
  ]

  private static func numbers(_ text: Substring) -> [Int] {
    let start = text.drop { !$0.isNumber }
    return start.prefix { $0.isNumber || $0 == "." }.split(separator: ".").prefix(4).compactMap { Int($0) }
  }

  /// "8401" is 0.84.1, "251203" is 25.12.3: three numbers of two digits.
  private static func digits(of text: Substring, in base: Int) -> [Int] {
    guard let number = numbers(text).first else { return [] }
    return [number / (base * base), number / base % base, number % base]
  }

  /// Whether the version is known and at least this one.
  func isAtLeast(_ wanted: Int...) -> Bool { !version.isEmpty && !version.lexicographicallyPrecedes(wanted) }

  public var description: String {
    ([name] + (version.isEmpty ? [] : [version.map(String.init).joined(separator: ".")])).joined(separator: " ")
  }
}
