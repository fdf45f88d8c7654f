import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryKeys {
  @Test(
    "motions move the cursor and stay inside",
    arguments: [
      ("l", 1), ("3l", 3), ("h", 0), ("k", 0), ("G", 29), ("5G", 4), ("999G", 29), ("G gg", 0), ("G j", 29),
      ("G 99k", 2), ("12gg", 11), ("10l 4h", 6), ("<End> <Home>", 0), ("0l", 1),
    ])
  func motions(_ keys: String, _ cursor: Int) throws {
    var state = state(album())
    #expect(GalleryLayout(state).columns == 3)
    try type(keys, into: &state)
    #expect(state.gallery.cursor == cursor)
  }

  @Test func `down keeps the column and the window follows`() throws {
    var state = state(album())
    let layout = GalleryLayout(state)
    try type("l j j j j", into: &state)
    #expect(state.gallery.cursor == 1 + 4 * layout.columns)
    #expect(layout.visible(top: state.gallery.top).contains(state.gallery.cursor))
    try type("H", into: &state)
    #expect(state.gallery.cursor / layout.columns == state.gallery.top)
    try type("L", into: &state)
    #expect(state.gallery.cursor / layout.columns == state.gallery.top + layout.geometry.visibleRows - 1)
  }

  @Test func `files without the name of a picture are not shown`() {
    let notes = Photo(path: "album/notes.txt", size: 9, modified: 1, state: .unsupported("not a picture by its name"))
    let heic = Photo(path: "album/b.HEIC", size: 9, modified: 1, state: .unsupported("HEIF pictures are not read yet"))
    let state = state([photo(0, faces: 1), notes, heic])
    #expect(state.photos.all.map(\.path) == [photo(0).path, heic.path])
  }

  @Test func `every key on an empty library is harmless`() throws {
    for scope in Scope.allCases {
      for binding in Keymap.standard.bindings(in: scope) {
        for keys in binding.keys {
          var state = state([])
          for key in keys { _ = update(&state, .key(key)) }
          _ = draw(state, pictures: GreyPictures())
        }
      }
    }
    var state = state([])
    try type("<Enter> j G <C-d> o", into: &state)
    #expect(state.screens.isEmpty)
  }

  @Test func `the filter cycles and keeps the photo`() throws {
    var state = state(album())
    try type("3l f", into: &state)
    #expect(state.photos.filter == .withFaces)
    #expect(state.photos.count == 28)
    try type("f f", into: &state)
    #expect(state.photos.filter == .unreadable)
    #expect(state.photos.count == 1)
    try type("<Esc>", into: &state)
    #expect(state.photos.count == 30)
  }

  @Test func `a photo that is indexed joins the filtered list in its place`() throws {
    var state = state((0..<5).map { photo($0, state: .pending) })
    try type("f", into: &state)
    for index in [3, 0, 2] { _ = update(&state, .library(.updated(photo(index, faces: 1)))) }
    #expect((0..<state.photos.count).map { state.photos[$0].path } == [0, 2, 3].map { photo($0).path })
  }

  @Test func `search goes to names and around the end`() throws {
    var state = state(album())
    try type("/ \"PHOTO_01\" <Enter>", into: &state)
    #expect(state.gallery.cursor == 10)
    try type("n", into: &state)
    #expect(state.gallery.cursor == 11)
    try type("N N", into: &state)
    #expect(state.gallery.cursor == 19)
    try type("/ \"nothing\" <Enter>", into: &state)
    #expect(state.gallery.cursor == 19)
    #expect(state.message?.text.contains("nothing") == true)
  }

  @Test func `unbound keys and cancelled prompts do nothing`() throws {
    var state = state(album())
    let before = (state.gallery, screen(state))
    try type("X z g X / \"abc\" <Esc>", into: &state)
    #expect(state.gallery == before.0 && screen(state) == before.1)
  }

  @Test func `mouse clicks select and double clicks open`() throws {
    var state = state(album())
    let rect = GalleryLayout(state).rect(of: 2, top: 0)
    try type("<Click:\(rect.column + 1),\(rect.row + 1)>", into: &state)
    #expect(state.gallery.cursor == 2)
    try type("<WheelDown:1,1> <WheelUp:1,1> <DoubleClick:\(rect.column + 1),\(rect.row + 1)>", into: &state)
    #expect(state.photoScreen?.path == photo(2).path)
  }

  @Test func `leaving`() throws {
    var state = state(album())
    #expect(try type("q", into: &state) == [.quit])
    #expect(try type("<C-c>", into: &state) == [.interrupt])
    #expect(try type("<C-z>", into: &state) == [.suspend])
    #expect(try type("<C-l>", into: &state) == [.redraw])
    #expect(try type("o", into: &state) == [.open(photo(0).path)])
  }
}

