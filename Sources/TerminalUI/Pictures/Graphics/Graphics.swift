/// How a terminal shows pictures in true pixels.
public enum Graphics: Sendable, Equatable, Hashable {
  case none
  /// Kitty's graphics with Unicode placeholders.
  /// - Parameter tmux: through tmux, which must let sequences pass.
  case kitty(tmux: Bool)
  /// - Parameter colours: how many colour registers the terminal has, 2 to 256.
  case sixel(colours: Int)
  /// iTerm2's inline images.
  case iterm(tmux: Bool)
}
