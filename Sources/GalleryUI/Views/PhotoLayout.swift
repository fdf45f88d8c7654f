import Faces
import Imaging
import Library
import TerminalUI

/// Where the photo and its faces lie on the screen.
struct PhotoLayout {
  static let panelColumns = 30

  /// Where the photo may be drawn; empty where the facts take all of the room.
  let area: Rect
  /// Where the photo is drawn.
  let picture: Rect
  /// Beside it, or in its place, where there is room.
  let panel: Rect?
  /// The part of the photo that is seen; nil is all of it.
  let part: Box?
  private let photo: Photo
  /// Of the drawn picture in pixels.
  let imageWidth, imageHeight: Int
  let style: PictureStyle
  /// Of the drawn picture in half cells: a column wide and half a row high.
  let width, height: Int
  /// Of the drawn picture in blocks.
  let blockCount: Size

  init(_ state: State, _ photo: Photo, _ screen: PhotoScreen? = nil) {
    let body = Chrome.body(state.size)
    (area, panel) = Self.places(in: body, showsInfo: state.showsInfo)
    style = state.pictureStyle
    let limit = style.pixels(of: area.size)
    part = Self.part(of: photo, screen, shape: limit)
    let (shownWidth, shownHeight) = part.map { (Int($0.width), Int($0.height)) } ?? (photo.width, photo.height)
    (imageWidth, imageHeight) = fittedSize(shownWidth, shownHeight, within: limit.width, limit.height)
    let size = style.size(width: imageWidth, height: imageHeight)
    picture = Grid.place(size, in: area)
    width = size.columns
    height = min(2 * size.rows, (2 * imageHeight + style.cell.height - 1) / style.cell.height)
    let blocks = style.blocks
    blockCount = Size(columns: max(1, size.columns * blocks.columns), rows: max(1, size.rows * blocks.rows))
    self.photo = photo
  }

  var isZoomed: Bool { part != nil }

  private static func places(in body: Rect, showsInfo: Bool) -> (area: Rect, panel: Rect?) {
    let room = Rect(column: 2, row: body.row, columns: body.columns - 4, rows: body.rows)
    guard body.columns >= 80 else {
      return showsInfo ? (Rect(column: 2, row: body.row, columns: 0, rows: 0), room) : (room, nil)
    }
    let columns = showsInfo ? max(panelColumns, min(50, body.columns * 2 / 5)) : panelColumns
    let area = Rect(column: 2, row: body.row, columns: room.columns - columns - 2, rows: body.rows)
    return (area, Rect(column: area.endColumn + 2, row: body.row, columns: columns, rows: body.rows))
  }

  private static func part(of photo: Photo, _ screen: PhotoScreen?, shape: (width: Int, height: Int)) -> Box? {
    guard let level = screen?.zoom, let selected = screen?.selected, photo.faces.indices.contains(selected) else {
      return nil
    }
    return Zoom.part(of: photo, around: photo.faces[selected], level: level, shape: shape)
  }

  func fits(_ image: PixelImage) -> Bool { image.width == imageWidth && image.height == imageHeight }

  /// A face's box in half cells of the drawn picture; right and bottom are not before left and top, whatever the box
  /// holds.
  func halfCells(of box: Box) -> PixelBox { sides(of: box, width: width, height: height) }

  /// A box in cells of the drawn picture.
  func cells(of box: Box) -> PixelBox {
    let half = halfCells(of: box)
    return PixelBox((half.left, half.top / 2, half.right, half.bottom / 2))
  }

  /// The cells that a frame may take, counted from the picture's first: those of the area and the column beside them.
  var screen: PixelBox {
    let (left, top) = (area.column - picture.column, area.row - picture.row)
    return PixelBox((left - 1, top, left + area.columns, top + area.rows - 1))
  }

  /// A box in blocks of the drawn picture.
  func blocks(of box: Box) -> PixelBox { sides(of: box, width: blockCount.columns, height: blockCount.rows) }

  /// Whether a box has anything in the part that is seen.
  func sees(_ box: Box) -> Bool {
    guard let part else { return true }
    return box.x < part.x + part.width && box.x + box.width > part.x && box.y < part.y + part.height
      && box.y + box.height > part.y
  }

  private func sides(of box: Box, width: Int, height: Int) -> PixelBox {
    let scaleX = Float(width) / (part?.width ?? Float(max(1, photo.width)))
    let scaleY = Float(height) / (part?.height ?? Float(max(1, photo.height)))
    let (x, y) = (box.x - (part?.x ?? 0), box.y - (part?.y ?? 0))
    func place(_ value: Float, _ limit: Int) -> Int { whole(value.rounded(.down), within: 0...max(0, limit - 1)) }
    let (left, top) = (place(x * scaleX, width), place(y * scaleY, height))
    return PixelBox(
      (left, top, place((x + box.width) * scaleX, width), place((y + box.height) * scaleY, height)))
  }

  /// The smallest face at a place.
  func face(at position: Position) -> Int? {
    let (x, y) = (position.column - picture.column, (position.row - picture.row) * 2)
    return photo.faces.indices.filter { index in
      guard sees(photo.faces[index].box) else { return false }
      let box = halfCells(of: photo.faces[index].box)
      return (box.left...box.right).contains(x) && (box.top - 1...box.bottom).contains(y)
    }.min { photo.faces[$0].box.width < photo.faces[$1].box.width }
  }
}
