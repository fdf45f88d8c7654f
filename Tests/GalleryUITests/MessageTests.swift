import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct `What the status line says` {
  private let notice =
    "results stay in memory: /home/somebody/with/a/long/name/and/many/folders/notadir/facetui: "
    + "it cannot be made: Not a directory (--cache names another)"

  @Test func `the end of a path and what to do are visible at 100 columns`() throws {
    var state = state(album(), columns: 100)
    _ = update(&state, .failed(notice))
    let line = screen(state)[22]
    #expect(line.contains("results stay in memory: …") && line.contains("/facetui: it cannot be made: Not a directory"))
    #expect(line.hasSuffix("(--cache names another)") && columns(of: line) <= 98, "\(line)")
    try type("l", into: &state)
    #expect(screen(state)[22].hasSuffix("2 of 30"))
  }

  @Test func `a short message stands beside the place in the list`() {
    var state = state(album(), columns: 100)
    _ = update(&state, .told("done"))
    #expect(screen(state)[22].hasPrefix("  done ") && screen(state)[22].hasSuffix("1 of 30"))
  }

  @Test(arguments: [
    ("no path here at all", 10, "no path h…"), ("a /b/c", 6, "a /b/c"),
    ("moved /a/very/long/path to /another/very/long/one", 34, "moved …y/long/path to …ry/long/one"),
    ("/0123456789/abcdef: gone", 18, "…6789/abcdef: gone"),
  ])
  func `paths are shortened first`(text: String, width: Int, expected: String) {
    #expect(shortenedSentence(text, to: width) == expected)
  }
}
