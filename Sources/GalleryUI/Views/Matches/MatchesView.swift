import Faces
import Library
import SystemPackage
import TerminalUI

enum MatchesView {
  static func draw(_ state: State, _ matches: Matches, _ pictures: Pictures, on grid: inout Grid) {
    let layout = MatchesLayout(state, matches)
    if let panel = layout.panel { MatchesPanel.draw(state, matches, panel, pictures, on: &grid) }
    if let band = layout.band { MatchesPanel.drawBand(state, matches, band, pictures, on: &grid) }
    guard !matches.ranked.isEmpty else {
      grid.putCentred(emptySentence(state, matches), in: layout.list, margin: 2)
      return
    }
    let root = state.photos.listRoot("")
    let items = layout.visible(top: matches.top)
    for (place, rect) in items {
      let item = Item(state, matches, place, root)
      if layout.asTiles {
        drawTile(item, rect, pictures, on: &grid)
      } else {
        drawRow(item, rect, pictures, on: &grid)
      }
    }
    for header in layout.headers(top: matches.top) { drawHeader(header, state, matches, on: &grid) }
    underlineCut(state, matches, layout, on: &grid)
    if matches.others == 0, matches.isFiltered {
      let used = (items.map(\.rect.endRow).max() ?? layout.list.row) - layout.list.row
      let below = Rect(
        column: layout.list.column, row: layout.list.row + used, columns: layout.list.columns,
        rows: layout.list.rows - used)
      if below.rows > 2 { grid.putCentred(filteredSentence(state, matches), in: below, margin: 2) }
    }
  }

  /// What a match shows.
  private struct Item {
    let theme: Theme
    let match: Match
    let name: String
    /// With the folder, for lists of names.
    let listedName: String
    let rank: Int
    let photo: Photo?
    let face: Face?
    let verdict: Verdict
    /// What the score says, from the longest form to the shortest; none where it says nothing.
    let meaning: [String]
    /// Who it is, as the user said, or that it is of no interest; nil where nothing was said.
    let word: MatchWord
    /// "+2 copies" of the picture that are not shown.
    let copies: String
    let isCurrent, isMarked, isInRange: Bool
    /// Whether a header tells the photo's name.
    let isUnderName: Bool

    init(_ state: State, _ matches: Matches, _ place: Int, _ root: FilePath?) {
      let index = matches.index(at: place)
      theme = state.theme
      match = matches.ranked[index]
      name = state.photos.name(of: match.photo)
      listedName = state.photos.listedName(of: match.photo, below: root)
      rank = matches.rank(of: index)
      photo = state.photos[match.photo]
      face = photo.flatMap {
        $0.faces.indices.contains(matches.ranked[index].number - 1) ? $0.faces[matches.ranked[index].number - 1] : nil
      }
      verdict = Verdict(
        score: match.score, thresholds: state.thresholds, cut: state.threshold, standing: match.standing)
      word = MatchWord(match, verdict, state, matches)
      meaning = word.isDecided ? [] : state.meaning(of: match, in: matches)
      let folded = matches.foldedCopies(of: match.face)
      copies = folded == 0 ? "" : "+" + counted(folded, "copy", "copies")
      isCurrent = index == matches.cursor
      isMarked = matches.marks.contains(match.face)
      isInRange = matches.range?.contains(place) ?? false
      isUnderName = matches.grouping == .photo && matches.groups?.start(of: place) != nil
    }

