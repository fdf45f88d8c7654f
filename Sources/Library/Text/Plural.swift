/// 3400 as "3,400".
public func grouped(_ number: Int) -> String {
  var text = String(number.magnitude)
  var place = text.count - 3
  while place > 0 {
    text.insert(",", at: text.index(text.startIndex, offsetBy: place))
    place -= 3
  }
  return number < 0 ? "-" + text : text
}

/// "1 file", "3,400 files", "0 files".
public func plural(_ count: Int, _ one: String, _ many: String) -> String {
  "\(grouped(count)) \(count == 1 ? one : many)"
}
