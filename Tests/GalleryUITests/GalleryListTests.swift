import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryListTests {
  @Test func `a row tells name, date, faces and size`() throws {
    var state = state(folders(), columns: 90)
    try type("t j", into: &state)
    let rows = screen(state)
    #expect(rows[2].contains("Name ▲") && rows[2].contains("Date") && rows[2].contains("Size"))
    let row = try #require(rows.first { $0.contains("beach_002") })
    #expect(row.contains("2019-06-02 09:00") && row.contains("●1 face ") && row.hasSuffix("801 × 600"))
    try type("G", into: &state)
    #expect(screen(state).contains { $0.contains("scan_004.jpg") && $0.contains("✗ unreadable") })
    #expect(screen(state).contains { $0.contains("scan_005.jpg") && $0.contains("… not yet") })
  }

  @Test func `the heading shows which way the order goes`() throws {
    var state = state(folders(), columns: 120)
    try type("t s", into: &state)
    #expect(screen(state)[2].contains("Date ▲"))
    try type("S", into: &state)
    #expect(screen(state)[2].contains("Date ▼"))
    try type("s S", into: &state)
    #expect(screen(state)[2].contains("Faces ▼"), "the most first")
  }

  @Test func `the order by name is seen in the names, folders among them`() throws {
    var state = state(folders(), columns: 90, rows: 60)
    try type("t -", into: &state)
    let names = screen(state)[3..<48].compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.count == 45 && names.first == "2019/beach/beach_001.jpg" && names.last == "inbox/scan_005.jpg")
    #expect(names == folders().map(\.path.string))
    state.show(folder: "2019")
    #expect(screen(state).contains { $0.contains(" beach/beach_001.jpg ") && !$0.contains("2019/beach") })
    state.show(folder: "2019/beach")
    #expect(screen(state).contains { $0.contains(" beach_001.jpg ") })
  }

  @Test func `a long name takes the columns of a date that is not known`() throws {
    let name = "a name that needs more than thirty columns.jpg"
    var state = state([made(name, 1, nil), made("b" + name, 1, "2021-06-01 12:00:00")], columns: 80)
    try type("t", into: &state)
    #expect(screen(state).contains { $0.contains("  " + name + " ") })
    #expect(screen(state).contains { $0.contains("….jpg") || $0.contains("…") && $0.contains("2021-06-01") })
  }

  @Test func `rows with pictures where there is room`() throws {
    var small = state(folders(), columns: 80, rows: 24)
    try type("t", into: &small)
    #expect(GalleryLayout(small).pictureRows == 1)
    try type("+", into: &small)
    #expect(GalleryLayout(small).pictureRows == 3)
    try type("- t", into: &small)
    #expect(!GalleryLayout(small).asList)
    var large = state(folders(), columns: 120, rows: 40)
    try type("t", into: &large)
    #expect(GalleryLayout(large).pictureRows == 3)
  }

  @Test(arguments: [
    PictureStyle.standard, .ascii, PictureStyle(way: .kitty, depth: .direct, cell: CellSize(width: 10, height: 20)),
  ])
  func `pictures stay in their rows, whatever a cell holds`(_ style: PictureStyle) throws {
    var state = State(
      size: Size(columns: 120, rows: 40), folder: "~/photos", packName: "test", thresholds: thresholds(),
      pictureStyle: style)
    _ = update(&state, .library(.listed(folders())))
    for keys in ["t", "+", "+ +", "s", "t"] {
      try type(keys, into: &state)
      let layout = GalleryLayout(state)
      let visible = layout.visible(top: state.gallery.top)
      #expect(visible.contains(state.gallery.cursor))
      for index in visible {
        let rect = layout.rect(of: index, top: state.gallery.top)
        #expect(rect.column >= layout.area.column && rect.endColumn <= layout.area.endColumn)
        #expect(rect.row >= layout.body.row && rect.endRow <= layout.body.endRow)
      }
      #expect(!draw(state, pictures: GreyPictures()).text.isEmpty)
    }
  }
}
