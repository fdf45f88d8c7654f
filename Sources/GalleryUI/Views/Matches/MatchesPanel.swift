import Library
import SystemPackage
import TerminalUI

/// The queries beside the match under the cursor, and how the scores are spread.
enum MatchesPanel {
  /// For why the verdict is not what the score says, and for what the score means.
  private static let noteRows = 2
  private static let barRows = 6
  /// Of the photo below the scores, at least.
  private static let photoRows = 5

  /// A number that is cut off is another number.
  private static func place(_ matches: Matches, within columns: Int) -> String {
    guard matches.current != nil else { return "" }
    let place = matches.placeSentence
    return place.count <= columns ? place : place.replacing("match ", with: "")
  }

  /// Who is searched for, or what.
  private static func title(_ state: State, _ matches: Matches, to side: Int) -> String {
    if let name = state.sought(matches).name { return shortened(name.text, to: side) }
    guard matches.queries.count > 1 else { return "query" }
    return shortened("\(matches.queries.count) queries · \(matches.combination.rawValue)", to: side + 1)
  }

  static func draw(
    _ state: State, _ matches: Matches, _ panel: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    let side = (panel.columns - 2) / 2
    let right = panel.column + side + 2
    let cropRows = pictures.style.rows(ofSquare: side)
    grid.put(title(state, matches, to: side), column: panel.column, row: panel.row, style: state.theme.title)
    grid.put(shortened(place(matches, within: side), to: side), column: right, row: panel.row, style: state.theme.title)
    let square = Rect(column: panel.column, row: panel.row + 1, columns: side, rows: cropRows)
    QueryStrip.draw(state, matches, square, pictures, on: &grid)
    if let match = matches.current {
      drawCrop(state, match.photo, match.number, right, panel.row + 1, side, pictures, on: &grid)
      let name = shortenedName(state.photos.name(of: match.photo), to: side)
      grid.put(name, column: right, row: panel.row + 1 + cropRows)
      let verdict = Verdict(
        score: match.score, thresholds: state.thresholds, cut: state.threshold, standing: match.standing)
      let word = MatchWord(match, verdict, state, matches)
      let notes = word.isDecided ? [] : match.note(verdict).map { wrapped($0, to: panel.columns) } ?? []
      let meaning =
        word.isDecided
        ? shortened(word.text, to: panel.columns)
        : state.meaning(of: match, in: matches).first { columns(of: $0) <= panel.columns }
      let lines = notes.map { ($0, state.theme.style(.maybe)) } + (meaning.map { [($0, state.theme.quiet)] } ?? [])
      for (offset, line) in lines.prefix(noteRows).enumerated() {
        grid.put(line.0, column: panel.column, row: panel.row + 2 + cropRows + offset, style: line.1)
      }
    }
    let nearest = matches.nearestQuery
    let name = shortenedName(state.photos.name(of: nearest.photo), to: side)
    grid.put(name, column: panel.column, row: panel.row + 1 + cropRows)
    let top = panel.row + cropRows + 2 + noteRows
    let end = drawScores(
      state, matches, Rect(column: panel.column, row: top, columns: panel.columns, rows: panel.endRow - top), on: &grid)
    let below = Rect(column: panel.column, row: end + 1, columns: panel.columns, rows: panel.endRow - end - 1)
    drawPhoto(state, matches, below, pictures, on: &grid)
  }

