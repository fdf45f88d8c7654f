import Library
import TerminalUI

extension Grid {
  /// A frame in characters around the selected face with its number on the upper edge, for terminals where a frame of
  /// coloured pixels looks like the picture. It lies around the face, or on its edge where the photo ends.
  mutating func frameFace(_ index: Int, of photo: Photo, in layout: PhotoLayout) {
    guard photo.faces.indices.contains(index), !layout.area.isEmpty else { return }
    let box = layout.pixels(of: photo.faces[index].box)
    let (area, picture) = (layout.area, layout.picture)
    let left = max(area.column - 1, picture.column + box.left - 1)
    let right = min(area.endColumn, picture.column + box.right + 1)
    let top = max(area.row, picture.row + box.top / 2 - 1)
    let bottom = min(area.endRow - 1, picture.row + box.bottom / 2 + 1)
    let (r, g, b) = Theme.selectedFace
    let style = Style(foreground: .palette(16), background: .rgb(r, g, b), bold: true)
    let bar = String(repeating: "━", count: max(0, right - left - 1))
    put("┏" + bar + "┓", column: left, row: top, style: style)
    put("┗" + bar + "┛", column: left, row: bottom, style: style)
    for row in top + 1..<max(top + 1, bottom) {
      put("┃", column: left, row: row, style: style)
      put("┃", column: right, row: row, style: style)
    }
    put("\(index + 1)", column: left + 1, row: top, style: style)
  }
}
