import SystemPackage

/// Names for photos that share their file's name with others: with as many of the folders above them as tell them
/// apart. Takes time in proportion to the length of all paths; for 10,000 that is up to 0.1 s.
/// - Returns: nothing for a photo whose name is its own.
public func distinctNames(of paths: [FilePath]) -> [FilePath: String] {
  let texts = paths.map(\.string)
  // Names that differ in nothing but capital letters are told apart as well.
  let folded = texts.map { $0.lowercased() }
  var names: [FilePath: String] = [:]
  var groups = shared(Array(paths.indices), folded, components: 1)
  var components = 1
  while !groups.isEmpty {
    components += 1
    var next: [[Int]] = []
    for group in groups {
      for (ending, members) in Dictionary(grouping: group, by: { suffix(folded[$0], components) }) {
        // Names that are not UTF-8 may look the same to the end.
        if members.count == 1 || members.allSatisfy({ folded[$0].utf8.count == ending.utf8.count }) {
          for index in members { names[paths[index]] = String(suffix(texts[index], components)) }
        } else {
          next.append(members)
        }
      }
    }
    groups = next
  }
  return names
}

/// The groups of more than one path that end alike.
private func shared(_ indices: [Int], _ texts: [String], components: Int) -> [[Int]] {
  Dictionary(grouping: indices) { suffix(texts[$0], components) }.values.filter { $0.count > 1 }
}

/// The last components of a path, or all of it.
private func suffix(_ text: String, _ components: Int) -> Substring {
  var (start, left) = (text.utf8.endIndex, components)
  while start > text.utf8.startIndex {
    let before = text.utf8.index(before: start)
    if text.utf8[before] == UInt8(ascii: "/") {
      left -= 1
      if left == 0 { break }
    }
    start = before
  }
  return text[start...]
}
