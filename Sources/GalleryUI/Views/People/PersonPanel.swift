import Library
import Odds
import TerminalUI

/// The face under the cursor of a person's screen beside the one of the person that it is most alike.
enum PersonPanel {
  /// Of the photo below, at least.
  private static let photoRows = 5

  static func draw(
    _ state: State, _ screen: PersonScreen, _ panel: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    guard let item = screen.current else { return }
    let side = (panel.columns - 2) / 2
    let right = panel.column + side + 2
    let rows = pictures.style.rows(ofSquare: side)
    let reference = screen.reference(of: item)
    let title = item.candidate == nil ? screen.person.name?.text ?? "best of the group" : "most alike"
    grid.put(shortened(title, to: side), column: panel.column, row: panel.row, style: state.theme.title)
    grid.put("this face", column: right, row: panel.row, style: state.theme.title)
    let faces = [reference, ListedPerson.Place(face: item.face, photo: item.photo, number: item.number)]
    for (index, place) in faces.enumerated() {
      let column = index == 0 ? panel.column : right
      let square = Rect(column: column, row: panel.row + 1, columns: side, rows: rows)
      PeopleView.drawFace(place, in: square, state, pictures, on: &grid)
      guard let photo = place.flatMap({ state.photos[$0.photo] }) else { continue }
      let date = photo.captured.map { String($0.prefix(10)) } ?? "no date"
      grid.put(
        shortenedName(state.photos.name(of: photo.path), to: side), column: column, row: panel.row + 1 + rows)
      grid.put(date, column: column, row: panel.row + 2 + rows, style: state.theme.quiet)
    }
    var row = panel.row + rows + 4
    for (text, style) in lines(item, state, screen, columns: panel.columns) where row < panel.endRow {
      grid.put(shortened(text, to: panel.columns), column: panel.column, row: row, style: style)
      row += 1
    }
    drawPhoto(
      item, state, Rect(column: panel.column, row: row + 1, columns: panel.columns, rows: panel.endRow - row - 1),
      pictures, on: &grid)
  }

  /// The score and what it means, and what the keys say.
  private static func lines(
    _ item: PersonScreen.Item, _ state: State, _ screen: PersonScreen, columns room: Int
  ) -> [(String, Style)] {
    guard let candidate = item.candidate else {
      let word = screen.isGroup ? "of a group without a name" : "confirmed by you"
      return [(word, screen.isGroup ? state.theme.quiet : state.theme.same)]
    }
    let name = screen.person.name?.text ?? ""
    let score = "\(decimals(candidate.score)) against all, \(decimals(candidate.best)) the best"
    let meaning = state.meaning(of: candidate, in: screen).first { columns(of: $0) <= room }
    let ways = [(Action.confirm, "is \(name)"), (.refuse, "is not")].compactMap { action, what in
      state.key(for: action).map { "\($0) \(what)" }
    }
    return [
      (score, state.theme.strong), (meaning ?? "", state.theme.quiet),
      (ways.joined(separator: "   "), state.theme.quiet),
    ].filter { !$0.0.isEmpty }
  }

  private static func drawPhoto(
    _ item: PersonScreen.Item, _ state: State, _ rect: Rect, _ pictures: Pictures, on grid: inout Grid
  ) {
    guard rect.rows > photoRows, let photo = state.photos[item.photo] else { return }
    let end = grid.put("its photo", column: rect.column, row: rect.row, style: state.theme.title)
    let face = photo.faces.count > 1 ? "face \(item.number) of \(photo.faces.count)" : ""
    grid.put(face, column: end + 2, row: rect.row, style: state.theme.quiet)
    let area = Rect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: rect.rows - 1)
    pictures.draw(pictures.photo(photo, in: area.size), in: area, on: &grid)
  }
}

extension PersonScreen {
  /// The face of the person beside which another one is shown.
  func reference(of item: Item) -> ListedPerson.Place? {
    guard let candidate = item.candidate else { return person.best }
    return person.faces.first { $0.face == candidate.nearest } ?? person.best
  }
}

extension State {
  /// What the score of a candidate means, from the longest form to the shortest; none where that is not known.
  func meaning(of candidate: Candidate, in screen: PersonScreen) -> [String] {
    guard let odds = survey?.odds else { return [] }
    let places = [
      (candidate.photo, candidate.number), screen.reference(of: .candidate(candidate)).map { ($0.photo, $0.number) },
    ].compactMap(\.self)
    let qualities = places.map { face($0.0, $0.1)?.face.quality.value ?? 1 }
    let chance = odds.chanceOfError(
      candidate.best, PairQuality(qualities[0], qualities.last ?? 1), bestOf: max(1, screen.person.faces.count))
    return OddsText.forms(chance: chance)
  }
}
