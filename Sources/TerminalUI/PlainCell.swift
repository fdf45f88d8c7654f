extension Cell {
  /// The cell for a terminal without colours: pixels become shades, and a ground of its own is reverse video.
  public var withoutColour: Cell {
    if let luma = pixelLuma {
      let shades: [Character] = [" ", "░", "▒", "▓", "█"]
      return Cell(shades[min(4, luma / 52)])
    }
    guard style.background != .standard || style.foreground != .standard else { return self }
    var cell = self
    if style.background != .standard { cell.style.reverse.toggle() }
    cell.style.foreground = .standard
    cell.style.background = .standard
    return cell
  }

  /// The cell for a terminal without Unicode: what it cannot show becomes ASCII that looks like it.
  /// - Parameter canShow: what the terminal has beside ASCII.
  public func reduced(to canShow: (Character) -> Bool) -> Cell {
    if width == 0 { return Cell(style: style) }
    if let ground = pixelGround { return Cell(style: Style(background: ground)) }
    if character.isASCII || width == 1 && canShow(character) { return self }
    return Cell(Self.ascii[character] ?? "?", style: style)
  }

  private var pixelLuma: Int? {
    guard character == "▀", let upper = style.foreground.luma else { return nil }
    return (upper + (style.background.luma ?? upper)) / 2
  }

  /// Both pixels of a cell in one colour.
  private var pixelGround: Colour? {
    guard character == "▀", let upper = style.foreground.rgb else { return nil }
    let lower = style.background.rgb ?? upper
    func mean(_ a: Int, _ b: Int) -> UInt8 { UInt8((a + b) / 2) }
    return .palette(Palette.nearest(to: RGB(mean(upper.r, lower.r), mean(upper.g, lower.g), mean(upper.b, lower.b))))
  }

  private static let ascii: [Character: Character] = {
    let pairs: [(String, Character)] = [
      ("─╌–—·", "-"), ("│┃▌▐▏▎▍", "|"), ("╭╮╰╯┏┓┗┛┌┐└┘┬┴┼┿", "+"), ("█▋▊▉▅▆▇", "#"), ("━", "="), ("▓●✓", "*"),
      ("▒", "+"), ("░▗▖", "."), ("▁▂▃▄", "_"), ("○°", "o"), ("✗×", "x"), ("…", "~"), ("“”", "\""), ("‘’", "'"),
      ("›▸→", ">"),
      ("←‹", "<"), ("▲↑", "^"), ("▼▾↓", "v"), ("\u{A0}", " "),
    ]
    return Dictionary(pairs.flatMap { pair in pair.0.map { ($0, pair.1) } }) { first, _ in first }
  }()
}
