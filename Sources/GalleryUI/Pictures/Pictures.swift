import Faces
import Imaging
import Library
import TerminalUI

/// What the views draw pictures with.
struct Pictures {
  let source: any PictureSource
  let style: PictureStyle
  let theme: Theme
  let memo: PictureMemo

  /// A photo as large as a number of cells allows.
  func photo(_ photo: Photo, in size: Size) -> Picture {
    if let reason = photo.state.reason { return .failed(reason) }
    guard style.way != .none else { return .loading }
    let pixels = style.pixels(of: size)
    return source.picture(PictureRequest(photo, width: pixels.width, height: pixels.height))
  }

  /// A part of a photo as large as a number of cells allows; until it has come, what a picture of the whole shows of it.
  func part(_ part: Box, of photo: Photo, in size: Size) -> Picture {
    guard style.way != .none else { return .loading }
    let pixels = style.pixels(of: size)
    var request = PictureRequest(photo, crop: part, width: pixels.width, height: pixels.height)
    request.hasThumbnail = false
    let sharp = source.picture(request)
    guard case .loading = sharp, case .ready(let whole) = self.photo(photo, in: size) else { return sharp }
    let scale = Float(whole.width) / Float(max(1, photo.width))
    func scaled(_ value: Float) -> Int { GalleryUI.whole(value * scale, within: 0...1_000_000) }
    let crop = whole.cropped(
      x: scaled(part.x), y: scaled(part.y), width: scaled(part.width), height: scaled(part.height))
    return .ready(request.fitted(crop))
  }

  /// A face and what is around it, as a square.
  /// - Parameter columns: cells of the square's side.
  func face(_ face: Face, of photo: Photo, columns: Int) -> Picture {
    guard style.way != .none else { return .loading }
    var request = PictureRequest(face: face, of: photo, side: columns * style.cell.width)
    request.share = faceShare
    return source.picture(request)
  }

  /// A face upright and in the same place as any other one.
  /// - Parameter columns: cells of the square's side.
  func aligned(_ face: Face, of photo: Photo, columns: Int) -> Picture {
    guard style.way != .none else { return .loading }
    guard var request = PictureRequest(aligned: face, of: photo, side: columns * style.cell.width) else {
      return self.face(face, of: photo, columns: columns)
    }
    request.share = faceShare
    return source.picture(request)
  }

  /// Without many colours a face needs all of its cells for eyes and mouth.
  private var faceShare: Float { style.isCoarse ? 0.8 : 1 }

  /// Draws a picture in the middle of a rectangle, or says why there is none.
  func draw(_ picture: Picture, in rect: Rect, on grid: inout Grid) {
    switch picture {
    case .ready(let image): grid.put(memo.cells(of: image, as: style), in: rect)
    case .loading where style.way == .none: break
    case .loading: grid.putCentred("· · ·", in: rect, style: theme.quiet)
    case .failed(let reason):
      grid.frame(rect, style: theme.quiet)
      grid.putCentred("✗ " + reason, in: rect, style: theme.quiet, margin: 2)
    }
  }

  func draw(_ face: Face, of photo: Photo, in rect: Rect, on grid: inout Grid) {
    draw(self.face(face, of: photo, columns: rect.columns), in: rect, on: &grid)
  }

  /// The rectangle of a square picture with its upper left corner at a place.
  func square(columns: Int, column: Int, row: Int) -> Rect {
    Rect(column: column, row: row, columns: columns, rows: style.rows(ofSquare: columns))
  }
}
