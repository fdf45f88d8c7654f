extension String {
  /// The text with its beginning and end, and an ellipsis where more than `longest` Unicode scalars stood.
  package func withoutMiddle(longest: Int) -> String {
    let scalars = unicodeScalars
    let limit = scalars.index(scalars.startIndex, offsetBy: longest + 1, limitedBy: scalars.endIndex)
    guard limit != nil else { return self }
    let end = longest / 2
    return String(scalars.prefix(longest - end)) + "…" + String(scalars.suffix(end))
  }
}
