import Foundation
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Whole screens of the gallery at all sizes, as they are stored.
@Suite struct GalleryGoldenTests {
  static let sizes = [(20, 6), (60, 15), (80, 24), (120, 40), (200, 60)]
  static let screens = [
    ("grid", "T T l <Space>"), ("list", "t T T j <Space>"), ("tree", "T T T j j l"), ("dates", "s l"),
    ("dates-list", "s S t 5j"),
  ]

  @Test(arguments: sizes, screens)
  func `the gallery at every size`(_ size: (Int, Int), _ screen: (String, String)) throws {
    try expectStored(try drawn(size, screen.1), "gallery-\(screen.0)")
  }

  @Test(arguments: sizes, screens)
  func `the gallery in ASCII and without colours`(_ size: (Int, Int), _ screen: (String, String)) throws {
    var grid = try drawn(size, screen.1)
    let questions = grid.text.count { $0 == "?" }
    let wide = grid.cells.count { $0.width == 2 }
    grid.change(\.withoutColour)
    grid.change { $0.reduced { _ in false } }
    #expect(grid.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(grid.text.count { $0 == "?" } - questions <= wide * 2, "only East Asian letters have no likeness")
    #expect(size.0 < 60 || grid.cells.contains { $0.style.reverse }, "the cursor is seen")
  }

  private func drawn(_ size: (Int, Int), _ keys: String) throws -> Grid {
    var state = state(folders(), columns: size.0, rows: size.1)
    try type(keys, into: &state)
    return draw(state, pictures: StripedPictures())
  }
}