    /// Somebody else of the query's own photo.
    var isElsewhere: Bool { match.standing.isSamePhoto }
    var wordStyle: Style { word.style(theme) }
    /// Why the verdict is not what the score says; nothing where the user has said who it is.
    var note: String? { word.isDecided ? nil : match.note(verdict) }
    /// Its place by the score; none where that does not decide.
    var rankText: String { rank > 0 && !word.isDecided ? ordinal(rank) : "" }
    var nameStyle: Style { isCurrent ? theme.strong : isElsewhere ? theme.quiet : .plain }
    /// Why the verdict is not what the score says, and the date where there is room for both.
    func notes(columns room: Int, rows: Int) -> [String] {
      guard let note else { return Array(wrapped(date, to: room).prefix(rows)) }
      let (both, lines) = ("\(note) · \(date)", wrapped(note, to: room))
      if columns(of: both) <= room { return [both] }
      if lines.count < rows { return lines + [columns(of: date) <= room ? date : String(date.prefix(10))] }
      return lines.prefix(rows - 1) + [shortened(lines.dropFirst(rows - 1).joined(separator: " "), to: room)]
    }
    var mark: String { isMarked ? "✓" : isInRange ? "│" : " " }
    var faceNumber: String { photo.map { "face \(match.number) of \($0.faces.count)" } ?? "" }
    func shortFaceNumber(columns room: Int) -> String {
      columns(of: faceNumber) <= room ? faceNumber : "face \(match.number)"
    }
    var date: String { photo?.captured.map { String($0.prefix(16)) } ?? "no date" }

    func draw(in rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
      guard let photo, let face else { return pictures.draw(.failed(""), in: rect, on: &grid) }
      let side = max(1, min(rect.columns, pictures.style.columns(ofSquare: rect.rows)))
      pictures.draw(pictures.face(face, of: photo, columns: side), in: rect, on: &grid)
    }
  }

  // MARK: Rows

