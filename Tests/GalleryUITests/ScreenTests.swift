import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Whole screens, row by row; ▀ is a grey pixel.
@Suite struct ScreenTests {
  @Test func `a window that is too small says so`() {
    let rows = screen(state(album(), columns: 39, rows: 9))
    #expect(
      rows == [
        "", "", "", "  This window has 39×9 cells; facetui", "             needs 40×10.",
        "  Make it larger, or press q to quit.", "", "", "",
      ])
  }

  @Test func `an empty folder`() {
    let rows = screen(state([], columns: 70, rows: 15))
    #expect(rows[0] == "  facetui  ~/photos                               0 photos · 0 faces")
    #expect(rows.contains("                   There are no photos in ~/photos."))
    #expect(rows[14] == "  ? help   q quit")
  }

  @Test func `the gallery`() throws {
    var state = state(album(), columns: 64, rows: 16)
    try type("l", into: &state)
    let rows = screen(state)
    #expect(rows.count == galleryRows.count)
    for (row, wanted) in zip(rows, galleryRows) { #expect(row == wanted) }
  }

  @Test func `progress tells what was looked at`() {
    var state = State(
      size: Size(columns: 90, rows: 16), folder: "~/photos", packName: "test", thresholds: thresholds())
    #expect(screen(state)[1] == "  looking for photos …")
    _ = update(&state, .library(.listed((0..<8).map { photo($0, state: .pending) })))
    // Of twelve files four are no photos.
    let progress = IndexProgress(total: 12, done: 6, rate: 14.2, remaining: 234)
    _ = update(&state, .library(.progress(progress)))
    #expect(screen(state)[1].hasSuffix("·  indexed 2 of 8 · 14/s · 4 min left"))
    #expect(screen(state)[0].contains("8 photos"), "the same are counted")
    _ = update(&state, .library(.failed(.network("no memory"))))
    #expect(screen(state)[1].contains("8 photos were not looked at"))
    #expect(screen(state)[14].contains("indexing stopped: no memory"))
  }

  @Test func `the header says that scores are corrected`() {
    let state = State(
      size: Size(columns: 70, rows: 15), folder: "~/photos", packName: "test", thresholds: thresholds(),
      isCorrected: true)
    #expect(screen(state)[0] == "  facetui  ~/photos                   corrected · 0 photos · 0 faces")
  }

  @Test func `the photo with its faces`() throws {
    var state = state(album(), columns: 90, rows: 18)
    try type("l <Enter> <Tab>", into: &state)
    let rows = screen(state)
    #expect(rows[0].contains("› photo 2 of 30"))
    #expect(rows.contains { $0.hasSuffix("     face 2 of 2") })
    #expect(rows.contains { $0.hasSuffix("size       100 × 119 px") })
    #expect(rows[16] == "  album/photo_001.jpg  ·  640 × 480  ·  2021-06-02 12:00  ·  face 2 of 2")
    #expect(rows[2...15].contains { $0.contains("┌1─") && $0.contains("┏2━") })
  }

  @Test func `matches as lines with the cut`() throws {
    var state = state(album(), columns: 80, rows: 20)
    try type("<Enter> <Enter> _ j <Space>", into: &state)
    let rows = screen(state)
    #expect(rows == matchRows)
    #expect(draw(state, pictures: GreyPictures())[3, 8].style.underline)
  }

  @Test func `matches in rows show where the threshold cuts`() throws {
    var state = state(album(), columns: 100, rows: 34)
    try type("<Enter> <Enter>", into: &state)
    #expect(screen(state).contains { $0.contains("╌╌╌ below 0.44 ╌╌╌") })
    try type("5)", into: &state)
    #expect(screen(state).contains { $0.contains("╌╌╌ below 0.49 ╌╌╌") })
    try type("t", into: &state)
    #expect(screen(state).contains { $0.contains("0.83 same") && $0.contains("0.61 same") })
  }

  @Test func `a reason is read whole, in the row and in the panel`() throws {
    var ranking = matches()
    ranking[1].standing = .second
    var state = state(album(), columns: 120, rows: 34)
    try type("<Enter> <Enter> l", into: &state, ranking: ranking)
    let rows = screen(state).map { String($0.prefix(80)) }
    let first = try #require(rows.firstIndex { $0.contains("  another face of the photo") })
    #expect(rows[first + 1].contains("  is more alike"))
    #expect(screen(state).contains { $0.hasSuffix("  another face of the photo is more") }, "the panel's two lines")
    #expect(screen(state).contains { $0.hasSuffix("  alike") })
  }

  @Test func `the help scrolls to its end`() throws {
    var state = state(album(), columns: 70, rows: 16)
    try type("?", into: &state)
    #expect(screen(state)[2] == "  Gallery")
    #expect(screen(state)[3] == "    <Enter>                    open the photo")
    try type("G", into: &state)
    #expect(screen(state)[13] == "    S-drag                     the terminal's own selection")
  }

  @Test func `drawing ten thousand photos asks only for the visible pictures`() {
    final class Counter: PictureSource {
      nonisolated(unsafe) var count = 0
      func picture(_ request: PictureRequest) -> Picture {
        count += 1
        return .loading
      }
    }
    let counter = Counter()
    let state = state((0..<10_000).map { photo($0, faces: 1) }, columns: 100, rows: 30)
    _ = draw(state, pictures: counter)
    #expect((1...40).contains(counter.count))
  }
}

private let galleryRows = [
  "  facetui  ~/photos                       30 photos · 29 faces",
  "  ─────────────1 picture was not read; ! says why─────────────",
  "                     ▗▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▖",
  "  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▐▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▌ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▐▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▌ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▐▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▌ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▐▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▌ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  photo_000.jpg   ●1  photo_001.jpg   ●2  photo_002.jpg    ○",
  "",
  "  ╭────────────────╮  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  │ ✗ the file is  │  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  │     empty      │  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  ╰────────────────╯  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
  "  photo_003.jpg    ✗  photo_004.jpg   ●1  photo_005.jpg   ●1",
  "  album/photo_001.jpg  ·  640 × 480  ·  2021-06-02 1…  2 of 30",
  "  Enter open  / search  f filter  Space mark  ? help  q quit",
]

private let matchRows = [
  "  facetui  ~/photos › matches                             30 photos · 29 faces",
  "  ────────────────────────────────────────────────────────────────────────────",
  "   ▀▀▀▀▀▀  query  album/photo_000.jpg #1",
  "   ▀▀▀▀▀▀  threshold 0.44 balanced  ( lower  ) raise",
  "   ▀▀▀▀▀▀              █       █         █ █       █          █",
  "           -.2       0        .2        .4 ▲  s   .6        .8        1",
  "   0.83  same   1st         photo_004.jpg                     2021-06-05 12:00",
  "   0.61  same   2nd  ✓      photo_005.jpg                     2021-06-06 12:00",
  " ▌ 0.44  same   3rd         photo_006.jpg                     2021-06-07 12:00",
  "   0.40  maybe  4th         photo_007.jpg                     2021-06-08 12:00",
  "   0.20  other  5th         photo_008.jpg                     2021-06-09 12:00",
  "   0.05  other  6th         photo_009.jpg                     2021-06-01 12:00",
  "",
  "",
  "",
  "",
  "",
  "",
  "  3 of 6 faces the same person at 0.44 · 1 marked                 match 3 of 6",
  "  Enter open  y same  n other  w compare  Space mark  t tiles  ? help  q back",
]
