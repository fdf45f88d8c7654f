import TerminalUI

/// A window that is too small for anything but a message that says so.
extension State {
  /// Whether the screen is not seen; the help needs less room than others.
  var isHidden: Bool {
    if HelpLayout.hasChrome(size) { return false }
    guard case .help = screens.last else { return true }
    return !HelpLayout.fits(size)
  }

  /// Nothing is done to what nobody sees: keys lead out of the program, or to the help where that has room.
  mutating func takeHidden(_ key: Key) -> [Effect] {
    guard case .binding(let binding) = keymap.resolve([key], in: scope) else { return [] }
    switch binding.action {
    case .help where prompt == nil && HelpLayout.fits(size): return perform(.help, count: nil)
    case .quit, .interrupt, .suspend, .redraw: return perform(binding.action, count: nil)
    default: return []
    }
  }
}
