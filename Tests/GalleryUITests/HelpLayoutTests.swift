import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct HelpLayoutTests {
  @Test(arguments: storedSizes)
  func `every key and every word can be read in a window of any size`(size: Size) {
    let layout = HelpLayout(.standard, Help(), size)
    let keys = Set(layout.rows.flatMap { $0.keys.split(separator: " ") })
    let words = Set(layout.rows.flatMap { $0.text.split(separator: " ") })
    for line in HelpView.lines(.standard) {
      guard case .key(let notation, let text, _) = line else { continue }
      #expect(keys.isSuperset(of: notation.split(separator: " ")), "\(notation)")
      #expect(words.isSuperset(of: text.split(separator: " ")), "\(text)")
    }
    for row in layout.rows {
      #expect(layout.keyColumn + columns(of: row.keys) <= (row.text.isEmpty ? size.columns : layout.textColumn))
      #expect((row.isTitle ? layout.keyColumn : layout.textColumn) + columns(of: row.text) <= size.columns)
    }
  }

  @Test(arguments: storedSizes)
  func `scrolling comes past all lines`(size: Size) throws {
    var state = state(album(), columns: size.columns, rows: size.rows)
    try type("?", into: &state)
    let layout = HelpLayout(state.keymap, Help(), size)
    var seen: [String] = []
    for _ in 0..<500 {
      seen += screen(state)[layout.body.row..<layout.body.endRow]
      try type("<C-f>", into: &state)
    }
    #expect(!seen.contains { $0.contains("…") && !$0.contains("1 … 9") })
    let shown = Set(seen.flatMap { $0.split(separator: " ") })
    let words = layout.rows.flatMap { $0.keys.split(separator: " ") + $0.text.split(separator: " ") }
    #expect(shown.isSuperset(of: words))
    try type("q", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test func `sections are found by their titles`() throws {
    var state = state(album())
    try type("? \"/mouse\" <Enter>", into: &state)
    #expect(screen(state).contains { $0.contains("double click") && $0.contains("open") })
    try type("\"/compare\" <Enter>", into: &state)
    #expect(screen(state).contains { $0.contains("show one over the other in turns") })
  }

  @Test func `another search begins empty`() throws {
    var state = state(album())
    try type("? \"/mouse\" <Enter> /", into: &state)
    #expect(state.prompt?.value == "" && screen(state)[2] == "  Gallery")
    try type("\"digit\" <Enter>", into: &state)
    #expect(screen(state)[2] == "  Digits" && screen(state)[22].hasSuffix("with “digit”"))
  }
}
