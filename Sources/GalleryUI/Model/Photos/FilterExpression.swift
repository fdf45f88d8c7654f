import Library

/// What the user wants to see, in words that must all hold: `faces:2 date:2021-06 name:party -state:unreadable`.
struct FilterExpression: Sendable, Equatable {
  /// As typed.
  private(set) var text = ""
  private(set) var terms: [FilterTerm] = []

  /// Shows everything.
  init() {}

  init(_ text: String) throws(FilterError) {
    self.text = text.trimmingBlanks
    for word in try FilterWord.all(in: text) { terms.append(try FilterTerm(word)) }
  }

  /// Whether it depends on what the user decided.
  var asksForPeople: Bool { terms.contains { if case .person = $0.condition { true } else { false } } }

  func passes(_ facts: PhotoFacts, _ names: NameIndex, _ place: Int) -> Bool {
    terms.allSatisfy { $0.passes(facts, names, place) }
  }
}

struct FilterError: Error, Equatable {
  let reason: String
  /// Characters of the text up to the end of the word that is wrong.
  let end: Int
}

/// A word of an expression and where it ends; quotes keep blanks together.
struct FilterWord: Equatable {
  var text = ""
  /// Characters before this are not in quotes and may be a field's name.
  var bare = 0
  var end = 0

  static func all(in text: String) throws(FilterError) -> [FilterWord] {
    var words: [FilterWord] = []
    var word: FilterWord?
    var (isQuoted, wasQuoted) = (false, false)
    for (index, character) in text.enumerated() {
      if character == "\"" {
        isQuoted.toggle()
        wasQuoted = true
        word = word ?? FilterWord()
      } else if character == " ", !isQuoted {
        if let word { words.append(word) }
        (word, wasQuoted) = (nil, false)
      } else {
        word = word ?? FilterWord()
        word?.text.append(character)
        if !wasQuoted { word?.bare += 1 }
      }
      word?.end = index + 1
    }
    if isQuoted { throw FilterError(reason: "a quotation mark is not closed", end: text.count) }
    return words + (word.map { [$0] } ?? [])
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[first...last])
  }
}
