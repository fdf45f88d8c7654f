/// A style as it is configured: `bold #ff8800 on black`.
public struct StyleSetting: Sendable, Equatable {
  public enum Colour: Sendable, Equatable {
    /// The terminal's own.
    case standard
    /// An entry of the terminal's palette.
    case palette(UInt8)
    case rgb(UInt8, UInt8, UInt8)
  }

  public var foreground = Colour.standard
  public var background = Colour.standard
  public var bold = false
  public var dim = false
  public var underline = false
  public var reverse = false

  /// - Parameter text: words: a colour, `on` and another, `bold`, `dim`, `underline`, `reverse`; a colour is `#rrggbb`,
  ///   a number of the palette, an ANSI name, or `default`.
  init(_ text: String) throws(ValueError) {
    let words = text.lowercased().split(separator: " ").map(String.init)
    var (hasForeground, hasBackground, isBackground) = (false, false, false)
    guard !words.isEmpty else { throw ValueError(reason: "a style is empty; such as \"bold red\"") }
    for word in words {
      if let attribute = Self.attributes[word], !isBackground {
        self[keyPath: attribute] = true
      } else if word == "on", !hasBackground {
        (hasBackground, isBackground) = (true, true)
      } else if let colour = Colour(word), isBackground {
        background = colour
        isBackground = false
      } else if let colour = Colour(word), !hasForeground {
        foreground = colour
        hasForeground = true
      } else {
        throw ValueError(reason: isBackground ? Self.complaint(behind: word) : Self.complaint(word))
      }
    }
    if isBackground { throw ValueError(reason: "a colour must follow on") }
  }

  /// Of a word after `on`.
  private static func complaint(behind word: String) -> String {
    let hint = nearest(to: word, among: colours).flatMap { $0 == word ? nil : "; did you mean \($0)?" } ?? ""
    return "a colour must follow on, not \(quoted(word))\(hint)"
  }

  private static func complaint(_ word: String) -> String {
    if word == "on" { return "on stands twice; it puts one colour behind the text" }
    if Colour(word) != nil { return "\(word) is one colour too many; on puts one behind the text" }
    let known = colours + attributes.keys.sorted() + ["on"]
    let hint = nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
    return "\(quoted(word)) is no colour and no attribute: #rrggbb, 0 to 255, red, bright-red, default, "
      + "bold, dim, underline, reverse\(hint)"
  }

  private static let colours = Colour.names.flatMap { [$0, "bright-" + $0] } + ["grey", "default"]

  private static let attributes: [String: WritableKeyPath<StyleSetting, Bool> & Sendable] = [
    "bold": \.bold, "dim": \.dim, "underline": \.underline, "reverse": \.reverse,
  ]
}

extension StyleSetting.Colour {
  static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

  init?(_ word: String) {
    if word == "default" {
      self = .standard
    } else if word == "grey" || word == "gray" {
      self = .palette(8)
    } else if let index = Self.names.firstIndex(of: word) {
      self = .palette(UInt8(index))
    } else if word.hasPrefix("bright-"), let index = Self.names.firstIndex(of: String(word.dropFirst(7))) {
      self = .palette(UInt8(index + 8))
    } else if word.allSatisfy({ $0.isASCII && $0.isNumber }), let index = UInt8(word) {
      self = .palette(index)
    } else {
      let digits = word.dropFirst()
      guard word.hasPrefix("#"), digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let number = UInt32(digits, radix: 16)
      else { return nil }
      self = .rgb(UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255))
    }
  }
}
