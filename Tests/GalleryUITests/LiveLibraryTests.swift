import Configuration
import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

/// What changes on the screen while the library is indexed or listed again.
@Suite struct LiveLibraryTests {
  private func pending(_ count: Int) -> [Photo] { (0..<count).map { photo($0, state: .pending) } }

  // MARK: Priorities

  @Test func `what is visible is looked at first, and an open photo before it`() throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds())
    let first = update(&state, .library(.listed(pending(300))))
    let visible = GalleryLayout(state).visible(top: 0).map { photo($0).path }
    #expect(first == [.tellApart(pending(300).map(\.path)), .prioritise(visible), .readDecisions])
    #expect(try type("l", into: &state) == [])
    #expect(try type("<Enter>", into: &state) == [.prioritise([photo(1).path] + visible)])
    #expect(screen(state).joined().contains("looked at next"))
    #expect(try type("q", into: &state) == [.prioritise(visible)])
    guard case .prioritise(let last)? = try type("G", into: &state).first else {
      Issue.record("the end is not asked for")
      return
    }
    #expect(last.last == photo(299).path && !last.contains(photo(0).path))
  }

  @Test func `the faces of an open photo appear when they come`() throws {
    var state = state(pending(3))
    try type("<Enter>", into: &state)
    #expect(state.photoScreen?.selected == nil)
    let before = PictureRequest(photo(0, state: .pending), width: 40, height: 40)
    _ = update(&state, .library(.updated(photo(0, faces: 2))))
    #expect(state.photoScreen?.selected == 0)
    #expect(screen(state).contains { $0.hasSuffix("face 1 of 2") })
    #expect(PictureRequest(photo(0, faces: 2), width: 40, height: 40) == before, "the picture need not come again")
  }

  @Test func `nothing is asked for once all is known`() throws {
    var state = state(album())
    #expect(try type("j j G <Enter>", into: &state) == [])
  }

  // MARK: Reading

  @Test func `a large library shows its beginning while the rest is read`() throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds())
    let all = (0..<5000).map { photo($0, faces: 1) }
    #expect(update(&state, .glimpsed(LibraryGlimpse(photos: Array(all[..<300]), total: 5000))) == [])
    #expect(state.isReading)
    let early = screen(state)
    #expect(early[0].hasSuffix("5,000 files") && early[1].contains("reading what is known …"))
    #expect(early.contains { $0.contains("photo_000.jpg") })
    #expect(!early.contains { $0.contains("of 300") }, "nothing is said of the part that is there")
    _ = update(&state, .library(.listed(all)))
    #expect(!state.isReading)
    let whole = screen(state)
    #expect(whole[0].hasSuffix("5,000 photos · 5,000 faces") && whole.contains { $0.contains("1 of 5,000") })
    #expect(whole[2..<20] == early[2..<20], "no picture moves")
  }

  @Test func `a listing that brings nothing new leaves names and folders as they are`() throws {
    var state = state(album())
    let before = screen(state)
    _ = update(&state, .library(.listed(album())))
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    #expect(screen(state) == before)
  }

  // MARK: New matches

  private func many(_ count: Int, from first: Int = 0) -> [Match] {
    (first..<first + count).map { index in
      Match(
        face: FaceID(Int64(1000 + index)), photo: photo(index % 30).path, number: 1, score: 0.9 - Float(index) / 1000)
    }
  }

  private func atMatches(_ ranking: [Match], _ keys: String) throws -> State {
    var state = state(album(), columns: 80, rows: 20)
    try type("<Enter> <Enter> _ " + keys, into: &state, ranking: ranking)
    return state
  }

  private func rank(_ matches: [Match], in state: inout State) {
    _ = update(&state, .ranked(query: FaceQuery([FaceID(0)]), Ranking(matches)))
  }

  @Test func `better matches above the visible part are announced until they are seen`() throws {
    var state = try atMatches(many(100, from: 10), "50G")
    let (cursor, top) = (try #require(state.matches?.cursor), try #require(state.matches?.top))
    rank(many(103, from: 7), in: &state)
    #expect(state.matches?.cursor == cursor + 3 && state.matches?.top == top + 3, "the view stays")
    #expect(screen(state)[18].hasSuffix("3 new ↑  match 53 of 103"))
    rank(many(105, from: 5), in: &state)
    #expect(state.matches?.unseen.count == 5)
    try type("j", into: &state)
    #expect(state.matches?.unseen.count == 5)
    try type("gg", into: &state)
    #expect(state.matches?.unseen.isEmpty == true)
    #expect(!screen(state)[18].contains("new"))
  }

  @Test func `only matches that may be the same person are announced`() throws {
    var state = try atMatches(many(900, from: 300), "800G")
    let maybe = state.thresholds.everything
    let scores: [Float] = [0.899, maybe + 0.001, maybe - 0.001, maybe - 0.002]
    let new = scores.enumerated().map {
      Match(face: FaceID(Int64(9000 + $0)), photo: photo(5).path, number: 1, score: $1)
    }
    rank((many(900, from: 300) + new).sorted { $0.score > $1.score }, in: &state)
    #expect(state.matches?.unseen.count == 4)
    #expect(screen(state)[18].contains("2 new ↑"), "\(screen(state)[18])")
  }

  @Test func `matches that come below or into the visible part are not announced`() throws {
    var state = try atMatches(many(30), "20G")
    rank(many(60), in: &state)
    #expect(state.matches?.unseen.isEmpty == true)
    var first = try atMatches(many(30, from: 3), "")
    rank(many(33), in: &first)
    #expect(first.matches?.unseen.isEmpty == true && first.matches?.cursor == 0)
  }

  // MARK: First listing

  @Test(arguments: ["", "j k"]) func `before the first key the cursor stays on the first photo`(_ keys: String) throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds())
    // What an earlier run, broken off, had put into the cache.
    _ = update(&state, .library(.listed([photo(70, faces: 1), photo(250, faces: 1)])))
    _ = update(&state, .key(.resize(Size(columns: 90, rows: 24))))
    try type(keys, into: &state)
    _ = update(&state, .library(.listed((0..<300).map { photo($0, state: .pending) })))
    #expect(state.gallery.cursor == (keys.isEmpty ? 0 : 70))
    #expect(screen(state)[22].hasSuffix(keys.isEmpty ? "  1 of 300" : "  71 of 300"))
  }

  @Test func `it does where dates come one by one and change the order`() throws {
    var configuration = Configuration()
    configuration.set("order", to: .text("date"), from: .option("--order"))
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds(),
      configuration: configuration)
    let pending = (0..<9).map { index in
      var photo = photo(index, state: .pending)
      photo.captured = nil
      return photo
    }
    _ = update(&state, .library(.listed(pending)))
    for index in (0..<9).reversed() { _ = update(&state, .library(.updated(photo(index, faces: 1)))) }
    #expect(state.gallery.cursor == 0)
    try type("l", into: &state)
    var old = photo(8, faces: 1)
    old.captured = "1999-01-01 12:00:00"
    _ = update(&state, .library(.updated(old)))
    #expect(state.gallery.cursor == 2, "from the first key on it stays on its photo")
  }

  // MARK: Rescan

  @Test func `a rescan says what it found`() throws {
    var state = state(album())
    #expect(try type("R", into: &state) == [.rescan])
    #expect(screen(state)[1] == "  looking for photos …")
    #expect(try type("R", into: &state) == [], "one at a time")
    var files = album()
    files.removeLast(2)
    files[5].modified = 2
    files[5].state = .pending
    files[5].faces = []
    files.append(contentsOf: (30..<33).map { photo($0, state: .pending) })
    _ = update(&state, .library(.listed(files)))
    #expect(state.message?.text == "3 new, 1 changed, 2 gone")
    #expect(state.photos.count == 31)
    _ = update(&state, .library(.finished(IndexProgress(total: 31, done: 31))))
    #expect(try type("R", into: &state).first == .rescan)
    _ = update(&state, .library(.listed(files)))
    #expect(state.message?.text == "0 new, 0 changed, 0 gone")
  }

  @Test func `a file that kept its size and time is found to have changed once it is read`() throws {
    var state = state(album())
    try type("R", into: &state)
    _ = update(&state, .library(.listed(album())))
    _ = update(&state, .library(.updated(photo(5, faces: 1))))
    #expect(state.message?.text == "0 new, 0 changed, 0 gone")
    _ = update(&state, .library(.updated(photo(6, faces: 2))))
    #expect(state.message?.text == "0 new, 1 changed, 0 gone")
    try type("j", into: &state)
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    _ = update(&state, .library(.updated(photo(7, faces: 2))))
    #expect(state.message == nil)
  }

  @Test func `a first listing is no news`() {
    let state = state(album())
    #expect(state.message == nil)
  }

  @Test func `a changed file is known by its state, one that cannot be read is not`() {
    let (good, bad) = (photo(0, faces: 1), photo(1, state: .unreadable("Permission denied")))
    var again = [good, bad]
    for index in again.indices { again[index].state = .pending }
    #expect(FolderChanges(from: [good, bad], to: again).sentence == "0 new, 1 changed, 0 gone")
  }

  @Test(arguments: ["<Enter>", "<Enter> <Enter>", "<Enter> <Enter> j s e"])
  func `screens of a photo that is gone close`(_ keys: String) throws {
    var state = state(album())
    try type(keys + (keys.hasSuffix("e") ? "" : " R"), into: &state)
    _ = update(&state, .library(.listed([photo(20, faces: 1)])))
    #expect(state.screens.isEmpty && state.prompt == nil)
    #expect(state.message?.text.contains("gone") == true)
    #expect(!screen(state).isEmpty)
  }

  // MARK: Places and names

  @Test func `the place among the photos is shown`() throws {
    var state = state((0..<3000).map { photo($0, faces: 1) })
    try type("57G", into: &state)
    #expect(screen(state)[22].hasSuffix("  57 of 3,000"))
    try type("5", into: &state)
    #expect(screen(state)[22].hasSuffix("  5  57 of 3,000"))
    try type("<Esc> f f", into: &state)
    #expect(!screen(state)[22].contains("of"))
  }

  @Test func `in a narrow title nothing is cut in its middle`() throws {
    var state = state((0..<1200).map { photo($0, faces: 1) }, columns: 60)
    try type("607G <Enter>", into: &state)
    let title = screen(state)[0]
    #expect(title.contains("~/photos › photo 607 of 1,200") && title.hasSuffix("1,200 photos"), "\(title)")
  }

  @Test(arguments: FaceQuality.Defect.allCases)
  func `the warning of a poor query fits beside the place in the list`(defect: FaceQuality.Defect) throws {
    var poor = photo(0, faces: 1)
    poor.faces[0].quality = FaceQuality(value: 0.2, defect: defect)
    var state = state([poor] + (1..<3000).map { photo($0, faces: 1) }, columns: 60)
    try type("<Enter> <Enter>", into: &state)
    #expect(screen(state)[22].contains("\(defect.sentence): others are at most “maybe”"), "\(screen(state)[22])")
  }

  @Test func `names say as much of their folders as tells them apart`() {
    let paths: [FilePath] = ["a.jpg", "2019/b.jpg", "2020/b.jpg", "x/trip/c.jpg", "y/trip/c.jpg", "d/a2.jpg", "c.jpg"]
    let names = distinctNames(of: paths)
    #expect(
      names == [
        "2019/b.jpg": "2019/b.jpg", "2020/b.jpg": "2020/b.jpg", "x/trip/c.jpg": "x/trip/c.jpg",
        "y/trip/c.jpg": "y/trip/c.jpg", "c.jpg": "c.jpg",
      ])
    #expect(distinctNames(of: ["u/v/1/e.jpg", "u/w/2/e.jpg"]) == ["u/v/1/e.jpg": "1/e.jpg", "u/w/2/e.jpg": "2/e.jpg"])
    #expect(distinctNames(of: ["x/b.jpg", "y/B.JPG"]) == ["x/b.jpg": "x/b.jpg", "y/B.JPG": "y/B.JPG"])
    #expect(distinctNames(of: []).isEmpty)
  }

  @Test func `names that are not UTF-8 may look the same`() {
    let paths = [[0x64, 0xE9], [0x64, 0xEA]].map { bytes in
      (bytes + [0]).map { CChar(truncatingIfNeeded: $0) }.withUnsafeBufferPointer { name in
        name.baseAddress.map { FilePath(platformString: $0) } ?? ""
      }
    }
    #expect(distinctNames(of: paths).count == 2)
  }

  @Test func `photos with the same name show their folder`() throws {
    var twins = [photo(0, faces: 1), photo(0, faces: 1)]
    twins[0].path = "2019/best.jpg"
    twins[1].path = "2020/best.jpg"
    let rows = screen(state(twins))
    #expect(rows.contains { $0.contains("2019/best.jpg") && $0.contains("2020/best.jpg") })
  }

  @Test(arguments: [
    ("2019/IMG_1.jpg", 20, "2019/IMG_1.jpg"), ("Holidays in 2019/IMG_0001.jpg", 20, "Holid…2019/IMG_0001…"),
    ("Holidays in 2019/a.jpg", 18, "Holida… 2019/a.jpg"), ("IMG_20210101_0001.jpg", 12, "IMG_…001.jpg"),
  ])
  func `of a long name both parts keep their ends`(_ name: String, _ width: Int, _ short: String) {
    #expect(shortenedName(name, to: width) == short)
    #expect(columns(of: shortenedName(name, to: width)) <= width)
  }

  @Test(arguments: 5...16)
  func `names that differ at their ends do so in a small tile`(width: Int) {
    let names = (0..<9).map { "portrait_\($0).jpg" } + (0..<9).map { "東京の写真_\($0).jpeg" }
    let short = names.map { shortenedName($0, to: width) }
    #expect(Set(short).count == names.count, "\(short)")
    #expect(short.allSatisfy { columns(of: $0) <= width })
  }
}
