import Faces
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Sizes and boxes that no window and no photo has.
@Suite struct HostileGeometryTests {
  private static let keys = ["", "<Enter>", "<Enter> <Enter>", "<Enter> <Enter> t", "?", "/ a"]

  @Test(arguments: keys)
  func `windows of every small size can be drawn and clicked on`(_ keys: String) throws {
    var state = state(album(), columns: 100, rows: 30)
    try type(keys, into: &state)
    for columns in [-1, 0, 1, 2, 3, 5, 20, 59, 60, 61, 90, 200] {
      for rows in [-1, 0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 18, 90] {
        _ = update(&state, .key(.resize(Size(columns: columns, rows: rows))))
        let grid = draw(state, pictures: GreyPictures())
        #expect(grid.size == Size(columns: max(0, columns), rows: max(0, rows)))
        for place in [(0, 0), (3, 3), (columns - 1, rows - 1)] {
          _ = update(&state, .key(.click(Position(column: place.0, row: place.1))))
        }
      }
    }
  }

  @Test func `a window of 65,535 rows is drawn in its upper part`() {
    for size in [
      Size(columns: 100, rows: 65_535), Size(columns: 65_535, rows: 65_535), Size(columns: .max, rows: .max),
    ] {
      var state = state(album())
      _ = update(&state, .key(.resize(size)))
      #expect(state.size == size.bounded)
      #expect(Grid(size: size).size == size.bounded)
    }
    var state = state(album())
    _ = update(&state, .key(.resize(Size(columns: 100, rows: 65_535))))
    #expect(draw(state, pictures: GreyPictures()).cells.count == 100_000)
  }

  @Test func `boxes that are no boxes can be drawn and clicked on`() throws {
    let numbers: [Float] = [-100, 0, 100, 1e9, -1e9, 3e38, -3e38, .infinity, -.infinity, .nan]
    for x in numbers {
      for width in numbers {
        var photo = photo(0, faces: 2)
        photo.faces[0].box = Box(x: x, y: width, width: width, height: x)
        photo.faces[0].score = width
        photo.faces[0].sharpness = x
        for framesInCharacters in [false, true] {
          var state = State(
            size: Size(columns: 100, rows: 20), folder: "f", packName: "p", thresholds: thresholds(),
            pictureStyle: framesInCharacters ? .ascii : .standard)
          _ = update(&state, .library(.listed([photo])))
          try type("<Enter>", into: &state)
          for _ in 0..<2 {
            #expect(draw(state, pictures: GreyPictures()).size.rows == 20)
            try type("<Click:3,3> <Click:20,9> <Click:60,15> <Tab>", into: &state)
          }
        }
      }
    }
  }

  @Test func `a box that is no box is asked for once`() {
    var photo = photo(0, faces: 1)
    photo.faces[0].box = Box(x: .nan, y: 0, width: .nan, height: -3)
    let request = PictureRequest(face: photo.faces[0], of: photo, side: 20)
    #expect(request == PictureRequest(face: photo.faces[0], of: photo, side: 20))
  }

  @Test func `scores of any size are words`() {
    #expect(decimals(3e38) == "1000000.00")
    #expect(decimals(-3e38) == "-1000000.00")
    #expect(decimals(.nan) == "?")
    #expect(whole(.nan, within: -2...5) == -2)
    #expect(whole(.infinity, within: -2...5) == 5)
    #expect(whole(2.6, within: -2...5) == 3)
  }
}
