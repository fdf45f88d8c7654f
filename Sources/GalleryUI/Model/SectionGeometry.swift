/// A list of items in sections, laid out in lines of some columns; a section begins with a line of its own, under a
/// header where it has one.
struct SectionGeometry: Equatable {
  struct Section: Equatable {
    /// Place of its first item.
    var start: Int
    var hasHeader: Bool
  }

  let count: Int
  let columns: Int
  /// Rows of an item.
  let itemRows: Int
  /// Rows between lines; a header takes the place of one.
  let gap: Int
  /// Rows that are visible.
  let rows: Int
  let sections: [Section]
  /// The first line of each section.
  private let firstLines: [Int]
  let lineCount: Int

  /// - Parameter sections: rising; the first may be left out where it has no header.
  init(count: Int, columns: Int, itemRows: Int, gap: Int, rows: Int, sections: [Section] = []) {
    self.count = count
    self.columns = max(1, columns)
    self.itemRows = max(1, itemRows)
    self.gap = gap
    self.rows = max(1, rows)
    let inside = sections.filter { (0..<count).contains($0.start) }
    self.sections = (inside.first?.start == 0 ? [] : [Section(start: 0, hasHeader: false)]) + inside
    var (lines, line) = ([Int](), 0)
    for (index, section) in self.sections.enumerated() {
      lines.append(line)
      let end = index + 1 < self.sections.count ? self.sections[index + 1].start : count
      line += (end - section.start + self.columns - 1) / self.columns
    }
    firstLines = lines
    lineCount = line
  }

  // MARK: - Lines

  func line(of place: Int) -> Int {
    let section = lastIndex(upTo: place) { sections[$0].start }
    return firstLines[section] + (place - sections[section].start) / columns
  }

  /// The places of a line.
  func places(inLine line: Int) -> Range<Int> {
    let section = lastIndex(upTo: line) { firstLines[$0] }
    let end = section + 1 < sections.count ? sections[section + 1].start : count
    let first = min(end, sections[section].start + (line - firstLines[section]) * columns)
    return first..<min(end, first + columns)
  }

  func hasHeader(_ line: Int) -> Bool {
    let section = lastIndex(upTo: line) { firstLines[$0] }
    return firstLines[section] == line && sections[section].hasHeader
  }

  /// The visible lines, each with the row at which its items begin; the first is there even where it does not fit.
  func visible(top: Int) -> [(line: Int, row: Int)] {
    var result: [(Int, Int)] = []
    var row = 0
    for line in max(0, top)..<max(0, top, lineCount) {
      let start = row + (hasHeader(line) ? 1 : result.isEmpty ? 0 : gap)
      guard result.isEmpty || start + itemRows <= rows else { break }
      result.append((line, start))
      row = start + itemRows
    }
    return result
  }

  func visiblePlaces(top: Int) -> Range<Int> {
    let lines = visible(top: top)
    guard let first = lines.first, let last = lines.last else { return 0..<0 }
    return places(inLine: first.line).lowerBound..<places(inLine: last.line).upperBound
  }

  /// The first visible line that shows a place and moves as little as it can; no more is empty at the end than has to be.
  func scroll(top: Int, toShow place: Int) -> Int {
    guard count > 0 else { return 0 }
    let line = line(of: place)
    return min(max(min(top, line), earliest(showing: line)), earliest(showing: lineCount - 1))
  }

  /// The first line from which on one is still visible.
  private func earliest(showing line: Int) -> Int {
    var first = line
    var used = itemRows + (hasHeader(line) ? 1 : 0)
    while first > 0 {
      // The line's header took the place of a gap, if there is one.
      used += itemRows + (hasHeader(first) ? 0 : gap) + (hasHeader(first - 1) ? 1 : 0)
      guard used <= rows else { break }
      first -= 1
    }
    return first
  }

  /// The last of some rising numbers that is not above a value.
  private func lastIndex(upTo value: Int, _ number: (Int) -> Int) -> Int {
    var (low, high) = (0, sections.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if number(middle) <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }

  // MARK: - Motions

  /// Where a motion leads; stays inside the list.
  /// - Parameters:
  ///   - times: a count typed before; for `first` and `last` the number of an item, from 1.
  ///   - top: the first visible line.
  func move(_ place: Int, _ motion: Motion, times: Int?, top: Int) -> Int {
    guard count > 0 else { return 0 }
    let steps = min(times ?? 1, count)
    let lines = visible(top: top)
    let (full, half) = (max(1, lines.count), max(1, lines.count / 2))
    let first = lines.first?.line ?? 0
    let target: Int
    switch motion {
    case .left: target = place - steps
    case .right: target = place + steps
    case .up: target = moved(place, -steps)
    case .down: target = moved(place, steps)
    case .halfPageDown: target = moved(place, steps * half)
    case .halfPageUp: target = moved(place, -steps * half)
    case .pageDown: target = moved(place, steps * full)
    case .pageUp: target = moved(place, -steps * full)
    case .first: target = (times ?? 1) - 1
    case .last: target = (times ?? count) - 1
    case .screenTop: target = self.place(inLine: first, like: place)
    case .screenMiddle: target = self.place(inLine: first + (full - 1) / 2, like: place)
    case .screenBottom: target = self.place(inLine: first + full - 1, like: place)
    }
    return min(count - 1, max(0, target))
  }

  /// Keeps the column; past the first or last line it stays in that line.
  private func moved(_ place: Int, _ lines: Int) -> Int {
    self.place(inLine: line(of: place) + lines, like: place)
  }

  private func place(inLine line: Int, like place: Int) -> Int {
    let column = place - places(inLine: self.line(of: place)).lowerBound
    let places = places(inLine: max(0, min(lineCount - 1, line)))
    return min(places.upperBound - 1, places.lowerBound + column)
  }
}
