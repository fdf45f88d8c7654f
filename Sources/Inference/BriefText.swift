extension String {
  /// What a file says must not make a message of any length: cut to so many scalars, with an ellipsis.
  package func shortened(to limit: Int = 400) -> String {
    let start = unicodeScalars.prefix(limit)
    return start.endIndex == unicodeScalars.endIndex ? self : String(start) + "…"
  }
}

extension Collection {
  /// For messages: as an array prints itself, of a long one the beginning and the number of elements.
  var brief: String {
    let shown = 16
    guard count > shown else { return "\(Array(self))" }
    return "[" + prefix(shown).map { "\($0)" }.joined(separator: ", ") + ", …] (\(count) in all)"
  }
}
