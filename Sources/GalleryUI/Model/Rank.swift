import Library

extension Matches {
  /// "match 3 of 481", "query 1 of 2"; "query" for the only one. `#3` is a face of a photo.
  var placeSentence: String {
    let rank = rank(of: cursor)
    if rank > 0 { return "match \(grouped(rank)) of \(grouped(others))" }
    return queries.count > 1 ? "query \(grouped(cursor + 1)) of \(grouped(queries.count))" : "query"
  }
}

/// "1st", "22nd", "1,013th".
func ordinal(_ number: Int) -> String {
  let isTeen = (11...13).contains(number % 100)
  let ending = isTeen ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
  return grouped(number) + ending
}
