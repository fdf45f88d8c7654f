/// Sequences that tmux hands on to the terminal around it (tmux(1), `allow-passthrough`).
enum Passthrough {
  /// - Parameter tmux: false leaves the sequence as it is.
  static func wrap(_ sequence: [UInt8], tmux: Bool) -> [UInt8] {
    guard tmux else { return sequence }
    var out = Array("\u{1B}Ptmux;".utf8)
    out.reserveCapacity(sequence.count + 12)
    for byte in sequence {
      if byte == 0x1B { out.append(byte) }
      out.append(byte)
    }
    return out + "\u{1B}\\".utf8
  }
}
