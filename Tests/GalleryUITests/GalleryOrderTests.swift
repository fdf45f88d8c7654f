import Configuration
import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryOrderTests {
  @Test func `each order is the one it is called, and the unknown comes last both ways`() throws {
    var state = state(folders())
    let byName = shown(state)
    #expect(byName.first == "beach_001" && byName.last == "scan_005")
    try type("S", into: &state)
    #expect(shown(state) == byName.reversed())
    try type("s", into: &state)
    #expect(state.photos.order.sentence == "by date, newest first")
    #expect(shown(state).first == "party_020" && shown(state).suffix(5) == byName.suffix(5))
    try type("S", into: &state)
    #expect(shown(state).first == "beach_001" && shown(state)[1] == "beach_010", "both of 2019-06-01")
    #expect(shown(state).suffix(5) == byName.suffix(5))
    try type("s", into: &state)
    let faces = (0..<state.photos.count).map { state.photos[$0].faces.count }
    #expect(faces.dropLast(2) == faces.dropLast(2).sorted(by: >)[...])
    #expect(shown(state).suffix(2) == ["scan_004", "scan_005"])
    try type("s", into: &state)
    #expect(shown(state).prefix(8) == byName[12..<20] && shown(state).suffix(2) == ["scan_004", "scan_005"])
    try type("S", into: &state)
    #expect(shown(state).first == "scan_001" && shown(state).suffix(2) == ["scan_004", "scan_005"])
  }

  @Test(arguments: ["s", "s s", "s s s", "S", "f", "F \"name:a\" <Enter>", "t", "s S"])
  func `the cursor stays on its photo`(_ keys: String) throws {
    var state = state(folders())
    try type("2 5 G", into: &state)
    let path = try #require(state.currentPhoto?.path)
    try type(keys, into: &state)
    #expect(state.currentPhoto?.path == path)
    #expect(GalleryLayout(state).visible(top: state.gallery.top).contains(state.gallery.cursor))
  }

  @Test func `a photo that is not shown leaves the cursor on the next`() throws {
    var state = state(folders())
    try type("l F \"faces:3\" <Enter>", into: &state)
    #expect(state.currentPhoto?.path == "2019/beach/beach_004.jpg")
    try type("G F <C-u> \"name:beach\" <Enter>", into: &state)
    #expect(state.currentPhoto?.path == "2019/beach/beach_012.jpg", "the last there is")
  }

  @Test func `new photos leave the cursor on its photo, and updates keep the order`() throws {
    var state = state(folders())
    try type("s s 8l", into: &state)
    let path = try #require(state.currentPhoto?.path)
    _ = update(&state, .library(.listed([made("2018/old.jpg", 3, nil)] + folders())))
    #expect(state.currentPhoto?.path == path)
    for index in 0..<40 {
      var photo = folders()[index]
      photo.faces = Array(repeating: photo.faces.first ?? made("a", 1, nil).faces[0], count: (index * 7) % 6)
      photo.state = photo.faces.isEmpty ? .noFace : .indexed
      _ = update(&state, .library(.updated(photo)))
      #expect(state.currentPhoto?.path == path)
    }
    var sorted = PhotoTable()
    sorted.replaceAll(with: state.photos.all)
    sorted.set(order: state.photos.order)
    #expect(shown(state) == (0..<sorted.count).map { sorted[$0].path.lastComponent?.stem ?? "" })
    #expect(state.photos.tree.nodes.map(\.count) == sorted.tree.nodes.map(\.count))
  }

  @Test func `updates take photos in and out of filter and folder`() throws {
    var state = state(folders())
    try type("F \"faces:1\" <Enter>", into: &state)
    let (count, folder) = (state.photos.count, state.photos.tree.nodes[0].count)
    var photo = folders()[0]
    photo.faces = made("a", 1, nil).faces
    photo.state = .indexed
    _ = update(&state, .library(.updated(photo)))
    #expect(state.photos.count == count + 1 && state.photos.tree.nodes[0].count == folder + 1)
    #expect(shown(state).first == "beach_001")
    photo.faces = []
    photo.state = .noFace
    _ = update(&state, .library(.updated(photo)))
    #expect(state.photos.count == count && shown(state).first == "beach_002")
  }

  @Test func `the configuration says the first order`() throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds(),
      configuration: Configuration(toml: "order = \"faces\"\nreverse = true\n", file: "c.toml"))
    _ = update(&state, .library(.listed(folders())))
    #expect(state.photos.order.sentence == "by faces, fewest first")
    #expect(screen(state)[0].contains("by faces, fewest first"))
  }

  // MARK: Date groups

  @Test func `months begin rows of their own and their headings count`() throws {
    var state = state(folders(), columns: 80, rows: 90)
    try type("- s", into: &state)
    let rows = screen(state)
    for heading in ["June 2019 · 12 photos", "December 2019 · 8 photos", "June 2021 · 20 photos"] {
      #expect(rows.contains { $0.hasSuffix(heading) }, "\(heading)")
    }
    let layout = GalleryLayout(state)
    #expect(layout.groups.map(\.start) == [0, 12, 20, 40])
    #expect(layout.rect(of: 12, top: 0).column == layout.rect(of: 0, top: 0).column)
    try type("G", into: &state)
    #expect(screen(state).contains { $0.hasSuffix("Without a date · 5 photos") })
  }

  @Test func `the heading of the first row is seen when its beginning is not`() throws {
    var state = state(folders(), columns: 80, rows: 24)
    try type("s 3 0 G", into: &state)
    #expect(screen(state)[2] == "  June 2021 · 20 photos")
  }

  @Test func `down and up lead to the rows beside, whatever the months hold`() throws {
    var state = state(folders(), columns: 80, rows: 24)
    try type("s 1 1 G", into: &state)
    #expect(GalleryLayout(state).columns == 3)
    try type("l j", into: &state)
    #expect(state.gallery.cursor == 14)
    try type("5j", into: &state)
    #expect(state.gallery.cursor == 28)
    try type("k k k k k k", into: &state)
    #expect(state.gallery.cursor == 10, "rows of two and three")
  }

  @Test func `a section's geometry without sections is the plain one`() {
    for (count, columns) in [(0, 1), (1, 3), (10, 3), (31, 4)] {
      let plain = ListGeometry(count: count, columns: columns, visibleRows: 3)
      let sectioned = SectionedGeometry(count: count, columns: columns, lines: 17, rowLines: 5)
      let motions: [Motion] = [
        .left, .right, .up, .down, .first, .last, .halfPageDown, .halfPageUp, .screenTop, .screenMiddle, .screenBottom,
      ]
      for index in 0..<max(1, count) {
        for motion in motions {
          for top in [0, 1] where top < max(1, plain.rowCount - 2) {
            #expect(
              plain.move(index, motion, times: nil, top: top) == sectioned.move(index, motion, times: nil, top: top))
          }
        }
        for top in 0..<5 where count > 0 {
          #expect(plain.scroll(top: top, toShow: index) == sectioned.scroll(top: top, toShow: index))
        }
      }
    }
  }

  @Test func `every item of a sectioned list is visible where the cursor goes`() {
    for lines in [3, 7, 20] {
      let geometry = SectionedGeometry(
        count: 40, columns: 3, lines: lines, rowLines: 3, headingLines: 1, starts: [0, 1, 8, 9, 30])
      var (top, index) = (0, 0)
      for step in 0..<200 {
        index = geometry.move(index, step % 7 < 4 ? .down : .right, times: step % 11, top: top)
        if step % 40 == 39 { index = geometry.move(index, .first, times: nil, top: top) }
        top = geometry.scroll(top: top, toShow: index)
        let rows = geometry.visible(top: top)
        #expect(rows.contains(geometry.row(of: index)))
        #expect(geometry.items(inRow: geometry.row(of: index)).contains(index))
        #expect(rows.count == 1 || geometry.line(ofRow: rows.upperBound - 1, top: top) + 3 <= lines)
      }
    }
  }
}
