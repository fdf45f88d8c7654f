import Faces
import Imaging
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
  /// Of the drawn picture in pixels.
  let imageWidth, imageHeight: Int
  let style: PictureStyle
  /// Of the drawn picture in half cells: a column wide and half a row high.
  let width, height: Int

  init(_ state: State, _ photo: Photo) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 80
    let room = body.columns - 4 - (hasPanel ? Self.panelColumns + 2 : 0)
    area = Rect(column: 2, row: body.row, columns: room, rows: body.rows)
    panel =
      hasPanel ? Rect(column: area.endColumn + 2, row: body.row, columns: Self.panelColumns, rows: body.rows) : nil
    style = state.pictureStyle
    let limit = style.pixels(of: Size(columns: area.columns, rows: area.rows))
    (imageWidth, imageHeight) = fittedSize(photo.width, photo.height, within: limit.width, limit.height)
    let size = style.size(width: imageWidth, height: imageHeight)
    picture = Grid.place(size, in: area)
    width = size.columns
    height = min(2 * size.rows, (2 * imageHeight + style.cell.height - 1) / style.cell.height)
    self.photo = photo
  }

  func fits(_ image: PixelImage) -> Bool { image.width == imageWidth && image.height == imageHeight }

  /// A face's box in half cells of the drawn picture; right and bottom are not before left and top, whatever the box
  /// holds.
  func halfCells(of box: Box) -> PixelBox { sides(of: box, width: width, height: height) }

  /// A face's box in pixels of the drawn picture.
  func pixels(of box: Box) -> PixelBox { sides(of: box, width: imageWidth, height: imageHeight) }

  private func sides(of box: Box, width: Int, height: Int) -> PixelBox {
    let scaleX = Float(width) / Float(max(1, photo.width))
    let scaleY = Float(height) / Float(max(1, photo.height))
    func place(_ value: Float, _ limit: Int) -> Int { whole(value.rounded(.down), within: 0...max(0, limit - 1)) }
    let (left, top) = (place(box.x * scaleX, width), place(box.y * scaleY, height))
    return PixelBox(
      (left, top, place((box.x + box.width) * scaleX, width), place((box.y + box.height) * scaleY, height)))
  }

  /// The smallest face at a place.
  func face(at position: Position) -> Int? {
    let (x, y) = (position.column - picture.column, (position.row - picture.row) * 2)
    return photo.faces.indices.filter { index in
      let box = halfCells(of: photo.faces[index].box)
      return (box.left...box.right).contains(x) && (box.top - 1...box.bottom).contains(y)
    }.min { photo.faces[$0].box.width < photo.faces[$1].box.width }
  }
}
