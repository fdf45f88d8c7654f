import Faces
import Imaging
import Library
import TerminalUI

enum PhotoView {
  static func draw(_ state: State, _ screen: PhotoScreen, _ pictures: Pictures, on grid: inout Grid) {
    guard let photo = state.photos[screen.path] else { return }
    let layout = PhotoLayout(state, photo, screen)
    let marks = FaceMarks(
      photo, selected: screen.selected, layout, names: state.names(of: photo), theme: state.theme)
    if !layout.area.isEmpty { drawPhoto(photo, marks, layout, pictures, on: &grid) }
    if state.showsInfo {
      InfoPanel(state, photo, screen).draw(state.theme, top: screen.infoTop, on: &grid)
    } else if let panel = layout.panel {
      drawPanel(state, photo, screen, panel, pictures, marks.unnumbered, on: &grid)
    }
  }

  private static func drawPhoto(
    _ photo: Photo, _ marks: FaceMarks, _ layout: PhotoLayout, _ pictures: Pictures, on grid: inout Grid
  ) {
    let inCharacters = !pictures.style.way.isGraphic
    var picture =
      layout.part.map { pictures.part($0, of: photo, in: layout.area.size) }
      ?? pictures.photo(photo, in: layout.area.size)
    if case .ready(let image) = picture, photo.width > 0 {
      picture = .ready(pictures.memo.marked(image, inCharacters ? nil : marks, layout))
    }
    pictures.draw(picture, in: layout.area, on: &grid)
    if case .failed = picture { return }
    if inCharacters { grid.frameFaces(marks, in: layout) }
    marks.drawNumbers(in: layout.picture, on: &grid)
  }

  // MARK: Panel

  private static func drawPanel(
    _ state: State, _ photo: Photo, _ screen: PhotoScreen, _ panel: Rect, _ pictures: Pictures,
    _ unnumbered: [Int], on grid: inout Grid
  ) {
    var row = panel.row + 1
    func line(_ text: String, _ style: Style = .plain) {
      guard row < panel.endRow else { return }
      grid.put(shortened(text, to: panel.columns, middle: true), column: panel.column, row: row, style: style)
      row += 1
    }
    line(shortenedName(state.photos.name(of: photo.path), to: panel.columns), state.theme.strong)
    if let captured = photo.captured { line(String(captured.prefix(16)), state.theme.quiet) }
    row += 1
    guard let selected = screen.selected, photo.faces.indices.contains(selected) else {
      for text in wrapped(noFaceSentence(state, photo), to: panel.columns) { line(text) }
      return
    }
    let face = photo.faces[selected]
    let left =
      unnumbered.isEmpty
      ? [] : wrapped("without a number here, from left to right: \(ranges(of: unnumbered))", to: panel.columns)
    // The keys that choose a face are of no use to somebody who cannot tell which has which.
    let listRows = left.isEmpty ? 0 : min(3, left.count) + 1
    let factRows = (pictures.style.isCoarse ? 2 : 7) + listRows
    let side = min(panel.columns, pictures.style.columns(ofSquare: max(0, panel.endRow - row - factRows)))
    if side >= 10 {
      let crop = pictures.square(columns: side, column: panel.column, row: row)
      pictures.draw(face, of: photo, in: crop, on: &grid)
      row += crop.rows + 1
    }
    line("face \(selected + 1) of \(photo.faces.count)", state.theme.title)
    if let name = state.nameText(face.id) { line(shortened(name, to: panel.columns), state.theme.same) }
    if let score = state.scoreForms(selectedIn: screen).first(where: { columns(of: $0) <= panel.columns }) {
      line(score, state.theme.strong)
    }
    for (name, value) in facts(about: face).prefix(max(0, panel.endRow - row - listRows)) {
      if row < panel.endRow { grid.put(value, column: panel.column + 11, row: row) }
      line(name, state.theme.quiet)
    }
    guard !left.isEmpty else { return }
    let rows = panel.endRow - row - 1
    row += 1
    for (index, text) in left.prefix(max(0, rows)).enumerated() {
      line(index == rows - 1 && left.count > rows ? shortened(text + " …", to: panel.columns) : text, state.theme.quiet)
    }
  }

  /// "1–4, 7": rising numbers, neighbours together.
  static func ranges(of numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
      .joined(separator: ", ")
  }

  static func facts(about face: Face) -> [(String, String)] {
    let sharpness = face.sharpness.isFinite ? Int(max(0, min(99_999, face.sharpness)).rounded()) : 0
    return [
      ("size", "\(whole(face.box.width)) × \(whole(face.box.height)) px"),
      ("score", decimals(face.score)),
      ("sharpness", "\(sharpness)" + (sharpness < 30 ? "  blurred" : "")),
      ("quality", decimals(face.quality.value)), ("", face.quality.defect?.sentence ?? ""),
    ]
  }

  private static func whole(_ value: Float) -> Int { Int(max(0, min(1e6, value.rounded()))) }

  static func noFaceSentence(_ state: State, _ photo: Photo) -> String {
    switch photo.state {
    case .pending where state.indexing != .finished: "This photo is looked at next; its faces appear here."
    case .pending: "This photo was not looked at yet."
    case .indexed, .noFace: "No face was found in this photo."
    case .unreadable, .unsupported: "This file cannot be read."
    }
  }
}
