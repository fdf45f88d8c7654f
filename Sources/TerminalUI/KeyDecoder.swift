/// Keys from the bytes that a terminal sends (ECMA-48, and xterm's control sequences). Whatever comes, in whatever
/// pieces, it never waits: what is not complete stays until more bytes or the end of a rest come. What a terminal answers
/// to a question, however late, gives no keys, and what is pasted is one.
public struct KeyDecoder: Sendable {
  /// No sequence that stands for a key is as long.
  private static let longest = 64

  private let sequences: [[UInt8]: Key]
  private let longestSequence: Int
  private var bytes: [UInt8] = []
  private var cut: LateReply?
  /// Under way.
  private var paste: Paste?
  /// The rest of the mark before a paste whose beginning has come, as over a slow line.
  private var awaitedMark: [UInt8]?

  /// - Parameter sequences: what this terminal sends for its keys, each beginning with escape and longer than that.
  public init(sequences: [[UInt8]: Key] = [:]) {
    self.sequences = sequences.filter { $0.key.count > 1 && $0.key[0] == 0x1B }
    longestSequence = self.sequences.keys.map(\.count).max() ?? 0
  }

  /// Whether bytes are left that may be the beginning of a key.
  public var isWaiting: Bool { !bytes.isEmpty || paste?.endsInEscape == true }

  /// - Parameter isFinal: nothing has come for a while; the beginning of a sequence is then no sequence.
  public mutating func keys(from new: some Sequence<UInt8>, isFinal: Bool = false) -> [Key] {
    bytes += new
    if !beginsPaste(), paste == nil { dropLateReply() }
    var (keys, place) = ([Key](), 0)
    while paste != nil || place < bytes.count {
      if paste != nil {
        guard let text = takePaste(&place, isFinal) else { break }
        keys.append(.paste(text))
        continue
      }
      if bytes[place...].starts(with: Self.pasteMark) {
        paste = Paste()
        place += Self.pasteMark.count
        continue
      }
      guard let step = step(bytes[place...], isFinal) else { break }
      if let key = step.key { keys.append(key) } else if isFinal { keepCut(bytes[place...]) }
      place += step.count
    }
    bytes.removeFirst(place)
    return keys
  }

  private static let pasteMark = Array("\u{1B}[200~".utf8)

  /// What came of a reply or of a paste's mark, before a pause.
  private mutating func keepCut(_ rest: ArraySlice<UInt8>) {
    cut = LateReply(beginning: rest)
    let isMark = rest.count > 2 && Self.pasteMark.starts(with: rest)
    awaitedMark = isMark ? Array(Self.pasteMark.dropFirst(rest.count)) : nil
  }

  /// Whether the bytes are the rest of such a mark; that is taken from them.
  private mutating func beginsPaste() -> Bool {
    guard let rest = awaitedMark, !bytes.isEmpty else { return false }
    awaitedMark = nil
    guard bytes.starts(with: rest) else { return false }
    bytes.removeFirst(rest.count)
    (cut, paste) = (nil, Paste())
    return true
  }

  /// - Returns: the text where it ends among the bytes.
  private mutating func takePaste(_ place: inout Int, _ isFinal: Bool) -> String? {
    guard let (count, text) = paste?.take(bytes[place...], isFinal: isFinal) else { return nil }
    place += count
    if text != nil { paste = nil }
    return text
  }

  private mutating func dropLateReply() {
    guard !bytes.isEmpty, var late = cut else { return }
    let (count, goesOn) = late.take(bytes)
    bytes.removeFirst(count)
    cut = goesOn ? late : nil
  }

  /// A key, or none for what stands for none, and how many bytes it takes.
  private typealias Step = (key: Key?, count: Int)

  /// - Returns: nil where more bytes are needed.
  private func step(_ rest: ArraySlice<UInt8>, _ isFinal: Bool) -> Step? {
    let bytes = Array(rest.prefix(Self.longest))
    guard bytes[0] == 0x1B else { return bytes[0] < 0x80 ? (Self.control(bytes[0]), 1) : utf8(bytes, isFinal) }
    if let known = known(bytes) { return known }
    if !isFinal, bytes.count < longestSequence, isBeginning(bytes) { return nil }
    guard bytes.count > 1 else { return isFinal ? (.escape, 1) : nil }
    switch bytes[1] {
    case 0x5B: return controlSequence(bytes, isFinal)
    case 0x4F: return shifted(bytes, isFinal)
    case let second where ReplyString.isBeginning(second): return reply(rest, isFinal)
    default: return (.escape, 1)
    }
  }

  private func reply(_ bytes: ArraySlice<UInt8>, _ isFinal: Bool) -> Step? {
    switch ReplyString.scan(bytes) {
    case .none: return (.escape, 1)
    case .partial where !isFinal: return nil
    case .partial(let isReply): return isReply ? (nil, bytes.count) : (.escape, 1)
    case .whole(let count, _): return (nil, count)
    }
  }

