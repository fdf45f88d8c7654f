extension TOMLReader {
  /// Basic or literal, of one line or of several.
  mutating func string() throws(TOMLError) -> String {
    let quote: Unicode.Scalar = next == "'" ? "'" : "\""
    let three = String(repeating: String(quote), count: 3)
    let isLong = isAhead(three)
    index += isLong ? 3 : 1
    if isLong { takeLineEnd() }
    var text = String.UnicodeScalarView()
    while let next {
      if isLong, isAhead(three) { return String(text + endOfLong(quote)) }
      if !isLong, take(quote) { return String(text) }
      if !isLong, next == "\n" || next == "\r" { break }
      if next == "\\", quote == "\"" {
        try escape(into: &text, isLong: isLong)
      } else {
        text.append(next)
        index += 1
      }
    }
    throw error("the text is not closed; \(isLong ? three : String(quote)) is missing")
  }

  /// Up to two quotes before the three that close belong to the text.
  private mutating func endOfLong(_ quote: Unicode.Scalar) -> String.UnicodeScalarView {
    var count = 0
    while count < 5, take(quote) { count += 1 }
    return String.UnicodeScalarView(repeatElement(quote, count: count - 3))
  }

  @discardableResult
  private mutating func takeLineEnd() -> Bool {
    if isAhead("\r\n") { index += 1 }
    return take("\n")
  }

  private mutating func escape(into text: inout String.UnicodeScalarView, isLong: Bool) throws(TOMLError) {
    let start = index
    index += 1
    if isLong, skipLineEnd() { return }
    guard let letter = next else { throw error("a character must follow \\", at: start) }
    index += 1
    switch letter {
    case "b": text.append("\u{8}")
    case "t": text.append("\t")
    case "n": text.append("\n")
    case "f": text.append("\u{C}")
    case "r": text.append("\r")
    case "\"", "\\": text.append(letter)
    case "u": text.append(try codePoint(digits: 4, at: start))
    case "U": text.append(try codePoint(digits: 8, at: start))
    default: throw error("\\\(String(letter)) means nothing; \\\\ is one \\, and 'text' takes \\ as it is", at: start)
    }
  }

  /// After a backslash at the end of a line: the blanks and lines up to the next character.
  private mutating func skipLineEnd() -> Bool {
    let start = index
    skipBlanks()
    guard takeLineEnd() else {
      index = start
      return false
    }
    while next == " " || next == "\t" || next == "\n" || isAhead("\r\n") { index += 1 }
    return true
  }

  private mutating func codePoint(digits: Int, at start: Int) throws(TOMLError) -> Unicode.Scalar {
    let text = String(String.UnicodeScalarView(scalars[index...].prefix(digits)))
    let isHexadecimal = text.count == digits && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    guard isHexadecimal, let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else {
      throw error("\(digits) hexadecimal digits of a character must follow here", at: start)
    }
    index += digits
    return scalar
  }
}
