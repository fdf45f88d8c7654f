/// A value of a setting.
public enum Value: Sendable, Equatable {
  case text(String)
  case whole(Int)
  case number(Double)
  case flag(Bool)

  /// As TOML writes it.
  public var toml: String {
    switch self {
    case .text(let text): quoted(text)
    case .whole(let number): "\(number)"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    }
  }
}

/// A basic string (TOML 1.0, "String").
func quoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case _ where scalar.value < 32 || scalar.value == 127:
      "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }
  return "\"" + escaped.joined() + "\""
}

/// One thing that can be configured.
public struct Setting: Sendable {
  public enum Kind: Sendable {
    case choice([String])
    case flag
    case whole(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// A name or a path.
    case text
    /// An absolute path, or one below `~/`.
    case folder
    /// One of the words, or a number.
    case wordOrNumber([String], ClosedRange<Double>)
    case style
    /// A whole number of days, alone or as "90 days"; or forever.
    case days
  }

  /// With its table before a dot: `colours.theme`.
  public let name: String
  public let kind: Kind
  /// nil where nothing is set by default.
  public let standard: Value?
  public let help: String
  /// What holds where nothing is set, for settings without a default; and an example for the others.
  public let example: String

  init(_ name: String, _ kind: Kind, _ standard: Value?, _ help: String, example: String = "") {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.help = help
    self.example = example
  }

  /// The table that it stands in; empty at the top.
  public var table: String { name.contains(".") ? String(name.prefix { $0 != "." }) : "" }
  /// Its name in the table.
  public var key: String { name.split(separator: ".").last.map(String.init) ?? name }
}

/// Why a value is none of a setting.
public struct ValueError: Error {
  public let reason: String
}

extension Setting {
  /// The value of what a user types without knowing TOML: text needs no quotes.
  public func value(typed text: String) throws(ValueError) -> Value {
    let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
    let bare = isQuoted ? String(text.dropFirst().dropLast()) : text
    let flag: Value? = bare == "true" ? .flag(true) : bare == "false" ? .flag(false) : nil
    let readings = [flag, Int(bare).map(Value.whole), Double(bare).map(Value.number), .text(bare)].compactMap(\.self)
    for reading in readings {
      if let value = try? checked(reading) { return value }
    }
    return try checked(readings[0])
  }

  /// - Throws: why the value is none for this setting.
  func checked(_ value: Value) throws(ValueError) -> Value {
    switch (kind, value) {
    case (.choice(let words), .text(let word)) where words.contains(word): return value
    case (.flag, .flag): return value
    case (.text, .text(let text)) where !text.isEmpty: return value
    case (.whole(let range), .whole(let number)) where range.contains(number): return value
    case (.number(let range), .number(let number)) where range.contains(number): return value
    case (.number(let range), .whole(let number)) where range.contains(Double(number)): return .number(Double(number))
    case (.folder, .text(let path)) where path.hasPrefix("/") || path.hasPrefix("~/"): return value
    case (.wordOrNumber(let words, _), .text(let word)) where words.contains(word): return value
    case (.wordOrNumber(_, let range), .number(let number)) where range.contains(number): return value
    case (.wordOrNumber(_, let range), .whole(let number)) where range.contains(Double(number)):
      return .number(Double(number))
    case (.style, .text(let text)):
      _ = try StyleSetting(text)
      return value
    case (.days, .whole(let number)) where Self.mostDays.contains(number):
      return .text(number == 1 ? "1 day" : "\(number) days")
    case (.days, .text(let text)) where text == Self.forever || Self.days(text) != nil: return value
    case (.style, .whole(let number)) where (0...255).contains(number): return .text("\(number)")
    default: break
    }
    throw ValueError(reason: demand(insteadOf: value))
  }

  private func demand(insteadOf value: Value) -> String {
    var words: [String] = []
    if case .choice(let all) = kind { words = all }
    if case .wordOrNumber(let all, _) = kind { words = all }
    if case .days = kind { words = [Self.forever] }
    var hint = ""
    if case .text(let word) = value, let near = nearest(to: word, among: words) { hint = "; did you mean \(near)?" }
    return "\(name) must be \(demand), not \(value.toml)\(hint)"
  }

  /// What values there are, in words.
  public var demand: String {
    switch kind {
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .flag: "true or false"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .text: "a name or a path in quotes"
    case .folder: "a path in quotes that begins with / or ~/"
    case .wordOrNumber(let words, let range):
      "one of \(words.joined(separator: ", ")), or a number from \(range.lowerBound) to \(range.upperBound)"
    case .days: "a number of days such as \"90 days\", at most \(Self.mostDays.upperBound), or \"\(Self.forever)\""
    case .style: "a style such as \"bold #ff8800 on black\""
    }
  }
}

extension Setting {
  static let forever = "forever"
  /// A hundred years.
  static let mostDays = 0...36_500

  /// - Parameter text: "90 days", "1 day".
  /// - Returns: nil where it is none of these.
  static func days(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, words[1] == "days" || words[1] == "day", let number = Int(words[0]),
      mostDays.contains(number)
    else { return nil }
    return number
  }
}