@Suite struct PhotoKeys {
  @Test func `tab goes around the faces`() throws {
    var state = state(album())
    try type("l <Enter>", into: &state)
    #expect(state.photoScreen?.selected == 0)
    try type("<Tab>", into: &state)
    #expect(state.photoScreen?.selected == 1)
    try type("<Tab> <S-Tab>", into: &state)
    #expect(state.photoScreen?.selected == 1)
  }

  @Test func `next and previous photo stop at the ends`() throws {
    var state = state(album())
    try type("<Enter> h n l", into: &state)
    #expect(state.photoScreen?.path == photo(2).path)
    #expect(state.gallery.cursor == 2)
    state.gallery.cursor = 28
    try type("l l l", into: &state)
    #expect(state.gallery.cursor == 29)
    #expect(state.photoScreen?.path == photo(29).path)
  }

  @Test func `a photo without a face says so`() throws {
    var state = state(album())
    try type("2l <Enter> <Enter>", into: &state)
    #expect(state.scope == .photo)
    #expect(state.message?.text == "no face was found in this photo")
  }
}

@Suite struct MatchKeys {
  private func atMatches() throws -> State {
    var state = state(album())
    try type("<Enter> <Enter>", into: &state)
    return state
  }

  @Test func `enter twice ranks the face`() throws {
    var state = state(album())
    let keys = try [Key](file: "<Enter> <Enter>")
    let effects = keys.flatMap { update(&state, .key($0)) }
    #expect(effects == [.rank(FaceQuery([FaceID(0)]))])
  }

  @Test func `the threshold moves and the count follows`() throws {
    var state = try atMatches()
    #expect(state.matches?.count(above: state.threshold) == 3)
    try type(")", into: &state)
    #expect(decimals(state.threshold) == "0.45")
    #expect(state.matches?.count(above: state.threshold) == 2)
    try type("5(", into: &state)
    #expect(decimals(state.threshold) == "0.40")
    #expect(state.matches?.count(above: state.threshold) == 4)
    try type("500(", into: &state)
    #expect(state.threshold == -1)
  }

