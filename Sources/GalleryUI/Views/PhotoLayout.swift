import Faces
import Library
import TerminalUI

/// Where the photo and its faces lie on the screen.
struct PhotoLayout {
  static let panelColumns = 30

  /// Where the photo may be drawn.
  let area: Rect
  /// Where the photo is drawn.
  let picture: Rect
  /// Beside it, where there is room.
  let panel: Rect?
  private let photo: Photo
  /// In half-block pixels.
  let width, height: Int

  init(_ state: State, _ photo: Photo) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 80
    let room = body.columns - 4 - (hasPanel ? Self.panelColumns + 2 : 0)
    area = Rect(column: 2, row: body.row, columns: room, rows: body.rows)
    panel =
      hasPanel ? Rect(column: area.endColumn + 2, row: body.row, columns: Self.panelColumns, rows: body.rows) : nil
    (width, height) = fittedSize(photo.width, photo.height, within: area.columns, area.rows * 2)
    picture = Grid.placePicture(width: width, height: height, in: area)
    self.photo = photo
  }

  /// A face's box in half-block pixels of the drawn picture; right and bottom are not before left and top, whatever the
  /// box holds.
  func pixels(of box: Box) -> (left: Int, top: Int, right: Int, bottom: Int) {
    let scaleX = Float(width) / Float(max(1, photo.width))
    let scaleY = Float(height) / Float(max(1, photo.height))
    func place(_ value: Float, _ limit: Int) -> Int { whole(value.rounded(.down), within: 0...max(0, limit - 1)) }
    let (left, top) = (place(box.x * scaleX, width), place(box.y * scaleY, height))
    return (
      left, top, max(left, place((box.x + box.width) * scaleX, width)),
      max(top, place((box.y + box.height) * scaleY, height))
    )
  }

  /// The smallest face at a place.
  func face(at position: Position) -> Int? {
    let (x, y) = (position.column - picture.column, (position.row - picture.row) * 2)
    return photo.faces.indices.filter { index in
      let box = pixels(of: photo.faces[index].box)
      return (box.left...box.right).contains(x) && (box.top - 1...box.bottom).contains(y)
    }.min { photo.faces[$0].box.width < photo.faces[$1].box.width }
  }
}
