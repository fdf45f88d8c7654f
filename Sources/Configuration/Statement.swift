/// A table's header or an assignment of a TOML document, alone with its place: one that is wrong leaves the others as
/// they are, and each value has a line and a column.
struct Statement: Equatable {
  /// From the beginning of its line, so that columns stay what they are.
  var text: String
  /// Where it begins.
  var start: Place
  /// Where its value begins; nil for a header.
  var value: Place?

  var isHeader: Bool { value == nil && text.drop { $0 == " " || $0 == "\t" }.hasPrefix("[") }
}

struct StatementScanner {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1

  init(_ document: String) {
    scalars = Array(document.unicodeScalars)
    if scalars.first == "\u{FEFF}" { index = 1 }
  }

  mutating func next() -> Statement? {
    while index < scalars.count {
      let lineStart = index
      let first = afterBlanks(index)
      let end = endOfLine(first)
      if first == end || scalars[first] == "#" {
        advance(to: end)
        continue
      }
      let start = Place(line: line, column: first - lineStart + 1)
      let (last, value) = scalars[first] == "[" ? (end, nil) : assignment(first)
      let place = value.map { value in
        let lineOfValue = scalars[lineStart..<value].lastIndex(of: "\n").map { $0 + 1 } ?? lineStart
        return Place(line: line, column: value - lineOfValue + 1)
      }
      // A carriage return without its line feed is no TOML.
      let hasReturn = last > first && scalars[last - 1] == "\r"
      let text = String(String.UnicodeScalarView(scalars[lineStart..<(hasReturn ? last - 1 : last)]))
      advance(to: last)
      return Statement(text: text, start: start, value: place)
    }
    return nil
  }

  private func afterBlanks(_ index: Int) -> Int {
    var index = index
    while index < scalars.count, [" ", "\t", "\r"].contains(scalars[index]) { index += 1 }
    return index
  }

  private func endOfLine(_ index: Int) -> Int { scalars[index...].firstIndex(of: "\n") ?? scalars.count }

  private mutating func advance(to end: Int) {
    line += scalars[index..<end].count { $0 == "\n" } + 1
    index = min(scalars.count, end + 1)
  }

  /// - Returns: the end of the assignment, over lines as long as an array or a long string is open, and the beginning of
  ///   its value. What is never closed ends with its first line.
  private func assignment(_ first: Int) -> (end: Int, value: Int?) {
    var (index, depth) = (first, 0)
    var value: Int?
    while index < scalars.count {
      switch scalars[index] {
      case "\n" where depth == 0: return (index, value)
      case "#": index = endOfLine(index) - 1
      case "\"", "'":
        guard let end = endOfString(index) else { return (endOfLine(first), value) }
        index = end
      case "=" where value == nil: value = min(afterBlanks(index + 1), endOfLine(index))
      case "[" where value != nil: depth += 1
      case "]" where value != nil: depth = max(0, depth - 1)
      default: break
      }
      index += 1
    }
    return (depth == 0 ? scalars.count : endOfLine(first), value)
  }

  /// The last quote of the string that begins here; nil where it is not closed.
  private func endOfString(_ start: Int) -> Int? {
    let quote = scalars[start]
    let isLong = start + 2 < scalars.count && scalars[start + 1] == quote && scalars[start + 2] == quote
    var index = start + (isLong ? 3 : 1)
    while index < scalars.count {
      if scalars[index] == "\\", quote == "\"" {
        index += 2
        continue
      }
      if scalars[index] == "\n", !isLong { return nil }
      if scalars[index] == quote {
        guard isLong else { return index }
        if index + 2 < scalars.count, scalars[index + 1] == quote, scalars[index + 2] == quote { return index + 2 }
      }
      index += 1
    }
    return nil
  }
}
