/// What a table's header or an assignment says.
struct TOMLAssignment: Equatable {
  /// The parts of the dotted key, at least one.
  var path: [String]
  var value: TOMLValue
}

enum TOMLValue: Equatable {
  case single(Value)
  case list, date
  /// An inline table's assignments, in its order.
  case table([TOMLAssignment])
}

struct TOMLError: Error {
  /// In the text that was read.
  var place: Place
  var reason: String
}

/// Reads one statement of TOML 1.0 (https://toml.io/en/v1.0.0): a header or an assignment. Dates are known as such, and
/// not read.
struct TOMLReader {
  let scalars: [Unicode.Scalar]
  var index = 0
  /// Of arrays and inline tables that are open.
  var depth = 0

  private init(_ text: String) throws(TOMLError) {
    scalars = Array(text.unicodeScalars)
    let control = scalars.indices.first { scalars[$0].value < 32 && !isAllowed(at: $0) || scalars[$0].value == 127 }
    if let control { throw error("it holds a control character", at: control) }
  }

  private func isAllowed(at index: Int) -> Bool {
    switch scalars[index] {
    case "\t", "\n": true
    case "\r": index + 1 < scalars.count && scalars[index + 1] == "\n"
    default: false
    }
  }

  /// - Returns: the table's name, and whether it stands in double brackets.
  static func header(_ text: String) throws(TOMLError) -> (path: [String], isList: Bool) {
    var reader = try TOMLReader(text)
    reader.skipBlanks()
    reader.take("[")
    let isList = reader.take("[")
    let path = try reader.path()
    for _ in 0..<(isList ? 2 : 1) { try reader.expect("]", "a table's header ends with \(isList ? "]]" : "]")") }
    try reader.expectEnd()
    return (path, isList)
  }

  static func assignment(_ text: String) throws(TOMLError) -> TOMLAssignment {
    var reader = try TOMLReader(text)
    let assignment = try reader.assignment()
    try reader.expectEnd()
    return assignment
  }

  mutating func assignment() throws(TOMLError) -> TOMLAssignment {
    let path = try path()
    try expect("=", "a name is followed by = and a value")
    return TOMLAssignment(path: path, value: try value())
  }

  // MARK: Keys

  private mutating func path() throws(TOMLError) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      path.append(try key())
      skipBlanks()
    } while take(".")
    return path
  }

  private mutating func key() throws(TOMLError) -> String {
    if next == "\"" || next == "'" {
      if isAhead("\"\"\"") || isAhead("'''") { throw error("a name stands in one quote on each side, not three") }
      return try string()
    }
    let word = takeWhile { Self.isBare($0) }
    guard word.isEmpty else { return word }
    guard let next, next != "\n", next != "\r" else { throw error("a name is missing") }
    throw error(next == "=" ? "a name is missing before the =" : "\(String(next)) must stand in quotes in a name")
  }

  static func isBare(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) || scalar == "-" || scalar == "_"
  }

  // MARK: The text

  /// nil at the end.
  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func isAhead(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

  /// - Returns: whether it was there.
  @discardableResult
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  mutating func takeWhile(_ passes: (Unicode.Scalar) -> Bool) -> String {
    let start = index
    while let next, passes(next) { index += 1 }
    return text(from: start)
  }

  func text(from start: Int) -> String { String(String.UnicodeScalarView(scalars[start..<index])) }

  mutating func expect(_ scalar: Unicode.Scalar, _ reason: String) throws(TOMLError) {
    skipBlanks()
    guard take(scalar) else { throw error(reason) }
  }

  mutating func skipBlanks() { while next == " " || next == "\t" { index += 1 } }

  /// Also ends of lines and comments.
  mutating func skipLines() {
    while let next {
      switch next {
      case " ", "\t", "\n", "\r": index += 1
      case "#": while self.next != nil, self.next != "\n" { index += 1 }
      default: return
      }
    }
  }

  private mutating func expectEnd() throws(TOMLError) {
    skipBlanks()
    if next == "#" { while next != nil, next != "\n" { index += 1 } }
    guard next == nil else { throw error("nothing may follow here but a comment after #") }
  }

  func error(_ reason: String, at index: Int? = nil) -> TOMLError {
    let before = scalars[..<(index ?? self.index)]
    let line = before.count { $0 == "\n" } + 1
    let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return TOMLError(place: Place(line: line, column: before.count - start + 1), reason: reason)
  }
}
