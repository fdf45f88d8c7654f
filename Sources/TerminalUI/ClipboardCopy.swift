/// Text for the terminal's clipboard (xterm's control sequences, OSC 52).
public enum ClipboardCopy {
  /// Some terminals drop what is longer.
  public static let mostBytes = 8192

  /// How the sequence reaches the terminal.
  public enum Route: Sendable, Equatable {
    /// As it is: the terminal's own, or one that tmux takes over.
    case direct
    /// Through tmux to the terminal around it.
    case throughTmux
  }

  public struct Refusal: Error, Equatable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
  }

  /// - Parameter bytes: text that holds no control characters, which a shell could take for commands when it is pasted.
  public static func sequence(_ bytes: [UInt8], route: Route) throws(Refusal) -> [UInt8] {
    guard bytes.count <= mostBytes else {
      throw Refusal(reason: "not copied: longer than the \(mostBytes) bytes that terminals take")
    }
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw Refusal(reason: "not copied: this name holds control characters")
    }
    let sequence = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes) + [0x07]
    return Passthrough.wrap(sequence, tmux: route == .throughTmux)
  }

  /// - Parameters:
  ///   - setClipboard: tmux's option `set-clipboard`; programs' copies are taken where it is on.
  ///   - allowPassthrough: tmux's option `allow-passthrough`.
  public static func route(setClipboard: String, allowPassthrough: String) throws(Refusal) -> Route {
    if setClipboard == "on" { return .direct }
    if ["on", "all"].contains(allowPassthrough) { return .throughTmux }
    throw Refusal(reason: "not copied: tmux takes copies after `set -g set-clipboard on` in tmux.conf")
  }
}