  private static func drawRow(_ item: Item, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
    if item.isCurrent {
      for row in rect.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    guard rect.rows > 1 else { return drawLine(item, rect, on: &grid) }
    let side = pictures.style.columns(ofSquare: rect.rows)
    let crop = Rect(column: rect.column + 1, row: rect.row, columns: side, rows: rect.rows)
    item.draw(in: crop, pictures, on: &grid)
    let column = drawPhoto(item, beside: crop, in: rect, pictures, on: &grid) + 2
    drawText(
      item, Rect(column: column, row: rect.row, columns: rect.endColumn - column, rows: rect.rows), on: &grid)
  }

  /// The whole photo beside the face, where that leaves enough for the text.
  /// - Returns: the column after the pictures.
  private static func drawPhoto(
    _ item: Item, beside crop: Rect, in rect: Rect, _ pictures: Pictures, on grid: inout Grid
  ) -> Int {
    let room = rect.endColumn - crop.endColumn - 3 - MatchesLayout.textBesidePhoto(pictures.style)
    let area = Rect(
      column: crop.endColumn + 1, row: rect.row, columns: min(crop.columns * 4 / 3, room), rows: rect.rows)
    guard let photo = item.photo, pictures.style.way != .none, area.columns >= crop.columns else {
      return crop.endColumn
    }
    pictures.draw(pictures.photo(photo, in: area.size), in: area, on: &grid)
    return area.endColumn
  }

  /// Score, name, date or reason, and place in the middle of the rows; the reason may take several.
  private static func drawText(_ item: Item, _ rect: Rect, on grid: inout Grid) {
    let isNarrow = rect.columns < MatchesLayout.textColumns
    let notes = item.notes(columns: rect.columns, rows: max(1, rect.rows - 3)).map { ($0, item.theme.quiet) }
    let place = (place(of: item), item.theme.quiet)
    let texts = notes + (rect.rows > 2 + notes.count ? [place] : [])
    let beside = isNarrow ? nil : meaning(of: item, columns: rect.columns - scoreColumns)
    // In a row of its own where the score leaves it no room.
    let below =
      beside == nil && rect.rows > 2 + texts.count ? item.meaning.first { columns(of: $0) <= rect.columns } : nil
    let lines = texts + (below.map { [($0, item.theme.quiet)] } ?? [])
    let middle = rect.row + max(0, (rect.rows - 2 - lines.count) / 2)
    if isNarrow {
      drawShortScore(item, rect.column, middle, columns: rect.columns, on: &grid)
    } else {
      drawScore(item, rect.column, middle, on: &grid)
      grid.put(beside ?? "", column: rect.column + scoreColumns, row: middle, style: item.theme.quiet)
    }
    var column = rect.column
    if isNarrow, item.mark != " " {
      column = grid.put(item.mark, column: column, row: middle + 1, style: item.theme.mark) + 1
    }
    guard middle + 1 < rect.endRow else { return }
    let name = shortenedName(item.name, to: rect.endColumn - column)
    grid.put(name, column: column, row: middle + 1, style: item.nameStyle)
    for (offset, line) in lines.enumerated() where middle + 2 + offset < rect.endRow {
      let text = shortened(line.0, to: rect.columns, middle: true)
      grid.put(text, column: rect.column, row: middle + 2 + offset, style: line.1)
    }
  }

  /// Columns of the score, the verdict, the rank and the mark.
  private static let scoreColumns = 26

  private static func meaning(of item: Item, columns room: Int) -> String? {
    item.meaning.first { columns(of: $0) <= room }
  }

  /// The mark stands in a column of its own.
  private static func drawScore(_ item: Item, _ column: Int, _ row: Int, on grid: inout Grid) {
    let number = decimals(item.match.score)
    let score = (number.hasPrefix("-") ? "" : " ") + number + " "
    var next = grid.put(score, column: column, row: row, style: item.isCurrent ? item.theme.cursor : item.wordStyle)
    let room = column + scoreColumns - 4 - next
    next = grid.put(shortened(item.word.text, to: room), column: next + 1, row: row, style: item.wordStyle)
    if !item.word.isDecided {
      next = grid.put(item.rankText, column: max(next + 2, column + 14), row: row, style: item.theme.quiet)
    }
    grid.put(item.mark, column: next + 2, row: row, style: item.theme.mark)
  }

  /// Without the mark, in as few columns as it takes.
  private static func drawShortScore(
    _ item: Item, _ column: Int, _ row: Int, columns: Int, on grid: inout Grid
  ) {
    let end = column + columns
    var next = grid.put(
      "\(decimals(item.match.score)) ", column: column, row: row,
      style: item.isCurrent ? item.theme.cursor : item.wordStyle)
    next = grid.put(shortened(item.word.text, to: max(0, end - next)), column: next, row: row, style: item.wordStyle)
    let rank = item.rankText.isEmpty ? "" : " \(item.rankText)"
    if TerminalUI.columns(of: rank) <= end - next { grid.put(rank, column: next, row: row, style: item.theme.quiet) }
  }

  private static func place(of item: Item) -> String {
    let folder = item.match.photo.removingLastComponent().string
    return [item.copies, item.faceNumber, folder].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// A match on one line: the name with the folder, and the face where there are several.
  private static func drawLine(_ item: Item, _ rect: Rect, on grid: inout Grid) {
    drawScore(item, rect.column, rect.row, on: &grid)
    let column = rect.column + scoreColumns
    let face = [item.copies, item.photo?.faces.count == 1 ? "" : item.faceNumber].filter { !$0.isEmpty }
      .joined(separator: " · ")
    let faceRoom = face.isEmpty ? 0 : columns(of: face) + 2
    let room = rect.endColumn - column - 2
    let free = room - columns(of: item.listedName) - faceRoom
    let text = endOfLine(item, columns: free)
    let textRoom = min(columns(of: text), max(free, min(16, room / 3)))
    let name = shortenedName(item.listedName, to: max(1, room - textRoom - faceRoom))
    let next = grid.put(name, column: column, row: rect.row, style: item.nameStyle)
    grid.put(face, column: next + 2, row: rect.row, style: item.theme.quiet)
    grid.putRight(shortened(text, to: textRoom), endColumn: rect.endColumn, row: rect.row, style: item.theme.quiet)
  }

  /// What the score means and the date, where both have room.
  private static func endOfLine(_ item: Item, columns room: Int) -> String {
    if let note = item.note { return note }
    let meaning = meaning(of: item, columns: room - columns(of: item.date) - 4)
    return meaning.map { "\($0)  \(item.date)" } ?? item.date
  }

  // MARK: Sections

  private static func drawHeader(
    _ header: MatchesLayout.Header, _ state: State, _ matches: Matches, on grid: inout Grid
  ) {
    let rect = header.rect
    let bars = rect.columns < 40 ? 1 : 3
    let room = rect.columns - bars - 2
    let texts = texts(of: header, state, matches)
    let fitting = texts.first { columns(of: $0) <= room } ?? shortenedName(texts.last ?? "", to: room)
    let bar = String(repeating: "╌", count: max(0, room - columns(of: fitting)))
    let text = String(repeating: "╌", count: bars) + " \(fitting) " + bar
    grid.put(text, column: rect.column, row: rect.row, style: state.theme.divider, columns: rect.columns)
  }

  /// What begins at a place: a group, what is below the threshold, or the faces of the queries' own photos; from all that
  /// can be said to the name.
  private static func texts(of header: MatchesLayout.Header, _ state: State, _ matches: Matches) -> [String] {
    guard let groups = matches.groups else {
      return [header.start == matches.firstOfSamePhoto ? "in the same photo" : "below \(decimals(state.threshold))"]
    }
    let members = groups.members(from: header.start).map { matches.ranked[matches.index(at: $0)] }
    guard let best = members.max(by: { $0.score < $1.score }) else { return [] }
    let byDay = matches.grouping == .day
    let name = byDay ? state.photos[best.photo]?.day ?? "no date" : state.photos.name(of: best.photo)
    if header.isContinued { return [name] }
    let faces = counted(members.count, "face", "faces")
    let photos = byDay ? " in \(counted(Set(members.map(\.photo)).count, "photo", "photos"))" : ""
    return ["\(name) · \(faces)\(photos) · best \(decimals(best.score))", "\(name) · \(faces)", name]
  }

  /// Where lines leave no room for a header, the last match at or above the threshold, and the last before the faces of
  /// the queries' own photos, are underlined.
  private static func underlineCut(_ state: State, _ matches: Matches, _ layout: MatchesLayout, on grid: inout Grid) {
    guard matches.places == nil, layout.geometry.sections.allSatisfy({ !$0.hasHeader }) else { return }
    let places = [matches.firstBelow(state.threshold), matches.firstOfSamePhoto]
    for (place, rect) in layout.visible(top: matches.top) where places.contains(place + 1) {
      grid.restyle(rect) { $0.underline = true }
    }
  }

  // MARK: Tiles

  private static func drawTile(_ item: Item, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid) {
    let crop = Rect(
      column: rect.column, row: rect.row, columns: rect.columns, rows: max(1, rect.rows - MatchesLayout.captionRows))
    item.draw(in: crop, pictures, on: &grid)
    if item.isCurrent {
      for row in crop.row..<rect.endRow { grid.put("▌", column: rect.column - 1, row: row, style: item.theme.edge) }
    }
    let style = item.isCurrent ? item.theme.cursor : item.wordStyle
    let column = grid.put("\(decimals(item.match.score)) ", column: rect.column, row: crop.endRow, style: style)
    let word = shortened(item.word.text, to: max(0, rect.endColumn - column))
    grid.put(word, column: column, row: crop.endRow, style: item.wordStyle)
    // The words of a verdict fill a small tile.
    let marked = item.mark == " " ? 0 : 2
    grid.put(item.mark, column: rect.column, row: crop.endRow + 1, style: item.theme.mark)
    let room = rect.columns - marked
    let copies = item.copies.isEmpty ? "" : "  " + item.copies.prefix { $0 != " " }
    let caption =
      (item.isUnderName
        ? item.shortFaceNumber(columns: room) : shortenedName(item.name, to: room - TerminalUI.columns(of: copies)))
      + copies
    grid.put(
      caption, column: rect.column + marked, row: crop.endRow + 1,
      style: item.isCurrent ? item.theme.strong : item.theme.quiet)
  }

  /// Why no match is shown, and how they come back.
  private static func filteredSentence(_ state: State, _ matches: Matches) -> [String] {
    let back = state.key(for: .clear).map { ["\($0) shows all matches."] } ?? []
    let all = counted(matches.othersInAll, "match", "matches")
    return ["None of the \(all) is what \(matches.filter.text) asks for."] + back
  }

  private static func emptySentence(_ state: State, _ matches: Matches) -> [String] {
    guard matches.isRanked else { return ["Ranking the faces …"] }
    if matches.isFiltered, !matches.all.isEmpty { return filteredSentence(state, matches) }
    return state.indexing == .finished
      ? ["There is no other face in \(state.title) to compare with."]
      : ["No other face has been found yet. Matches appear here as the photos are indexed."]
  }
}
