import TerminalUI

/// How the scores are spread: bars over an axis, cut at the threshold.
struct ScoreAxis {
  let theme: Theme
  let threshold: Float
  /// The first letter of each name stands for its score.
  let names: [(name: String, score: Float)]
  let histogram: Histogram
  /// Of the match under the cursor; nil where it has none to compare.
  let cursor: Float?
  let column, columns: Int

  /// The name of the threshold in force where it has one.
  var name: String? { names.first { decimals($0.score) == decimals(threshold) }?.name }

  func column(of score: Float) -> Int { column + Histogram.bin(score) * columns / Histogram.binCount }

  // MARK: - Bars

  /// Bars in eighths of a cell, by the logarithm: a few matches beside thousands of others stay visible. A line goes
  /// through them at the threshold.
  func drawBars(row: Int, rows: Int, on grid: inout Grid) {
    let cut = column(of: threshold)
    let line = Rect(column: cut, row: row, columns: 1, rows: rows)
    for row in line.row..<line.endRow { grid.put("│", column: cut, row: row, style: theme.divider) }
    let counts = histogram.columns(columns)
    let highest = Self.logarithm(counts.max() ?? 0)
    guard highest > 0 else { return }
    for (offset, count) in counts.enumerated() where count > 0 {
      let eighths = max(1, Self.logarithm(count) * rows * 8 / highest)
      let place = column + offset
      let style = place == cut ? theme.divider : place > cut ? theme.same : theme.quiet
      for step in 0..<rows {
        let filled = min(8, eighths - step * 8)
        guard filled > 0 else { break }
        grid.put(Self.blocks[filled - 1], column: place, row: row + rows - 1 - step, style: style)
      }
    }
  }

  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// 16 times the binary logarithm of `count + 1`, in whole numbers.
  private static func logarithm(_ count: Int) -> Int {
    let value = count + 1
    let power = Int.bitWidth - 1 - value.leadingZeroBitCount
    return power * 16 + (power > 4 ? (value >> (power - 4)) & 15 : (value << (4 - power)) & 15)
  }

  // MARK: - Axis

  /// A line with a tick at each fifth, letters at the named thresholds, and marks at the cut and the cursor's score.
  func drawLine(row: Int, on grid: inout Grid) {
    grid.put(String(repeating: "─", count: max(0, columns)), column: column, row: row, style: theme.quiet)
    for tick in 0...5 { grid.put("┴", column: tickColumn(tick), row: row, style: theme.quiet) }
    for (name, score) in names { grid.put(String(name.prefix(1)), column: column(of: score), row: row) }
    drawMarks(row: row, on: &grid)
    // A letter at the cut stays readable, as the line through the bars shows the cut.
    guard let name, cursor.map({ column(of: $0) != column(of: threshold) }) ?? true else { return }
    grid.put(String(name.prefix(1)), column: column(of: threshold), row: row, style: theme.divider)
  }

  func drawMarks(row: Int, on grid: inout Grid) {
    grid.put("┃", column: column(of: threshold), row: row, style: theme.divider)
    if let cursor { grid.put("▲", column: column(of: cursor), row: row, style: theme.edge) }
  }

  /// As many of -.2, 0, .2, … 1 as stand apart, and clear of the marks where they share a row, a few columns aside if need
  /// be; -.2 only where 0 has room beside it.
  /// - Parameter taken: columns that have to stay free.
  func drawNumbers(row: Int, avoiding taken: Set<Int> = [], on grid: inout Grid) {
    var end = column - 1
    let lowest = tickColumn(0) - column > 3 ? [(-1, "-.2")] : []
    for (tick, label) in lowest + [(0, "0"), (1, ".2"), (2, ".4"), (3, ".6"), (4, ".8"), (5, "1")] {
      let wanted = max(column, min(column + columns, tickColumn(tick) + 1) - label.count)
      let places = [0, -1, 1, -2, 2, -3, 3, -4, 4].map { wanted + $0 }.filter {
        $0 > end && $0 >= column && $0 + label.count <= max(column + columns, wanted + label.count)
      }
      let start = places.first { taken.isDisjoint(with: $0 - 1..<$0 + label.count + 1) }
      guard let start else { continue }
      grid.put(label, column: start, row: row, style: theme.quiet)
      end = start + label.count
    }
  }

  /// The letters of the named thresholds among numbers and marks that are in a row already, where they stand apart.
  func drawLetters(row: Int, on grid: inout Grid) {
    for (name, score) in names {
      let place = column(of: score)
      guard (place - 1...place + 1).allSatisfy({ grid[max(0, min($0, grid.size.columns - 1)), row].character == " " })
      else { continue }
      grid.put(String(name.prefix(1)), column: place, row: row, style: theme.quiet)
    }
  }

  /// The columns of the marks.
  var marked: Set<Int> { Set([column(of: threshold)] + (cursor.map { [column(of: $0)] } ?? [])) }

  private func tickColumn(_ tick: Int) -> Int { column(of: min(0.99, Float(tick) / 5 + 0.001)) }

  /// What the letters on the line stand for.
  static let legend = "e everything  b balanced  s safe"
}

extension ScoreAxis {
  init(_ state: State, _ matches: Matches, column: Int, columns: Int) {
    let current = matches.current.flatMap { $0.standing == .query ? nil : $0.score }
    self.init(
      theme: state.theme, threshold: state.threshold,
      names: state.presetScores.reversed().map { ($0.preset.rawValue, $0.score) }, histogram: matches.histogram,
      cursor: current, column: column, columns: columns)
  }
}
