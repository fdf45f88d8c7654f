extension String {
  /// The text as a terminal may be given it: control characters, bytes that are no text, and characters that change
  /// the direction or end the line stand there as `\x1b` and `\u{202e}`. A backslash that would begin such an escape
  /// is one itself, `\x5c`, so that no two texts look the same.
  /// - Parameter kept: characters that stay as they are.
  package func shown(keeping kept: Set<Unicode.Scalar> = []) -> String {
    var result = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if kept.contains(scalar) {
        result.append(scalar)
      } else if let byte = scalar.byte ?? scalar.control {
        result.append(contentsOf: #"\x"#.unicodeScalars)
        result.append(contentsOf: ((byte < 16 ? "0" : "") + String(byte, radix: 16)).unicodeScalars)
      } else if scalar.isHarmful {
        result.append(contentsOf: (#"\u{"# + String(scalar.value, radix: 16) + "}").unicodeScalars)
      } else if scalar == "\\", rest.beginsEscape {
        result.append(contentsOf: #"\x5c"#.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Substring.UnicodeScalarView {
  /// Whether a backslash before it would read as one of `shown`.
  fileprivate var beginsEscape: Bool { first == "x" || starts(with: ["u", "{"]) }
}

extension Unicode.Scalar {
  fileprivate var control: UInt8? { value < 0x20 || value == 0x7F ? UInt8(value) : nil }

  /// C1 controls, line and paragraph separators, and what overrides or isolates a direction.
  fileprivate var isHarmful: Bool {
    switch value {
    case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
