import TerminalUI

extension Grid {
  /// Frames in characters with the numbers on their upper edges, for terminals where a frame of coloured pixels looks
  /// like the picture: a thick one around the selected face, thin ones around its neighbours.
  mutating func frameFaces(_ marks: FaceMarks, in layout: PhotoLayout) {
    guard !layout.area.isEmpty else { return }
    for mark in marks.marks.reversed() where mark.shape == .frame { frame(mark, marks.theme, in: layout) }
  }

  /// It lies around the face, or on its edge where the photo ends.
  private mutating func frame(_ mark: FaceMarks.Mark, _ theme: Theme, in layout: PhotoLayout) {
    let (area, picture) = (layout.area, layout.picture)
    let left = max(area.column - 1, picture.column + mark.box.left - 1)
    let right = min(area.endColumn, picture.column + mark.box.right + 1)
    let top = max(area.row, picture.row + mark.box.top / 2 - 1)
    let bottom = min(area.endRow - 1, picture.row + mark.box.bottom / 2 + 1)
    let (r, g, b) = theme.selectedFace
    let style = mark.isSelected ? Style(foreground: .palette(16), background: .rgb(r, g, b), bold: true) : .plain
    let lines = Array(mark.isSelected ? "┏━┓┃┗┛" : "┌─┐│└┘").map(String.init)
    let bar = String(repeating: lines[1], count: max(0, right - left - 1))
    put(lines[0] + bar + lines[2], column: left, row: top, style: style)
    put(lines[4] + bar + lines[5], column: left, row: bottom, style: style)
    for row in top + 1..<max(top + 1, bottom) {
      put(lines[3], column: left, row: row, style: style)
      put(lines[3], column: right, row: row, style: style)
    }
    put(mark.label, column: left + 1, row: top, style: style)
  }
}
