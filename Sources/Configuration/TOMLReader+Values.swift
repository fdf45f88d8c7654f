extension TOMLReader {
  /// Arrays and inline tables may lie within each other so deep.
  private static let deepest = 32

  mutating func value() throws(TOMLError) -> TOMLValue {
    skipBlanks()
    switch next {
    case nil, "\n", "\r", "#": throw error("a value is missing after the =")
    case "\"", "'": return .single(.text(try string()))
    case "[", "{":
      guard depth < Self.deepest else { throw error("more than \(Self.deepest) brackets are open") }
      depth += 1
      defer { depth -= 1 }
      return next == "[" ? try list() : try table()
    default: return try word()
    }
  }

  /// The elements are checked and not kept, as no setting is a list.
  private mutating func list() throws(TOMLError) -> TOMLValue {
    let start = index
    take("[")
    while true {
      skipLines()
      if take("]") { return .list }
      guard next != nil else { throw error("this [ is never closed", at: start) }
      _ = try value()
      skipLines()
      guard take(",") || next == "]" || next == nil else { throw error("values in [] are apart by commas") }
    }
  }

  private mutating func table() throws(TOMLError) -> TOMLValue {
    take("{")
    skipBlanks()
    if take("}") { return .table([]) }
    var assignments: [TOMLAssignment] = []
    repeat {
      assignments.append(try assignment())
      skipBlanks()
    } while take(",")
    guard take("}") else { throw error("assignments in {} are apart by commas, on one line") }
    return .table(assignments)
  }

  // MARK: Words and numbers

  private mutating func word() throws(TOMLError) -> TOMLValue {
    let start = index
    let word = takeWhile { Self.isBare($0) || $0 == "+" || $0 == "." || $0 == ":" }
    switch word {
    case "true": return .single(.flag(true))
    case "false": return .single(.flag(false))
    case "inf", "+inf": return .single(.number(.infinity))
    case "-inf": return .single(.number(-.infinity))
    case "nan", "+nan", "-nan": return .single(.number(.nan))
    default: break
    }
    if Self.isDate(word) { return .date }
    if let value = try number(word, at: start) { return .single(value) }
    throw error("this is no value: text stands in quotes, and numbers look like 3, 0.5 or 1e-3", at: start)
  }

  /// `1979-05-27…` or `07:32…`
  private static func isDate(_ word: String) -> Bool {
    let shape = word.unicodeScalars.map { ("0"..."9").contains($0) ? "0" : String($0) }.joined()
    return shape.hasPrefix("0000-00-00") || shape.hasPrefix("00:00")
  }

  /// nil where it is none.
  private func number(_ word: String, at start: Int) throws(TOMLError) -> Value? {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
      guard let digits = Self.digits(word.dropFirst(2), radix: radix) else { return nil }
      guard let number = Int(digits, radix: radix) else { throw error("this number is too large", at: start) }
      return .whole(number)
    }
    let sign = word.hasPrefix("-") ? "-" : ""
    let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
    if let digits = Self.wholeDigits(unsigned) {
      guard let number = Int(sign + digits) else { throw error("this number is too large", at: start) }
      return .whole(number)
    }
    return Self.decimal(unsigned).flatMap { Double(sign + $0) }.map(Value.number)
  }

  /// Digits with single underscores between them, without those.
  private static func digits(_ text: Substring, radix: Int) -> String? {
    let groups = text.split(separator: "_", omittingEmptySubsequences: false)
    guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { isDigit($0, radix) } }) else { return nil }
    return groups.joined()
  }

  private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) < radix
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
    default: false
    }
  }

  /// Without zeros in front.
  private static func wholeDigits(_ text: Substring) -> String? {
    guard let digits = digits(text, radix: 10), digits == "0" || !digits.hasPrefix("0") else { return nil }
    return digits
  }

  /// `1.5`, `1e-3`, `1.5E+3`
  private static func decimal(_ text: Substring) -> String? {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = wholeDigits(mantissa[0]) else { return nil }
    var number = whole
    if mantissa.count > 1 {
      guard let fraction = digits(mantissa[1], radix: 10) else { return nil }
      number += "." + fraction
    }
    guard parts.count > 1 else { return number }
    let isSigned = parts[1].hasPrefix("-") || parts[1].hasPrefix("+")
    guard let exponent = digits(isSigned ? parts[1].dropFirst() : parts[1], radix: 10) else { return nil }
    return number + (parts[1].hasPrefix("-") ? "e-" : "e") + exponent
  }
}