  @Test func `the query has rank 0, faces of its photo come last unless they are asked for`() throws {
    var state = state(album(), columns: 120, rows: 40)
    var ranking = matches()
    ranking[2].standing = .poor(.small)
    let query = Match(face: FaceID(0), photo: photo(0).path, number: 1, score: 1, standing: .query)
    let other = Match(
      face: FaceID(10), photo: photo(1).path, number: 1, score: 0.7, standing: .samePhoto(elsewhere: .candidate))
    try type("<Enter> <Enter>", into: &state, ranking: [query] + ranking + [other])
    #expect(state.matches?.cursor == 1, "the cursor is on the best match")
    #expect(state.matches?.count(above: state.threshold) == 4, "the query and three others")
    #expect(state.matches?.exported(threshold: state.threshold).first?.standing == .query)
    #expect(state.matches?.exported(threshold: state.threshold).contains(other) == false)
    let lines = screen(state).joined(separator: "\n")
    #expect(lines.contains("2 same") && lines.contains("2 maybe") && lines.contains("match 1 of 7"))
    #expect(!lines.contains("#0") && lines.contains("1st") && lines.contains("2nd"))
    #expect(lines.contains("too small to tell"))
    #expect(lines.contains("2 of 7 faces the same person at 0.44"))
    try type("e", into: &state)
    #expect(state.prompt?.label == "export 2 matches and the query to:")
    try type("<Esc>", into: &state)
    try type("G", into: &state)
    #expect(state.matches?.current == other)
    let divider = try #require(screen(state).firstIndex { $0.contains("╌╌╌ in the same photo ╌╌╌") })
    #expect(screen(state)[divider...].contains { $0.contains("0.70") })
    #expect(!screen(state)[divider...].contains { $0.contains("below") })
    try type("i", into: &state)
    #expect(state.matches?.ranked[2].face == other.face && state.matches?.current?.face == other.face)
    #expect(state.matches?.count(above: state.threshold) == 5)
    try type("i", into: &state)
    #expect(state.matches?.ranked.last == other)
    state.threshold = 0.95
    #expect(try type("e", into: &state).isEmpty && state.prompt == nil, "the query alone is no match")
  }

  @Test func `a poor query is told`() throws {
    var photos = album()
    photos[0].faces[0].quality = FaceQuality(value: 0.2, defect: .blurred)
    photos[0].faces[0].turn = 1
    var state = state(photos)
    try type("<Enter> <Enter>", into: &state)
    #expect(state.message?.text.contains("too blurred to tell") == true)
    #expect(PictureRequest(face: photos[0].faces[0], of: photos[0], side: 8).turn == 1)
  }

  @Test func `marks and ranges`() throws {
    var state = try atMatches()
    try type("<Space>", into: &state)
    #expect(state.matches?.marks.count == 1)
    #expect(state.matches?.cursor == 1)
    try type("v j j v", into: &state)
    #expect(state.matches?.marks.count == 4)
    try type("gg <Space>", into: &state)
    #expect(state.matches?.marks.count == 3)
    try type("u", into: &state)
    #expect(state.matches?.marks.isEmpty == true)
  }

  @Test func `the cursor stays on its face when the ranking grows`() throws {
    var state = try atMatches()
    try type("l l", into: &state)
    let face = state.matches?.current?.face
    let better = Match(face: FaceID(900), photo: photo(20).path, number: 1, score: 0.9)
    _ = update(&state, .ranked(query: FaceQuery([FaceID(0)]), [better] + matches()))
    #expect(state.matches?.current?.face == face)
    #expect(state.matches?.cursor == 3)
  }

  @Test func `a growing index asks for one ranking at a time`() throws {
    var state = try atMatches()
    #expect(update(&state, .library(.updated(photo(20, faces: 1)))) == [.rank(FaceQuery([FaceID(0)]))])
    #expect(update(&state, .library(.updated(photo(21, faces: 1)))) == [])
    #expect(update(&state, .ranked(query: FaceQuery([FaceID(0)]), matches())) == [.rank(FaceQuery([FaceID(0)]))])
    #expect(update(&state, .ranked(query: FaceQuery([FaceID(0)]), matches())) == [])
  }

  @Test func `export asks for a file, writes what is above, and asks before it replaces`() throws {
    var state = try atMatches()
    try type("e", into: &state)
    #expect(state.prompt?.value == "matches.csv")
    let effects = try type("<C-u> \"a/b.json\" <Enter>", into: &state)
    guard case .export(let request)? = effects.first else {
      Issue.record("no export: \(effects)")
      return
    }
    #expect(request.file == "a/b.json" && request.format == .json && !request.overwrite)
    #expect(request.matches.map(\.score) == [0.83, 0.61, 0.44])

    _ = update(&state, .exported(request, .exists))
    #expect(state.prompt?.label.contains("replace") == true)
    #expect(try type("x", into: &state).isEmpty)
    guard case .export(let second)? = try type("y", into: &state).first else {
      Issue.record("y does not replace")
      return
    }
    #expect(second.overwrite)
    _ = update(&state, .exported(second, .written))
    #expect(state.message?.text == "3 matches written to a/b.json")
  }

