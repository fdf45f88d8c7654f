import Library
import SystemPackage
import TerminalUI

/// The query beside the match under the cursor, and how the scores are spread.
enum MatchesPanel {
  /// For why the verdict is not what the score says.
  private static let noteRows = 2

  static func draw(
    _ state: State, _ matches: Matches, _ panel: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    let side = (panel.columns - 2) / 2
    let right = panel.column + side + 2
    let cropRows = pictures.style.rows(ofSquare: side)
    grid.put("query", column: panel.column, row: panel.row, style: state.theme.title)
    let rank = matches.current == nil ? "" : "match #\(grouped(matches.rank(of: matches.cursor)))"
    grid.put(rank, column: right, row: panel.row, style: state.theme.title)
    drawCrop(state, matches.photo, matches.number, panel.column, panel.row + 1, side, pictures, on: &grid)
    if let match = matches.current {
      drawCrop(state, match.photo, match.number, right, panel.row + 1, side, pictures, on: &grid)
      let name = shortenedName(state.photos.name(of: match.photo), to: side)
      grid.put(name, column: right, row: panel.row + 1 + cropRows)
      let verdict = Verdict(
        score: match.score, thresholds: state.thresholds, cut: state.threshold, standing: match.standing)
      let lines = wrapped(match.note(verdict) ?? "", to: panel.columns)
      for (offset, line) in lines.prefix(noteRows).enumerated() {
        grid.put(line, column: panel.column, row: panel.row + 2 + cropRows + offset, style: state.theme.style(.maybe))
      }
    }
    let name = shortenedName(state.photos.name(of: matches.photo), to: side)
    grid.put(name, column: panel.column, row: panel.row + 1 + cropRows)
    let top = panel.row + cropRows + 2 + noteRows
    drawScores(
      state, matches, Rect(column: panel.column, row: top, columns: panel.columns, rows: panel.endRow - top), on: &grid)
  }

  /// The query, the threshold and the scores in a few rows above the list.
  static func drawBand(
    _ state: State, _ matches: Matches, _ band: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    let side = pictures.style.columns(ofSquare: band.rows - 1)
    drawCrop(state, matches.photo, matches.number, band.column + 1, band.row, side, pictures, on: &grid)
    let column = band.column + side + 3
    let room = band.endColumn - column
    grid.put(
      shortened("query  \(matches.photo.string) #\(matches.number)", to: room), column: column, row: band.row,
      style: state.theme.strong)
    grid.put("threshold \(decimals(state.threshold))\(ways(state))", column: column, row: band.row + 1)
    drawHistogram(state, matches, Rect(column: column, row: band.row + 2, columns: min(60, room), rows: 1), on: &grid)
  }

  /// The keys that move the threshold.
  private static func ways(_ state: State) -> String {
    let ways = [(Action.lowerThreshold, "lower"), (.raiseThreshold, "raise")]
    return ways.compactMap { action, what in state.key(for: action).map { "  \($0) \(what)" } }.joined()
  }

  private static func drawCrop(
    _ state: State, _ path: FilePath, _ number: Int, _ column: Int, _ row: Int, _ side: Int,
    _ pictures: Pictures, on grid: inout Grid
  ) {
    guard let photo = state.photos[path], photo.faces.indices.contains(number - 1) else { return }
    let rect = pictures.square(columns: side, column: column, row: row)
    pictures.draw(photo.faces[number - 1], of: photo, in: rect, on: &grid)
  }

  // MARK: Scores

  private static func drawScores(_ state: State, _ matches: Matches, _ rect: Rect, on grid: inout Grid) {
    guard rect.rows >= 2 else { return }
    let column = grid.put("threshold ", column: rect.column, row: rect.row)
    grid.put(decimals(state.threshold), column: column, row: rect.row, style: state.theme.strong)
    let same = matches.same(above: state.threshold)
    let lenient = min(state.thresholds.everything, state.threshold)
    let maybe = matches.count(above: lenient) - same - (matches.hasQuery ? 1 : 0)
    grid.putRight(
      "\(grouped(same)) same", endColumn: rect.endColumn - 12, row: rect.row, style: state.theme.style(.same))
    grid.putRight("\(grouped(maybe)) maybe", endColumn: rect.endColumn, row: rect.row, style: state.theme.style(.maybe))
    let rows = min(6, rect.rows - 3)
    guard rows >= 1 else { return }
    let bars = Rect(column: rect.column, row: rect.row + 2, columns: rect.columns, rows: rows)
    drawHistogram(state, matches, bars, on: &grid)
    drawAxis(state, bars, on: &grid)
  }

  private static func drawAxis(_ state: State, _ bars: Rect, on grid: inout Grid) {
    for (score, text) in [(Float(0), "0"), (0.99, "1")] where bars.endRow < grid.size.rows - 2 {
      grid.putRight(text, endColumn: column(of: score, in: bars) + 1, row: bars.endRow, style: state.theme.quiet)
    }
    grid.put("▲", column: column(of: state.threshold, in: bars), row: bars.endRow, style: state.theme.style(.maybe))
  }

  private static func column(of score: Float, in bars: Rect) -> Int {
    bars.column + Histogram.bin(score) * bars.columns / Histogram.binCount
  }

  /// Bars in eighths of a cell, by the logarithm: a few matches beside thousands of others stay visible.
  private static func drawHistogram(_ state: State, _ matches: Matches, _ rect: Rect, on grid: inout Grid) {
    let counts = matches.histogram.columns(rect.columns)
    let highest = logarithm(counts.max() ?? 0)
    guard highest > 0 else { return }
    let cut = column(of: state.threshold, in: rect) - rect.column
    for (column, count) in counts.enumerated() where count > 0 {
      let eighths = max(1, logarithm(count) * rect.rows * 8 / highest)
      let style = column >= cut ? state.theme.style(.same) : state.theme.quiet
      for row in 0..<rect.rows {
        let filled = min(8, eighths - row * 8)
        guard filled > 0 else { break }
        grid.put(blocks[filled - 1], column: rect.column + column, row: rect.endRow - 1 - row, style: style)
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
}
