/// Terminals of which is known what they show.
enum KnownTerminal: String, CaseIterable {
  case kitty, ghostty, foot, wezterm, konsole, vte, iterm2, xterm, mintty, contour, alacritty, emacs, jetbrains
  case xtermJS = "xterm.js"
  case windowsTerminal = "windows terminal"
  case terminalApp = "terminal.app"

  init?(name: String) { self.init(rawValue: name.lowercased()) }
}

extension TerminalProgram {
  /// Kitty's pictures under Unicode placeholders: kitty since 0.28 (its graphics protocol's page), ghostty since its
  /// first release (ghostty-org/ghostty#2015). WezTerm and Konsole take the pictures and print the placeholders
  /// (wezterm/wezterm#7924, ghostty-org/ghostty discussion 14842), zellij refuses them (zellij-org/zellij#5530).
  var takesPlaceholders: Bool {
    switch known {
    case .kitty: isAtLeast(0, 28)
    case .ghostty: true
    default: false
    }
  }

  /// iTerm2's inline pictures: iterm2.com/documentation-images.html, wezterm.org/imgcat.html, mintty's CtrlSeqs page.
  var takesInlinePictures: Bool { [.iterm2, .wezterm, .mintty].contains(known) }

  /// Konsole leaves old pictures standing, contour puts text over them (ratatui-image's table of terminals); VTE's
  /// sixel is not meant for use (off in releases, and GNOME Console names it among its attributes all the same).
  var damagesSixel: Bool { [.konsole, .contour, .vte].contains(known) }

  /// Octants that do not depend on a font: kitty since 0.40, ghostty since 1.2, foot since 1.20, VTE since 0.78
  /// (breferrari/vigia#324 lists them; 0.80 here, as the first that distributions kept), WezTerm's nightly builds since
  /// wezterm/wezterm#6502.
  var drawsOctants: Bool {
    switch known {
    case .kitty: isAtLeast(0, 40)
    case .ghostty: isAtLeast(1, 2)
    case .foot: isAtLeast(1, 20)
    case .vte: isAtLeast(0, 80)
    case .wezterm: isAtLeast(20_250_301)
    default: false
    }
  }

  /// Sextants: VTE since 0.62, WezTerm since 2021-06 (dankamongmen/notcurses#1715), Alacritty since 0.13.2 (its
  /// changelog), Konsole (src/characters/LineBlockCharacters.h), xterm.js since xtermjs/xterm.js#5467. Windows Terminal
  /// takes them from a font and leaves lines between (microsoft/terminal#19841).
  var drawsSextants: Bool {
    switch known {
    case .kitty, .ghostty, .foot, .contour: true
    case .vte: isAtLeast(0, 62)
    case .wezterm: version.isEmpty || isAtLeast(20_210_814)
    case .konsole: isAtLeast(22, 4)
    case .alacritty: isAtLeast(0, 14)
    case .xtermJS: isAtLeast(6, 1)
    default: false
    }
  }

  /// Fonts or line heights that leave gaps between quadrants.
  var drawsOnlyHalves: Bool { [.terminalApp, .emacs, .jetbrains].contains(known) }
}
