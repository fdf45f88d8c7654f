import Faces
import Imaging
import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct PhotoZoomTests {
  /// Keeps what was asked for.
  private final class AskedPictures: PictureSource {
    nonisolated(unsafe) var requests: [PictureRequest] = []
    func picture(_ request: PictureRequest) -> Picture {
      requests.append(request)
      return GreyPictures().picture(request)
    }
  }

  private func opened(_ keys: String) throws -> State {
    var state = state(album(), columns: 100, rows: 30)
    try type("l <Enter> " + keys, into: &state)
    return state
  }

  @Test func `z shows the face and its surroundings, and again the whole photo`() throws {
    var state = try opened("z")
    let photo = try #require(state.currentPhoto)
    let layout = PhotoLayout(state, photo, state.photoScreen)
    let part = try #require(layout.part)
    let box = photo.faces[0].box
    #expect(part.x <= box.x && part.y <= box.y && part.x + part.width >= box.x + box.width)
    #expect(part.width < Float(photo.width) && part.width * part.height <= 0.6 * 640 * 480)
    try type("z", into: &state)
    #expect(state.photoScreen?.zoom == nil)
  }

  @Test(arguments: ["<Esc>", "q", "z"])
  func `the zoom is left before the photo is`(_ key: String) throws {
    var state = try opened("z " + key)
    #expect(state.photoScreen != nil && state.photoScreen?.zoom == nil)
    try type("q", into: &state)
    #expect(state.screens.isEmpty)
  }

  @Test func `the part is cut from the original, in as many pixels as are shown, and no thumbnail is made of it`()
    throws
  {
    var photo = photo(1, faces: 2)
    (photo.width, photo.height) = (6400, 4800)
    var state = state([photo], columns: 100, rows: 30)
    try type("<Enter> z", into: &state)
    let pictures = AskedPictures()
    _ = draw(state, pictures: pictures)
    let request = try #require(pictures.requests.first { $0.crop != nil && !$0.hasThumbnail })
    let crop = try #require(request.crop)
    let scale = Float(request.neededLongSide ?? 6400) / 6400
    #expect(crop.width * scale >= Float(request.width) || scale == 1)
  }

  @Test func `plus and minus go through the levels and end at the whole photo`() throws {
    var state = try opened("+")
    let first = try #require(state.photoScreen?.zoom)
    try type("+", into: &state)
    #expect(state.photoScreen?.zoom == min(first + 1, Zoom.factors.count - 1))
    try type("+ + + + + +", into: &state)
    #expect(state.photoScreen?.zoom == Zoom.factors.count - 1)
    try type("- - - - - -", into: &state)
    #expect(state.photoScreen?.zoom == nil)
    try type("-", into: &state)
    #expect(state.message?.text == "the whole photo is shown")
  }

  @Test func `h and l go from face to face while zoomed`() throws {
    var state = try opened("z l")
    #expect(state.gallery.cursor == 1 && state.photoScreen?.selected == 1 && state.photoScreen?.zoom != nil)
    try type("h", into: &state)
    #expect(state.photoScreen?.selected == 0)
    try type("z l", into: &state)
    #expect(state.gallery.cursor == 2)
  }

  @Test func `a click selects what is seen there`() throws {
    let state = try opened("z")
    let photo = try #require(state.currentPhoto)
    let layout = PhotoLayout(state, photo, state.photoScreen)
    let box = layout.halfCells(of: photo.faces[1].box)
    let place = Position(column: layout.picture.column + box.left, row: layout.picture.row + (box.top + box.bottom) / 4)
    #expect(layout.sees(photo.faces[1].box) == (layout.face(at: place) == 1))
  }

  @Test func `parts lie in the photo, whatever the face's box is`() {
    let numbers: [Float] = [-1e9, -5, 0, 3, 639, 1e9, .infinity, .nan]
    var face = photo(1, faces: 1).faces[0]
    for x in numbers {
      for width in numbers {
        for level in [-1, 0, 3, 99] {
          face.box = Box(x: x, y: width, width: width, height: x)
          let part = Zoom.part(of: photo(1, faces: 1), around: face, level: level, shape: (0, 700))
          #expect(part.x >= 0 && part.y >= 0 && part.width >= 1 && part.height >= 1)
          #expect(part.x + part.width <= 640 && part.y + part.height <= 480)
        }
      }
    }
  }

  @Test func `a photo without a face says why it is not zoomed`() throws {
    var state = state(album())
    try type("2l <Enter> z", into: &state)
    #expect(state.message?.text == "no face was found in this photo")
  }

  // MARK: Frames

  @Test(arguments: [PictureWay.kitty, .iterm, .sixel])
  func `frames in pixels lie outside the faces where there is room, in whole blocks`(_ way: PictureWay) throws {
    let style = PictureStyle(way: way, depth: .direct, terminal: nil)
    var state = State(
      size: Size(columns: 100, rows: 30), folder: "f", packName: "p", thresholds: thresholds(), pictureStyle: style)
    _ = update(&state, .library(.listed([photo(1, faces: 2)])))
    try type("<Enter>", into: &state)
    let photo = try #require(state.currentPhoto)
    let layout = PhotoLayout(state, photo, state.photoScreen)
    let marks = FaceMarks(photo, selected: 0, layout)
    let grey = [UInt8](repeating: 100, count: layout.imageWidth * layout.imageHeight * 3)
    var image = PixelImage(width: layout.imageWidth, height: layout.imageHeight, pixels: grey)
    marks.draw(on: &image, style, blocks: layout.blockCount)
    #expect(image.pixels != grey)
    for mark in marks.marks {
      #expect(mark.shape == .frame && mark.blockFrame.left < mark.blocks.left && mark.blockFrame.top < mark.blocks.top)
      let (across, down) = (layout.blockCount.columns, layout.blockCount.rows)
      for y in mark.blocks.top * image.height / down..<(mark.blocks.bottom + 1) * image.height / down {
        for x in mark.blocks.left * image.width / across..<(mark.blocks.right + 1) * image.width / across {
          #expect(image.pixels[(y * image.width + x) * 3] == 100, "nothing is drawn on the face")
        }
      }
    }
  }
}
