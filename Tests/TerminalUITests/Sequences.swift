/// What a terminal reads: text, and sequences of ECMA-48.
enum Sequence: Equatable {
  case scalar(Unicode.Scalar)
  case control(UInt8)
  /// An escape with its final byte, and intermediate ones before it.
  case escape([UInt8])
  case csi(String, final: UInt8)
  /// `P`, `]` or `_` with what stands up to its end.
  case string(UInt8, [UInt8])

  /// Strings that tmux would hand on are taken out of their wrapping.
  static func all(in bytes: [UInt8]) -> [Sequence] {
    var (out, rest): ([Sequence], ArraySlice<UInt8>) = ([], bytes[...])
    while let byte = rest.first {
      if byte == 0x1B {
        rest.removeFirst()
        out += escape(&rest)
      } else if byte < 0x20 || byte == 0x7F {
        rest.removeFirst()
        out.append(.control(byte))
      } else {
        var length = 1
        while length < rest.count, rest[rest.startIndex + length] & 0xC0 == 0x80 { length += 1 }
        out += String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.map { .scalar($0) }
        rest = rest.dropFirst(length)
      }
    }
    return out
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> [Sequence] {
    guard let kind = rest.popFirst() else { return [] }
    switch kind {
    case UInt8(ascii: "["):
      var text = ""
      while let byte = rest.popFirst() {
        if byte >= 0x40 { return [.csi(text, final: byte)] }
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
      return []
    case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"): return string(kind, &rest)
    case 0x20...0x2F: return [.escape([kind, rest.popFirst() ?? 0])]
    default: return [.escape([kind])]
    }
  }

  private static func string(_ kind: UInt8, _ rest: inout ArraySlice<UInt8>) -> [Sequence] {
    var data: [UInt8] = []
    let isPassedOn = rest.starts(with: Array("tmux;".utf8))
    while let byte = rest.popFirst() {
      if byte == 0x07, kind == UInt8(ascii: "]") { break }
      if byte == 0x1B {
        let next = rest.popFirst()
        if next == UInt8(ascii: "\\") { break }
        precondition(isPassedOn && next == 0x1B, "an escape within a string")
      }
      data.append(byte)
    }
    return isPassedOn ? all(in: Array(data.dropFirst(5))) : [.string(kind, data)]
  }
}
