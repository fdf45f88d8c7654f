/// The word that was probably meant; nil where none is near: at most two letters off, and fewer than half of them.
public func nearest(to word: String, among words: [String]) -> String? {
  let lowered = word.lowercased()
  guard word.count <= 100, let best = words.min(by: { distance($0, lowered) < distance($1, lowered) }) else {
    return nil
  }
  return distance(best, lowered) <= min(2, word.count / 2) ? best : nil
}

/// Levenshtein's: letters to insert, remove or replace.
public func distance(_ a: String, _ b: String) -> Int {
  var row = Array(0...b.count)
  for (place, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = place + 1
    for (column, other) in b.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
    }
  }
  return row[b.count]
}
