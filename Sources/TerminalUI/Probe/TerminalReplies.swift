/// Takes apart what a terminal sends when it is asked: its answers, and the keys that somebody pressed meanwhile. Bytes
/// may come in any pieces; of two answers to one question the first counts.
///
/// The formats are those of xterm (invisible-island.net/xterm/ctlseqs/ctlseqs.html) and kitty
/// (sw.kovidgoyal.net/kitty/graphics-protocol).
public struct TerminalReplies: Sendable, Equatable {
  /// What XTVERSION answers: "kitty(0.35.2)". May hold anything.
  public private(set) var version: String?
  /// The primary device attributes; 4 among them stands for sixel pictures.
  public private(set) var attributes: [Int]?
  /// The secondary device attributes: kind, version, and a number of no use.
  public private(set) var secondaryAttributes: [Int]?
  public private(set) var cell: PixelSize?
  public private(set) var textArea: PixelSize?
  public private(set) var background: BackgroundColour?
  /// Whether it takes pictures by kitty's protocol; nil where it did not say.
  public private(set) var takesKittyPictures: Bool?
  /// Whether it kept a colour of 24 bits as it was.
  public private(set) var keepsTrueColour: Bool?
  public private(set) var synchronises: Bool?
  /// How many colours a sixel picture may have at once; nil where it did not say.
  public private(set) var colourRegisters: Int?
  private var typed: [UInt8] = []
  private var rest: [UInt8] = []

  public init() {}

  /// Whether the last question is answered, and thereby every one that ever will be.
  public var isComplete: Bool { attributes != nil }

  /// What belongs to no answer, untouched and in order, and last what may be the beginning of one.
  public var keyBytes: [UInt8] { typed + rest }

  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    rest += bytes
    var place = 0
    while place < rest.count, let count = step(rest[place...]) { place += count }
    rest.removeFirst(place)
  }

  /// - Returns: the bytes that were understood or kept as typed; nil where more are needed.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.first == 0x1B else { return keep(bytes.prefix { $0 != 0x1B }) }
    guard let second = bytes.dropFirst().first else { return nil }
    if second == UInt8(ascii: "[") { return sequence(bytes) }
    guard ReplyString.isBeginning(second) else { return keep(bytes.prefix(1)) }
    switch ReplyString.scan(bytes) {
    case .none: return keep(bytes.prefix(1))
    case .partial: return nil
    case .whole(let count, let text):
      read(string: String(decoding: Array(bytes)[text], as: UTF8.self), second)
      return count
    }
  }

  private mutating func sequence(_ bytes: ArraySlice<UInt8>) -> Int? {
    switch ReplySequence.scan(bytes) {
    case .none: return keep(bytes.prefix(1))
    case .partial: return nil
    case .whole(let sequence) where sequence.isReply:
      read(sequence)
      return sequence.count
    case .whole(let sequence): return keep(bytes.prefix(sequence.count))
    }
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) -> Int {
    typed += bytes
    return bytes.count
  }

  private mutating func read(_ sequence: ReplySequence) {
    let numbers = sequence.numbers
    switch (sequence.prefix, sequence.final) {
    case ("?", "c"): attributes = attributes ?? numbers
    case (">", "c"): secondaryAttributes = secondaryAttributes ?? numbers
    case ("", "t") where numbers[0] == 6: cell = cell ?? PixelSize(width: numbers[2], height: numbers[1])
    case ("", "t") where numbers[0] == 4: textArea = textArea ?? PixelSize(width: numbers[2], height: numbers[1])
    // 1 set, 2 reset, 3 always set; 0 is unknown and 4 never set (gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036).
    case ("?", "y") where numbers.count == 2 && numbers[0] == 2026:
      synchronises = synchronises ?? (1...3).contains(numbers[1])
    // XTSMGRAPHICS: the item, 0 for success, and the number.
    case ("?", "S") where numbers.count == 3 && numbers[0] == 1 && numbers[1] == 0:
      colourRegisters = colourRegisters ?? numbers[2]
    default: break
    }
  }

  private mutating func read(string text: String, _ introducer: UInt8) {
    switch introducer {
    case UInt8(ascii: "P") where text.hasPrefix(">|"): version = version ?? String(text.dropFirst(2))
    case UInt8(ascii: "P") where text.dropFirst().hasPrefix("$r"):
      keepsTrueColour = keepsTrueColour ?? (text.first == "1" && Self.holdsAskedColour(text.dropFirst(3)))
    case UInt8(ascii: "]") where text.hasPrefix("11;"):
      background = background ?? BackgroundColour(text.dropFirst(3))
    case UInt8(ascii: "_") where text.hasPrefix("Gi=\(TerminalQuestions.pictureNumber)"):
      let parts = text.split(separator: ";", maxSplits: 1)
      takesKittyPictures = takesKittyPictures ?? (parts.count == 2 && parts[1] == "OK")
    default: break
    }
  }

  /// `0;48:2::1:2:3m`, with semicolons or colons, and with or without a colour space.
  private static func holdsAskedColour(_ text: some StringProtocol) -> Bool {
    let numbers = text.prefix { $0 != "m" }.split { $0 == ";" || $0 == ":" }.map { Int($0) }
    guard let place = numbers.firstIndex(of: 48), numbers.dropFirst(place + 1).first == 2 else { return false }
    return numbers.dropFirst(place + 2).suffix(3).elementsEqual(TerminalQuestions.colour.map(Optional.init))
  }
}

/// A number of pixels each way.
public struct PixelSize: Sendable, Equatable {
  public var width, height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// The ground on which a terminal writes.
public struct BackgroundColour: Sendable, Equatable {
  public var red, green, blue: UInt8

  /// - Parameter text: `rgb:` and three numbers of one to four hexadecimal digits, each as a part of the largest
  ///   number of as many digits (XParseColor(3)); `rgba:` with a fourth.
  init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"), ["rgb", "rgba"].contains(String(text[..<colon])) else { return nil }
    let parts = text[text.index(after: colon)...].split(separator: "/").map { digits -> UInt8? in
      guard (1...4).contains(digits.count), let value = Int(digits, radix: 16), value >= 0 else { return nil }
      let largest = (1 << (4 * digits.count)) - 1
      return UInt8((value * 255 + largest / 2) / largest)
    }
    guard (3...4).contains(parts.count), let red = parts[0], let green = parts[1], let blue = parts[2] else {
      return nil
    }
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Whether light letters stand out on it.
  public var isDark: Bool { RGB(red, green, blue).luma < 128 }
}
