import TerminalUI

/// Frames in characters: a line in its own cells corrupts no picture that has two colours a cell.
extension Grid {
  /// Thick lines around the selected face, thin ones around others; none of them over eyes or a mouth.
  mutating func frameFaces(_ marks: FaceMarks, in layout: PhotoLayout) {
    guard !layout.area.isEmpty else { return }
    for mark in marks.marks.reversed() {
      for (place, character) in mark.line where !marks.features.isTaken(place.column, place.row) {
        let (column, row) = (layout.picture.column + place.column, layout.picture.row + place.row)
        let style = lineStyle(mark, marks, layout, over: self[column, row])
        self[column, row] = Cell(character, style: style)
      }
    }
  }

  private func lineStyle(_ mark: FaceMarks.Mark, _ marks: FaceMarks, _ layout: PhotoLayout, over cell: Cell) -> Style {
    let (r, g, b) = marks.colour(of: mark)
    if layout.style.drawsColours {
      return Style(foreground: .rgb(r, g, b), background: cell.darkened, bold: mark.isSelected)
    }
    return mark.isSelected ? Style(foreground: .palette(16), background: .rgb(r, g, b), bold: true) : .plain
  }
}

extension PictureStyle {
  /// Whether a line of a colour of its own can be told from the picture.
  fileprivate var drawsColours: Bool { way != .ascii && way != .none && depth != .none }
}

extension FaceMarks.Mark {
  /// The characters of its frame or its corners, in cells of the picture.
  var line: [(Position, Character)] {
    let across = ring.width >= 12 ? 2 : 1
    switch shape {
    case .none: return []
    case .frame: return edge
    case .corners:
      return edge.filter { place, _ in
        (place.row == ring.top || place.row == ring.bottom)
          && min(place.column - ring.left, ring.right - place.column) < across
      }
    }
  }

  private var edge: [(Position, Character)] {
    let lines: [Character] = Array(isSelected ? "┏━┓┃┗┛" : "┌─┐│└┘")
    var edge: [(Position, Character)] = []
    func add(_ column: Int, _ row: Int, _ line: Int) { edge.append((Position(column: column, row: row), lines[line])) }
    for column in ring.left + 1..<max(ring.left + 1, ring.right) {
      add(column, ring.top, 1)
      add(column, ring.bottom, 1)
    }
    for row in ring.top + 1..<max(ring.top + 1, ring.bottom) {
      add(ring.left, row, 3)
      add(ring.right, row, 3)
    }
    add(ring.left, ring.top, 0)
    add(ring.right, ring.top, 2)
    add(ring.left, ring.bottom, 4)
    add(ring.right, ring.bottom, 5)
    return edge
  }
}