  @Test(arguments: [60, 100])
  func `a file name that says no format is answered with the endings in one line`(columns: Int) throws {
    for (name, beginning) in [
      ("", "type a name that ends in .csv"), ("\(String(repeating: "long/", count: 40))x", "…"),
    ] {
      var state = state(album(), columns: columns)
      try type("<Enter> <Enter> e <C-u>", into: &state)
      if !name.isEmpty { try type("\"\(name)\"", into: &state) }
      try type("<Enter>", into: &state)
      let text = try #require(state.message?.text)
      #expect(text.hasPrefix(beginning) && text.hasSuffix(".csv, .tsv, .json, .jsonl, .txt"), "\(text)")
      #expect(text.count <= columns - 4)
    }
  }

  @Test func `marked matches are exported alone`() throws {
    var state = try atMatches()
    let effects = try type("G <Space> e <Enter>", into: &state)
    guard case .export(let request)? = effects.first else {
      Issue.record("no export: \(effects)")
      return
    }
    #expect(request.matches.map(\.score) == [0.05])
  }

  @Test func `an unknown ending and a no are refusals`() throws {
    var state = try atMatches()
    #expect(try type("e <C-u> \"list.xls\" <Enter>", into: &state).isEmpty)
    #expect(state.message?.isError == true)
    #expect(state.prompt?.value == "list.xls")
    let request = ExportRequest(file: "a.csv", format: .csv, threshold: 0.4, matches: [], overwrite: false)
    _ = update(&state, .exported(request, .exists))
    #expect(try type("n", into: &state).isEmpty)
    #expect(state.prompt == nil)
  }

  @Test func `what became of an export is readable whatever its path`() throws {
    let file = String(repeating: "/a long folder", count: 20) + "/list.csv"
    let request = ExportRequest(file: file, format: .csv, threshold: 0.4, matches: [], overwrite: false)
    let reason = "the list cannot be written: No such file or directory"
    let outcomes: [(ExportOutcome, String)] = [
      (.failed(reason), reason), (.exists, "/list.csv is there already; replace it? (y/n)"), (.written, "/list.csv"),
    ]
    for (outcome, text) in outcomes {
      var state = state(album(), columns: 100)
      _ = update(&state, .exported(request, outcome))
      #expect(screen(state)[22].contains(text), "\(screen(state)[22])")
    }
    var broken = photo(0, state: .unreadable("Permission denied"))
    broken.width = 0
    broken.captured = nil
    broken.path = FilePath(String(file.dropFirst(1)).replacing("csv", with: "jpg"))
    var state = state([broken], columns: 100)
    try type("j", into: &state)
    #expect(screen(state)[22].contains("cannot be read: Permission denied"))
  }

  @Test func `nothing above the threshold is nothing to export`() throws {
    var state = try atMatches()
    try type("99) e", into: &state)
    #expect(state.prompt == nil)
    #expect(state.message?.text.contains("above the threshold") == true)
  }

  @Test func `matches open and start another search; q leads back`() throws {
    var state = try atMatches()
    try type("l <Enter>", into: &state)
    #expect(state.photoScreen?.path == photo(5).path)
    try type("q s", into: &state)
    #expect(state.matches?.query == photo(5, faces: 1).faces[0].id)
    try type("q q", into: &state)
    #expect(state.scope == .photo)
    try type("q", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test func `matches without a ranking or a face say so on screen`() throws {
    var state = state(album())
    try type("<Enter> <Enter>", into: &state, ranking: [])
    #expect(screen(state).joined().contains("There is no other face"))
    try type("<Enter> <Space> v e s t + - j G", into: &state, ranking: [])
    #expect(state.scope == .matches)
  }
}
