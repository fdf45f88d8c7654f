import Library
import TerminalUI

/// A line that the user types, or a question to be answered with y or n.
struct Prompt: Sendable, Equatable {
  enum Purpose: Sendable, Equatable {
    case search
    case export
    case overwrite(ExportRequest)
    case stopIndexing
    case command
    /// The lines of the help with a text.
    case helpFilter
    case gallery(GalleryPrompt)
    case decision(DecisionPrompt)
  }

  let purpose: Purpose
  let label: String
  private(set) var text: [Character]
  private(set) var cursor: Int

  init(_ purpose: Purpose, label: String, text: String = "", cursor: Int? = nil) {
    self.purpose = purpose
    self.label = label
    self.text = Array(text)
    self.cursor = min(cursor ?? .max, self.text.count)
  }

  var value: String { String(text) }

  /// Answered with y or n.
  var isQuestion: Bool {
    switch purpose {
    case .search, .export, .command, .helpFilter: false
    case .overwrite, .stopIndexing: true
    case .gallery(let prompt): prompt.isQuestion
    case .decision(let prompt): prompt.isQuestion
    }
  }

  /// Whether Tab completes what is typed.
  var completes: Bool {
    switch purpose {
    case .export, .command, .gallery(.filter), .gallery(.export), .decision(.name): true
    default: false
    }
  }

  mutating func replace(from start: Int = 0, with new: String) {
    text.replaceSubrange(start..<cursor, with: new)
    cursor = start + new.count
  }

  mutating func replaceAll(with new: String) {
    text = Array(new)
    cursor = text.count
  }

  mutating func edit(_ key: Key) {
    switch key {
    case .character(let character): insert(character)
    case .backspace where cursor > 0: remove(from: cursor - 1)
    case .delete where cursor < text.count: text.remove(at: cursor)
    case .control("u"): remove(from: 0)
    case .control("w"): remove(from: wordStart)
    case .control("k"): text.removeSubrange(cursor...)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    default: break
    }
  }

  private static let longest = 4096

  private mutating func insert(_ character: Character) {
    guard text.count < Self.longest else { return }
    text.insert(character, at: cursor)
    cursor += 1
  }

  /// Puts a text at the cursor, as much as a line holds: without line ends and what else is no character, blanks for tabs.
  mutating func insert(_ new: String) {
    let scalars = new.unicodeScalars.compactMap { scalar -> Character? in
      if scalar == "\t" { return " " }
      return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? nil : Character(scalar)
    }
    let fitting = scalars.prefix(max(0, Self.longest - text.count))
    text.insert(contentsOf: fitting, at: cursor)
    cursor += fitting.count
  }

  private mutating func remove(from start: Int) {
    text.removeSubrange(start..<cursor)
    cursor = start
  }

  private var wordStart: Int {
    var start = cursor
    while start > 0, text[start - 1] == " " { start -= 1 }
    while start > 0, text[start - 1] != " ", text[start - 1] != "/" || start == cursor { start -= 1 }
    return start
  }
}
