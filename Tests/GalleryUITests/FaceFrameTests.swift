import Faces
import Imaging
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Frames and numbers leave eyes and mouths to be seen.
@Suite struct FaceFrameTests {
  private static let symbols: [PictureWay] = [.octants, .sextants, .quadrants, .half, .ascii, .none]

  /// Faces of many sizes that lie over each other, some beyond the edges.
  private func party(_ seed: Int, faces: Int) -> Photo {
    var (photo, random) = (photo(1, faces: 1), UInt32(truncatingIfNeeded: seed &* 7919 &+ 1))
    func next(_ range: Int) -> Float {
      random = random &* 1_664_525 &+ 1_013_904_223
      return Float(Int(random >> 8) % range)
    }
    (photo.width, photo.height) = (1600, 1200)
    photo.faces = (0..<faces).map { index in
      let width = 20 + next(200)
      let box = Box(x: next(1650) - 50, y: next(1250) - 50, width: width, height: width * 1.3)
      let landmarks = [(0.3, 0.4), (0.7, 0.42), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)].map {
        Point(x: box.x + box.width * $0.0, y: box.y + box.height * $0.1)
      }
      return Face(id: FaceID(Int64(index)), box: box, landmarks: landmarks, score: 0.9, sharpness: 100)
    }
    return photo
  }

  private func opened(_ photo: Photo, _ way: PictureWay, columns: Int = 80, rows: Int = 24) throws -> State {
    let depth: ColourDepth = way == .ascii || way == .none ? .none : .direct
    var state = State(
      size: Size(columns: columns, rows: rows), folder: "f", packName: "p", thresholds: thresholds(),
      pictureStyle: PictureStyle(way: way, depth: depth, terminal: nil))
    _ = update(&state, .library(.listed([photo])))
    try type("<Enter>", into: &state)
    return state
  }

  @Test(arguments: symbols, [(80, 24), (120, 40), (200, 60)])
  func `no line and no number goes over eyes or a mouth`(way: PictureWay, size: (Int, Int)) throws {
    for seed in 0..<6 {
      let photo = party(seed, faces: seed * 9 + 1)
      var state = try opened(photo, way, columns: size.0, rows: size.1)
      for selected in photo.faces.indices.prefix(12) {
        state.photoScreen?.selected = selected
        let layout = PhotoLayout(state, photo)
        let marks = FaceMarks(photo, selected: selected, layout)
        var grid = Grid(size: state.size)
        grid.frameFaces(marks, in: layout)
        let own = layout.cells(of: photo.faces[selected].features)
        for row in 0..<layout.picture.rows {
          for column in 0..<layout.picture.columns where marks.features.isTaken(column, row) {
            let cell = grid[layout.picture.column + column, layout.picture.row + row]
            #expect(cell == Cell(), "a line at \(column), \(row) of \(seed)")
          }
        }
        marks.drawNumbers(in: layout.picture, on: &grid)
        for mark in marks.marks {
          guard let place = mark.number else { continue }
          #expect(mark.isSelected || marks.features.isFree(place, mark.label.count), "number \(mark.label)")
          guard mark.isSelected else { continue }
          #expect((0..<mark.label.count).allSatisfy { !own.contains(place.column + $0, place.row) })
        }
        #expect(marks.marks.first?.number != nil || !layout.sees(photo.faces[selected].box))
      }
    }
  }

  @Test func `numbers are next to their own faces`() throws {
    let photo = party(3, faces: 26)
    let state = try opened(photo, .octants, columns: 110, rows: 34)
    let marks = FaceMarks(photo, selected: 8, PhotoLayout(state, photo)).marks
    #expect(marks.count { $0.number != nil } > 20)
    for mark in marks {
      guard let place = mark.number else { continue }
      let text = PixelBox((place.column, place.row, place.column + mark.label.count - 1, place.row))
      #expect(mark.box.grown(by: 2, within: PixelBox((-9, -9, 999, 999))).overlaps(text), "\(mark.label)")
    }
  }

  @Test(arguments: [PictureWay.octants, .sextants, .quadrants, .half])
  func `beside frames and numbers the picture is as it is without them`(way: PictureWay) throws {
    let photo = party(2, faces: 12)
    let state = try opened(photo, way)
    let layout = PhotoLayout(state, photo)
    let pictures = Pictures(source: Stripes(), style: state.pictureStyle, theme: state.theme, memo: PictureMemo())
    var plain = Grid(size: state.size)
    guard case .ready(let image) = pictures.photo(photo, in: layout.area.size) else { return }
    pictures.draw(.ready(pictures.memo.marked(image, nil, layout)), in: layout.area, on: &plain)
    let shown = draw(state, pictures: Stripes())
    let marks = FaceMarks(photo, selected: state.photoScreen?.selected, layout).marks
    let lines = marks.flatMap { $0.line.map(\.0) }
    let digits = marks.flatMap { mark in
      mark.number.map { place in
        (0..<mark.label.count).map { Position(column: place.column + $0, row: place.row) }
      } ?? []
    }
    let touched = Set((lines + digits).map { "\($0.column) \($0.row)" })
    #expect(!touched.isEmpty)
    for row in 0..<layout.picture.rows {
      for column in 0..<layout.picture.columns where !touched.contains("\(column) \(row)") {
        let place = (layout.picture.column + column, layout.picture.row + row)
        #expect(shown[place.0, place.1] == plain[place.0, place.1], "\(column), \(row)")
      }
    }
  }

  @Test(arguments: [PictureWay.kitty, .iterm, .sixel])
  func `in pixels no frame goes over eyes or a mouth`(way: PictureWay) throws {
    for seed in 1..<5 {
      let photo = party(seed, faces: 9 * seed)
      let state = try opened(photo, way, columns: 120, rows: 40)
      let layout = PhotoLayout(state, photo)
      let grey = [UInt8](repeating: 100, count: layout.imageWidth * layout.imageHeight * 3)
      var image = PixelImage(width: layout.imageWidth, height: layout.imageHeight, pixels: grey)
      FaceMarks(photo, selected: 0, layout).draw(on: &image, state.pictureStyle, blocks: layout.blockCount)
      #expect(image.pixels != grey)
      let (across, down) = (layout.blockCount.columns, layout.blockCount.rows)
      for face in photo.faces {
        let eyes = layout.blocks(of: face.features)
        for y in eyes.top * image.height / down..<(eyes.bottom + 1) * image.height / down {
          for x in eyes.left * image.width / across..<(eyes.right + 1) * image.width / across {
            #expect(image.pixels[(y * image.width + x) * 3] == 100)
          }
        }
      }
    }
  }
}

/// Pictures whose pixels differ from place to place.
private struct Stripes: PictureSource {
  func picture(_ request: PictureRequest) -> Picture {
    let pixels = (0..<request.width * request.height * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    return .ready(PixelImage(width: request.width, height: request.height, pixels: pixels))
  }
}
