import Foundation
import Imaging
import TerminalUI
import Testing

@testable import GalleryUI
@testable import Library

/// Whole screens of the photo and of the problems at all sizes, as they are stored.
@Suite struct PhotoGoldenTests {
  static let sizes = [(20, 6), (40, 10), (60, 15), (80, 24), (120, 40), (200, 60)]
  static let screens = [
    ("photo", "l <Enter>"), ("photo-facts", "l <Enter> i"), ("photo-zoomed", "l <Enter> <Tab> z"),
    ("problems", "!"), ("message", "<Enter>"),
  ]

  @Test(arguments: sizes, screens)
  func `screens at every size`(_ size: (Int, Int), _ screen: (String, String)) throws {
    try expectStored(try drawn(size, screen), screen.0)
  }

  @Test(arguments: sizes, screens)
  func `screens in ASCII and without colours`(_ size: (Int, Int), _ screen: (String, String)) throws {
    var grid = try drawn(size, screen)
    let questions = grid.text.count { $0 == "?" }
    let wide = grid.cells.count { $0.width == 2 }
    grid.change(\.withoutColour)
    grid.change { $0.reduced { _ in false } }
    #expect(grid.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(grid.text.count { $0 == "?" } - questions <= wide * 2, "only East Asian letters have no likeness")
  }

  @Test(arguments: screens)
  func `a screen comes back when the window grows again`(_ screen: (String, String)) throws {
    var state = try opened(in: (80, 24), screen)
    let before = draw(state, pictures: GreyPictures())
    for size in [(20, 6), (3, 2), (80, 24)] {
      _ = update(&state, .key(.resize(Size(columns: size.0, rows: size.1))))
      _ = draw(state, pictures: GreyPictures())
    }
    #expect(draw(state, pictures: GreyPictures()).text == before.text)
  }

  private func drawn(_ size: (Int, Int), _ screen: (String, String)) throws -> Grid {
    draw(try opened(in: size, screen), pictures: GreyPictures())
  }

  private func opened(in size: (Int, Int), _ screen: (String, String)) throws -> State {
    var state = state(problemAlbum(), columns: size.0, rows: size.1)
    for case .readDetails(let path, let stamp) in try type(screen.1, into: &state) {
      _ = update(&state, .details(path, stamp, .success(details())))
    }
    if screen.0 == "message" {
      _ = update(&state, .failed("export stopped: /a/folder/with/a/long/name/写真/matches.csv: " + longReason))
      try type("K", into: &state)
    }
    return state
  }

  private let longReason =
    "the disk is full, so nothing was written, and what was there before is as it was; free some room, or name "
    + "another file with --output"
}

func details() -> PhotoDetails {
  var details = PhotoDetails()
  details.hasEXIF = true
  details.captured = "2024-05-06 07:08:09"
  (details.make, details.model, details.lens) = ("Acme", "Acme X1", "Acme 50 mm F1.8 with a name that is long")
  details.exposure = Fraction(numerator: 1, denominator: 250)
  (details.aperture, details.iso, details.focalLength, details.focalLengthOnFilm) = (2.8, 400, 50, 75)
  details.place = PhotoDetails.Place(latitude: -33.86, longitude: 151.2)
  (details.altitude, details.orientation) = (12, 6)
  return details
}

/// Photos of which some cannot be read, one with an East Asian name, and a folder that is closed.
func problemAlbum() -> [Photo] {
  var closed = Photo(path: "locked", size: 0, modified: 0, state: .unreadable("Permission denied"))
  closed.kind = .folder
  let heic = Photo(
    path: "写真/東京の夏休み.heic", size: 9, modified: 1,
    state: .unsupported("HEIC is not built in: this facetui was made without libheif"))
  let long = Photo(
    path: "a/folder/with/a/name/that/is/long/and/another/one/that/is/longer/photo.jpg", size: 9, modified: 1,
    state: .unreadable("damaged JPEG: " + String(repeating: "Corrupt data at segment 12; ", count: 6)))
  return [photo(0, faces: 1), photo(1, faces: 2), photo(2), photo(3, state: .unreadable("the file is empty"))]
    + [heic, long, closed]
}
