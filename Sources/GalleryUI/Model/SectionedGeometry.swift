/// A list of items in columns and sections, of which some rows are visible. Each section begins a row of its own, after
/// a line with its heading; the heading of the first visible row is always seen.
struct SectionedGeometry: Equatable {
  let count: Int
  let columns: Int
  /// Lines that there are, that a row takes, and that a heading takes.
  let lines, rowLines, headingLines: Int
  /// The first item of each section; one section where nothing is divided.
  let starts: [Int]
  /// The first row of each section, and after the last one.
  private let firstRows: [Int]

  init(count: Int, columns: Int, lines: Int, rowLines: Int, headingLines: Int = 0, starts: [Int] = [0]) {
    self.count = count
    self.columns = max(1, columns)
    self.lines = lines
    self.rowLines = max(1, rowLines)
    self.headingLines = headingLines
    self.starts = starts.isEmpty ? [0] : starts
    var rows = [0]
    for section in self.starts.indices {
      let end = section + 1 < self.starts.count ? self.starts[section + 1] : count
      rows.append(rows[section] + (end - self.starts[section] + self.columns - 1) / self.columns)
    }
    firstRows = rows
  }

  var rowCount: Int { firstRows[starts.count] }

  /// Rows of one section that are visible at once.
  var visibleRows: Int { max(1, (lines - headingLines) / rowLines) }

  func row(of index: Int) -> Int {
    let section = partitionPoint(0..<starts.count) { starts[$0] <= index } - 1
    return firstRows[max(0, section)] + (index - starts[max(0, section)]) / columns
  }

  func section(ofRow row: Int) -> Int { max(0, partitionPoint(0..<starts.count) { firstRows[$0] <= row } - 1) }

  func items(inRow row: Int) -> Range<Int> {
    guard row < rowCount else { return count..<count }
    let section = section(ofRow: row)
    let start = starts[section] + (row - firstRows[section]) * columns
    let end = section + 1 < starts.count ? starts[section + 1] : count
    return start..<min(end, start + columns)
  }

  /// Lines from the top of the area to a row, its heading above it.
  func line(ofRow row: Int, top: Int) -> Int {
    (row - top) * rowLines + headingLines * (section(ofRow: row) - section(ofRow: top) + 1)
  }

  /// The rows that are visible as a whole; at least one.
  func visible(top: Int) -> Range<Int> {
    let top = min(max(0, top), max(0, rowCount - 1))
    var end = min(rowCount, top + 1)
    while end < rowCount, line(ofRow: end, top: top) + rowLines <= lines { end += 1 }
    return top..<end
  }

  /// The first visible row that shows an item and moves as little as it can.
  func scroll(top: Int, toShow index: Int) -> Int {
    let row = row(of: index)
    let scrolled = min(max(top, firstTop(showing: row)), row)
    return max(0, min(scrolled, firstTop(showing: rowCount - 1)))
  }

  /// The smallest first row with which a row is visible.
  private func firstTop(showing row: Int) -> Int {
    var top = row
    while top > 0, line(ofRow: row, top: top - 1) + rowLines <= lines { top -= 1 }
    return top
  }

  /// Where a motion leads; stays inside the list. See `ListGeometry.move`.
  func move(_ index: Int, _ motion: Motion, times: Int?, top: Int) -> Int {
    guard count > 0 else { return 0 }
    let steps = min(times ?? 1, count)
    let visible = visible(top: top)
    let half = max(1, visible.count / 2)
    let target: Int
    switch motion {
    case .left: target = index - steps
    case .right: target = index + steps
    case .up: target = vertical(index, -steps)
    case .down: target = vertical(index, steps)
    case .halfPageDown: target = vertical(index, steps * half)
    case .halfPageUp: target = vertical(index, -steps * half)
    case .pageDown: target = vertical(index, steps * visible.count)
    case .pageUp: target = vertical(index, -steps * visible.count)
    case .first: target = (times ?? 1) - 1
    case .last: target = (times ?? count) - 1
    case .screenTop: target = inRow(visible.lowerBound, like: index)
    case .screenMiddle: target = inRow((visible.lowerBound + visible.upperBound - 1) / 2, like: index)
    case .screenBottom: target = inRow(visible.upperBound - 1, like: index)
    }
    return min(count - 1, max(0, target))
  }

  /// Keeps the column; past the first or last row it stays in that row.
  private func vertical(_ index: Int, _ rows: Int) -> Int {
    inRow(min(rowCount - 1, max(0, row(of: index) + rows)), like: index)
  }

  private func inRow(_ row: Int, like index: Int) -> Int {
    let items = items(inRow: row)
    return min(items.upperBound - 1, items.lowerBound + index - self.items(inRow: self.row(of: index)).lowerBound)
  }
}
