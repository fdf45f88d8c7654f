import Library

/// What the words of a filter may become.
extension State {
  /// - Parameter groups: whether the word may be one of the groups that `filter` knows.
  mutating func completeFilter(_ text: String, before start: Int, groups: Bool = false) -> [Effect] {
    let word = text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let known = matches == nil ? PhotoFilter.allCases : [.all]
    let all = (groups ? known.map(\.word) : []) + filterWords(word)
    offer(all.filter { $0.hasPrefix(word) }, from: start + text.count - word.count, word)
    return []
  }

  private func filterWords(_ word: String) -> [String] {
    let sign = word.hasPrefix("-") ? "-" : ""
    let bare = word.dropFirst(sign.count)
    guard let colon = bare.firstIndex(of: ":") else { return FilterTerm.fields.map { "\(sign)\($0):" } }
    let field = String(bare[..<colon])
    return values(of: field.lowercased()).map { "\(sign)\(field):\($0)" }
  }

  private func values(of field: String) -> [String] {
    switch field {
    case "faces": ["none", "one", "several"]
    case "person": knownNames.map { $0.contains(" ") ? "\"\($0)\"" : $0 } + ["none"]
    case "state": PhotoStateKind.allCases.map(\.rawValue)
    case "date": Set(photos.all.compactMap { $0.captured?.prefix(4) }).sorted().map(String.init) + ["none"]
    default: []
    }
  }
}
