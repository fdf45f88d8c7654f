import Library

extension Matches {
  /// The number of the cursor's place in the list; nil on a query.
  var currentNumber: Int? { number(ofPlace: place(of: cursor)) }

  /// Where the cursor is in the list as it stands: "match 3 of 481", "query 1 of 2"; "query" for the only one. `#3` is a
  /// face of a photo.
  var placeSentence: String {
    if let number = currentNumber { return "match \(grouped(number)) of \(grouped(others))" }
    return queries.count > 1 ? "query \(grouped(cursor + 1)) of \(grouped(queries.count))" : "query"
  }
}

/// "1st", "22nd", "1,013th".
func ordinal(_ number: Int) -> String {
  let isTeen = (11...13).contains(number % 100)
  let ending = isTeen ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
  return grouped(number) + ending
}