  /// Where the face under the cursor was found, in what the scores leave over.
  private static func drawPhoto(
    _ state: State, _ matches: Matches, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    guard rect.rows > photoRows, pictures.style.way != .none, let match = matches.current,
      let photo = state.photos[match.photo]
    else { return }
    let end = grid.put("its photo", column: rect.column, row: rect.row, style: state.theme.title)
    let face = photo.faces.count > 1 ? "face \(match.number) of \(photo.faces.count)" : ""
    grid.put(face, column: end + 2, row: rect.row, style: state.theme.quiet)
    let area = Rect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: rect.rows - 1)
    pictures.draw(pictures.photo(photo, in: area.size), in: area, on: &grid)
  }

  /// The queries, the threshold and the scores in a few rows above the list.
  static func drawBand(
    _ state: State, _ matches: Matches, _ band: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    let strip = QueryStrip.drawRow(state, matches, band, pictures, on: &grid)
    let column = strip + 2
    let room = band.endColumn - column
    let place = matches.queryTitle ?? "\(matches.photo.string) #\(matches.number)"
    let name = state.sought(matches).name?.text ?? (matches.queryTitle == nil ? "query" : nil)
    let query = [name, place].compactMap(\.self).joined(separator: "  ")
    grid.put(shortened(query, to: room), column: column, row: band.row, style: state.theme.strong)
    let axis = ScoreAxis(state, matches, column: column, columns: min(60, room))
    let cut = decimals(state.threshold) + (axis.name.map { " " + $0 } ?? "")
    grid.put(
      shortened("threshold \(cut)\(shown(matches))\(ways(state))", to: room),
      column: column, row: band.row + 1)
    guard band.rows > 3 else { return }
    // The line with its letters has a row of its own where there is one.
    guard band.rows == 4 else {
      axis.drawBars(row: band.row + 2, rows: band.rows - 4, on: &grid)
      axis.drawLine(row: band.endRow - 2, on: &grid)
      return axis.drawNumbers(row: band.endRow - 1, on: &grid)
    }
    axis.drawBars(row: band.row + 2, rows: 1, on: &grid)
    axis.drawNumbers(row: band.endRow - 1, avoiding: axis.marked, on: &grid)
    axis.drawMarks(row: band.endRow - 1, on: &grid)
    axis.drawLetters(row: band.endRow - 1, on: &grid)
  }

  /// What is counted where a filter hides some; else nothing.
  private static func shown(_ matches: Matches) -> String {
    matches.isFiltered ? "  \(grouped(matches.others)) shown" : ""
  }

  /// The keys that move the threshold.
  private static func ways(_ state: State) -> String {
    let ways = [(Action.lowerThreshold, "lower"), (.raiseThreshold, "raise")]
    return ways.compactMap { action, what in state.key(for: action).map { "  \($0) \(what)" } }.joined()
  }

  static func drawCrop(
    _ state: State, _ path: FilePath, _ number: Int, _ column: Int, _ row: Int, _ side: Int,
    _ pictures: Pictures, on grid: inout Grid
  ) {
    guard let photo = state.photos[path], photo.faces.indices.contains(number - 1) else { return }
    let rect = pictures.square(columns: side, column: column, row: row)
    pictures.draw(photo.faces[number - 1], of: photo, in: rect, on: &grid)
  }

  // MARK: Scores

  /// - Returns: the row after them.
  private static func drawScores(_ state: State, _ matches: Matches, _ rect: Rect, on grid: inout Grid) -> Int {
    guard rect.rows >= 2 else { return rect.row }
    let axis = ScoreAxis(state, matches, column: rect.column, columns: rect.columns)
    var column = grid.put("threshold ", column: rect.column, row: rect.row)
    column = grid.put(decimals(state.threshold), column: column, row: rect.row, style: state.theme.strong)
    grid.put(axis.name.map { " " + $0 } ?? "", column: column, row: rect.row)
    let same = matches.same(above: state.threshold)
    let lenient = min(state.thresholds.everything, state.threshold)
    let maybe = matches.count(above: lenient) - same - matches.queryCount
    let end = grid.put("\(grouped(same)) same", column: rect.column, row: rect.row + 1, style: state.theme.style(.same))
    column = grid.put("\(grouped(maybe)) maybe", column: end + 2, row: rect.row + 1, style: state.theme.style(.maybe))
    let room = max(0, rect.endColumn - column)
    grid.put(shown(matches), column: column, row: rect.row + 1, style: state.theme.quiet, columns: room)
    // Below the bars: the line, the numbers, what its letters mean.
    let below = min(3, max(0, rect.rows - 3))
    let rows = min(barRows, rect.rows - 2 - below)
    guard rows >= 1 else { return rect.row + 2 }
    axis.drawBars(row: rect.row + 2, rows: rows, on: &grid)
    let row = rect.row + 2 + rows
    if below > 0 { axis.drawLine(row: row, on: &grid) }
    if below > 1 { axis.drawNumbers(row: row + 1, on: &grid) }
    if below > 2 { grid.put(ScoreAxis.legend, column: rect.column, row: row + 2, style: state.theme.quiet) }
    return row + below
  }
}
