public struct KeyNotationError: Error, Equatable, CustomStringConvertible {
  public var description: String
}

extension Key {
  /// The key of a notation such as `j`, `<Enter>`, `<C-d>`, `<F1>`, `<Click:10,4>`, `<Resize:80x24>`, `<Paste:text>`.
  public init(notation: some StringProtocol) throws(KeyNotationError) {
    guard notation.count > 1 else {
      guard let character = notation.first else { throw KeyNotationError(description: "an empty key") }
      self = .character(character)
      return
    }
    let unknown = KeyNotationError(
      description: "\(notation) is no key; keys are written like j, <Enter>, <C-d> or \"text\"")
    guard notation.first == "<", notation.last == ">" else { throw unknown }
    let name = notation.dropFirst().dropLast().lowercased()
    if name.hasPrefix("paste:") {
      self = .paste(String(notation.dropFirst(7).dropLast()))
      return
    }
    if let key = Self.named.first(where: { $0.name.lowercased() == name })?.key {
      self = key
    } else if let key = Self.control(name) ?? Self.function(name) ?? Self.mouse(name) {
      self = key
    } else {
      throw unknown
    }
  }

  /// The notation that gives this key again.
  public var notation: String {
    if let name = Self.named.first(where: { $0.key == self })?.name { return "<\(name)>" }
    switch self {
    case .character(let character): return String(character)
    case .control(let letter): return "<C-\(letter)>"
    case .function(let number): return "<F\(number)>"
    case .click(let at): return "<Click:\(at.column),\(at.row)>"
    case .doubleClick(let at): return "<DoubleClick:\(at.column),\(at.row)>"
    case .drag(let at): return "<Drag:\(at.column),\(at.row)>"
    case .release(let at): return "<Release:\(at.column),\(at.row)>"
    case .wheelUp(let at): return "<WheelUp:\(at.column),\(at.row)>"
    case .wheelDown(let at): return "<WheelDown:\(at.column),\(at.row)>"
    case .resize(let size): return "<Resize:\(size.columns)x\(size.rows)>"
    case .paste(let text): return "<Paste:\(text)>"
    default: return "?"
    }
  }

  private static let named: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("S-Tab", .backTab), ("Esc", .escape), ("BS", .backspace), ("Del", .delete),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PageUp", .pageUp), ("PageDown", .pageDown), ("Space", .character(" ")), ("lt", .character("<")),
    ("Focus", .focus),
  ]

  private static func control(_ name: String) -> Key? {
    guard name.hasPrefix("c-"), name.count == 3, let letter = name.last, letter.isASCII, letter.isLetter else {
      return nil
    }
    return .control(letter)
  }

  private static func function(_ name: String) -> Key? {
    guard name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...63).contains(number) else { return nil }
    return .function(number)
  }

  private static func mouse(_ name: String) -> Key? {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let numbers = parts[1].split { ",x".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (0...9999).contains($0) }) else { return nil }
    let position = Position(column: numbers[0], row: numbers[1])
    switch parts[0] {
    case "click": return .click(position)
    case "doubleclick": return .doubleClick(position)
    case "drag": return .drag(position)
    case "release": return .release(position)
    case "wheelup": return .wheelUp(position)
    case "wheeldown": return .wheelDown(position)
    case "resize": return .resize(Size(columns: numbers[0], rows: numbers[1]))
    default: return nil
    }
  }
}

extension [Key] {
  /// The keys of a file: notations apart by blanks, `"text"` for typed text (no escapes), `#` starts a comment.
  public init(file: String) throws(KeyNotationError) {
    self = []
    for (number, line) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      do {
        try append(line: line)
      } catch {
        throw KeyNotationError(description: "line \(number + 1): \(error)")
      }
    }
  }

  private mutating func append(line: Substring) throws(KeyNotationError) {
    var rest = line.drop(while: \.isWhitespace)
    while let first = rest.first {
      if first == "#" { return }
      if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
        append(contentsOf: rest[rest.index(after: rest.startIndex)..<end].map { Key.character($0) })
        rest = rest[rest.index(after: end)...]
      } else {
        let token = rest.prefix { !$0.isWhitespace }
        append(try Key(notation: token))
        rest = rest[token.endIndex...]
      }
      rest = rest.drop(while: \.isWhitespace)
    }
  }
}
