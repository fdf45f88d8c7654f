extension [Key] {
  /// Keys one after the other without blanks, such as `gg`, `<C-d>`, `g<Enter>`: at most four.
  public init(sequence text: String) throws(KeyNotationError) {
    self = []
    var rest = text[...]
    while let first = rest.first {
      if first == "<", rest.count > 1 {
        guard let end = rest.firstIndex(of: ">") else {
          throw KeyNotationError(description: "\(text) is no key: < begins a name like <Enter>; <lt> is the character")
        }
        append(try Key(notation: rest[...end]))
        rest = rest[rest.index(after: end)...]
      } else {
        append(.character(first))
        rest = rest.dropFirst()
      }
    }
    if isEmpty { throw KeyNotationError(description: "a key is empty; keys are written like j, gg, <Enter> or <C-d>") }
    if count > 4 { throw KeyNotationError(description: "\(text) is too long: four keys at most") }
    if contains(where: \.isNotTyped) { throw KeyNotationError(description: "\(text) is no key that can be bound") }
  }
}

extension Key {
  /// What the mouse and the window do, and what is pasted.
  fileprivate var isNotTyped: Bool {
    switch self {
    case .click, .doubleClick, .drag, .release, .wheelUp, .wheelDown, .resize, .paste: true
    default: false
    }
  }
}