  private static func control(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x0D, 0x0A: .enter
    case 0x09: .tab
    case 0x08, 0x7F: .backspace
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case ..<0x20: nil
    default: .character(Character(Unicode.Scalar(byte)))
    }
  }

  private func utf8(_ bytes: [UInt8], _ isFinal: Bool) -> Step? {
    let length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2
    let tail = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
    if tail.count < length - 1, tail.count + 1 == bytes.count, !isFinal { return nil }
    guard tail.count == length - 1, let text = String(validating: bytes.prefix(length), as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return (nil, tail.count + 1) }
    return (scalar.value < 0xA0 ? nil : .character(Character(scalar)), length)
  }

  // MARK: Sequences

  private func known(_ bytes: [UInt8]) -> Step? {
    for length in (2...max(2, longestSequence)).reversed() where length <= bytes.count {
      if let key = sequences[Array(bytes.prefix(length))] { return (key, length) }
    }
    return nil
  }

  private func isBeginning(_ bytes: [UInt8]) -> Bool { sequences.keys.contains { $0.starts(with: bytes) } }

  /// `ESC [`, parameters, a letter. One without an end is dropped, so that nothing of it is taken for commands.
  private func controlSequence(_ bytes: [UInt8], _ isFinal: Bool) -> Step? {
    let body = bytes.dropFirst(2)
    let parameters = body.prefix { (0x20...0x3F).contains($0) }
    guard let letter = body.dropFirst(parameters.count).first else {
      if bytes.count < Self.longest, !isFinal { return nil }
      return bytes.count == 2 ? (.escape, 1) : (nil, bytes.count)
    }
    let end = 3 + parameters.count
    guard (0x40...0x7E).contains(letter) else { return (nil, end - 1) }
    let text = String(decoding: parameters, as: UTF8.self)
    if text.isEmpty, letter == UInt8(ascii: "M") { return Self.oldMouse(bytes, isFinal) }
    if text.isEmpty, letter == UInt8(ascii: "[") { return consoleFunction(bytes, isFinal) }
    if text.hasPrefix("?") { return (nil, end) }
    if text.hasPrefix("<") { return (Self.mouse(text.dropFirst(), isPress: letter == UInt8(ascii: "M")), end) }
    return (Self.key(text, letter), end)
  }

  /// Function keys of Linux's console: `ESC [ [ A`.
  private func consoleFunction(_ bytes: [UInt8], _ isFinal: Bool) -> Step? {
    guard bytes.count > 3 else { return isFinal ? (nil, 3) : nil }
    guard (0x41...0x45).contains(bytes[3]) else { return (nil, 3) }
    return (.function(Int(bytes[3]) - 0x40), 4)
  }

  /// `ESC O` and a letter.
  private func shifted(_ bytes: [UInt8], _ isFinal: Bool) -> Step? {
    guard bytes.count > 2 else { return isFinal ? (.escape, 1) : nil }
    if bytes[2] == UInt8(ascii: "M") { return (.enter, 3) }
    guard let key = Self.key("", bytes[2]) else { return (.escape, 1) }
    return (key, 3)
  }

  private static func key(_ parameters: String, _ letter: UInt8) -> Key? {
    switch Unicode.Scalar(letter) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "Z": .backTab
    case "I" where parameters.isEmpty: .focus
    case "P", "Q", "R", "S": .function(Int(letter) - 0x4F)
    case "~": numbered(parameters)
    default: nil
    }
  }

  private static func numbered(_ parameters: String) -> Key? {
    switch Int(parameters.prefix { $0 != ";" }) ?? 0 {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    case 5: .pageUp
    case 6: .pageDown
    case let number where (11...15).contains(number): .function(number - 10)
    case let number where (17...21).contains(number): .function(number - 11)
    case let number where (23...24).contains(number): .function(number - 12)
    default: nil
    }
  }

  // MARK: Mouse

  /// `button;column;row`, counted from 1.
  private static func mouse(_ text: Substring, isPress: Bool) -> Key? {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2] else { return nil }
    guard isPress else { return button == 0 ? mouse(released, column, row) : nil }
    return mouse(button, column, row)
  }

  /// Three bytes: button, column and row, each with 32 added.
  private static func oldMouse(_ bytes: [UInt8], _ isFinal: Bool) -> Step? {
    guard bytes.count >= 6 else { return isFinal ? (nil, bytes.count) : nil }
    return (mouse(Int(bytes[3]) - 32, Int(bytes[4]) - 32, Int(bytes[5]) - 32), 6)
  }

  /// The old sequence does not tell which button it was.
  private static let released = 3

  private static func mouse(_ button: Int, _ column: Int, _ row: Int) -> Key? {
    guard (1...9999).contains(column), (1...9999).contains(row) else { return nil }
    let position = Position(column: column - 1, row: row - 1)
    switch button {
    case 0: return .click(position)
    case 32: return .drag(position)
    case released: return .release(position)
    case 64: return .wheelUp(position)
    case 65: return .wheelDown(position)
    default: return nil
    }
  }
}
