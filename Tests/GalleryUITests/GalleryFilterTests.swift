import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryFilterTests {
  private func filtered(_ text: String, _ photos: [Photo] = folders()) throws -> [String] {
    var table = PhotoTable()
    table.replaceAll(with: photos)
    table.set(expression: try FilterExpression(text))
    return (0..<table.count).map { table[$0].path.lastComponent?.stem ?? "" }
  }

  @Test(arguments: [
    ("", 45), ("faces:none", 10), ("faces:0", 10), ("faces:one", 13), ("faces:several", 20), ("faces:3", 11),
    ("faces:2-3", 20), ("faces:2+", 20), ("-faces:none", 35), ("date:2019", 20), ("date:2019-06", 12),
    ("date:2021-06-12", 1), ("date:2019-12..2021", 28), ("date:2020..", 20), ("date:..2019-06-03", 6),
    ("date:none", 5), ("-date:none", 40), ("state:unreadable", 1), ("state:unread", 1), ("state:pending", 1),
    ("state:noface", 10), ("state:no-face", 10), ("state:indexed", 33), ("state:unsupported", 0),
    ("name:PARTY", 20), ("party", 20), ("\"a family\"", 0), ("家族", 8), ("beach -name:beach_01", 9),
    ("faces:2 date:2021-06 name:party -state:unreadable", 6), ("  faces:2   ", 9),
  ])
  func `an expression shows what holds for all its words`(_ text: String, _ count: Int) throws {
    #expect(try filtered(text).count == count)
  }

  @Test func `names are found however their letters are composed`() throws {
    let photos = [made("caf\u{E9}.jpg", 1, nil), made("CAFE\u{301}.jpg", 1, nil), made("x y.jpg", 1, nil)]
    #expect(try filtered("café", photos).count == 2)
    #expect(try filtered("cafe\u{301}", photos).count == 2)
    #expect(try filtered("name:\"x y\"", photos).count == 1)
    #expect(try filtered("\"a:b\"", [made("a:b.jpg", 1, nil)]).count == 1, "quotes make it a name")
  }

  @Test(arguments: [
    ("face:2", 6, "there is no face:, only faces:, date:, name:, person: and state:; did you mean faces:?"),
    ("party faces:many x", 16, "faces: takes none, one, several, or a number as 2, 2-4 or 3+; not “many”"),
    ("faces:4-2", 9, "faces: takes none, one, several, or a number as 2, 2-4 or 3+; not “4-2”"),
    ("faces:-1", 8, "faces: takes none, one, several, or a number as 2, 2-4 or 3+; not “-1”"),
    (
      "state:pendin", 12,
      "state: is one of indexed, no-face, unreadable, unsupported, pending; not “pendin”; did you mean pending?"
    ),
    ("date:2021-13", 12, "date: takes 2021, 2021-06, 2021-06-15, 2019..2021-06, 2021.. or none; not “2021-13”"),
    ("date:..", 7, "date: takes 2021, 2021-06, 2021-06-15, 2019..2021-06, 2021.. or none; not “..”"),
    ("date:2021..2019", 15, "date: 2021 is later than 2019"),
    ("name: x", 5, "name: needs a part of a name, such as name:party"),
    ("name:\"x", 7, "a quotation mark is not closed"),
  ])
  func `what is wrong is told and where it ends`(_ text: String, _ end: Int, _ reason: String) {
    #expect(throws: FilterError(reason: reason, end: end)) { try FilterExpression(text) }
  }

  @Test func `an error stays in its place until it is mended`() throws {
    var state = state(folders(), columns: 100)
    try type("F \"faces:many\" <Space> \"party\" <Enter>", into: &state)
    #expect(state.photos.count == 45 && state.prompt?.cursor == 10)
    #expect(screen(state)[22] == "  show only: faces:many party")
    #expect(screen(state)[23].contains("faces: takes none, one, several"))
    try type("<BS> <BS> <BS> <BS> \"2\" <Enter>", into: &state)
    #expect(state.prompt == nil && state.photos.count == 6)
    #expect(screen(state)[0].contains("faces:2 party: 6"))
    try type("F <Esc>", into: &state)
    #expect(state.photos.count == 6)
    try type("F <C-u> <Enter>", into: &state)
    #expect(state.photos.count == 45 && state.message?.text == "all photos: 45")
  }

  @Test func `what is told of the shown photos names all that restricts them`() throws {
    var state = state(folders(), columns: 90)
    for (keys, text) in [
      ("f", "with faces: 33"), ("F \"faces:1\" <Enter>", "with faces · faces:1: 13"),
      ("F <C-u> <Enter>", "with faces: 33"), ("F \"party\" <Enter> f f f f", "party: 20"),
      ("T j l j", nil), ("q F <C-u> <Enter>", "2019/beach: 12"), ("f", "2019/beach · with faces: 9"),
      ("<Esc>", "2019/beach: 12"), ("<Esc>", "all photos: 45"),
    ] as [(String, String?)] {
      try type(keys, into: &state)
      if let text { #expect(state.message?.text == text, "\(keys)") }
    }
  }

  @Test(arguments: [
    ("fa", "faces:"), ("-st", "-state:"), ("state:u", "state:un"), ("faces:2 date:20", "faces:2 date:20"),
    ("faces:s", "faces:several "), ("date:n", "date:none "), ("zz", "zz"),
  ])
  func `tab completes the words of the prompt`(_ typed: String, _ text: String) throws {
    var state = state(folders(), columns: 100)
    for key in try [Key](file: "F \"\(typed)\" <Tab>") { _ = update(&state, .key(key)) }
    #expect(state.prompt?.value == text)
  }

  @Test func `tab goes through what may stand in the prompt, whose hint is valid`() throws {
    var state = state(folders(), columns: 80)
    try type("F", into: &state)
    #expect(screen(state)[23] == "  such as faces:2 date:2021-06   Tab complete   Enter show   Esc cancel")
    #expect(throws: Never.self) { try FilterExpression("faces:2 date:2021-06") }
    try type("<Tab>", into: &state)
    #expect(screen(state)[23] == "  faces:  date:  name:  person:  state:")
    try type("<Tab> <Tab>", into: &state)
    #expect(state.prompt?.value == "date:" && screen(state)[23] == "  faces:  [date:]  name:  person:  state:")
    try type("<Space> <BS> <Tab>", into: &state)
    #expect(screen(state)[23] == "  date:2019  date:2021  date:none")
  }

  @Test func `an empty result says how to get out of it`() throws {
    var state = state(folders(), columns: 100)
    try type("F \"faces:9\" <Enter>", into: &state)
    let text = screen(state).joined(separator: "\n")
    #expect(text.contains("None of the 45 photos is what faces:9 asks for."))
    #expect(text.contains("Esc all photos"))
    try type("<Esc>", into: &state)
    #expect(state.photos.count == 45)
  }

  @Test func `the groups and the expression hold together`() throws {
    var state = state(folders())
    try type("F \"party\" <Enter> f f", into: &state)
    #expect(state.photos.filter == .withoutFaces && state.photos.count == 7)
    #expect(screen(state)[0].contains("without a face · party: 7"))
  }

  @Test func `dates that are none are no dates`() {
    for text in ["", "2021", "2021-06-15", "0000", "2021-06-15 12:00:00:00", "abc", "2021-06-15 12:00"] {
      #expect(CaptureDate(text) == nil, "\(text)")
    }
    #expect(CaptureDate("2021-06-15 12:00:60")?.month.name == "June 2021")
    let dates = ["1999-12-31 23:59:59", "2000-01-01 00:00:00", "2000-01-01 00:00:01", "2000-02-01 00:00:00"]
    let values = dates.compactMap { CaptureDate($0)?.rawValue }
    #expect(values.count == 4 && values == values.sorted() && Set(values).count == 4)
  }
}
