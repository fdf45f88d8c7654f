import TerminalUI
import Testing

@testable import GalleryUI

/// A long error beside the prompt that it is about.
@Suite struct PromptMessageTests {
  @Test(arguments: [(60, 15), (80, 24), (120, 40)])
  func `it is read in full while the line is mended`(_ columns: Int, _ rows: Int) throws {
    var state = state(album(), columns: columns, rows: rows)
    for key in try [Key](file: "\":set preview foo\" <Enter>") { _ = update(&state, .key(key)) }
    let lines = screen(state)
    let text = lines.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
    let reason = try #require(state.message?.text)
    #expect(text.contains(reason.split(separator: " ").joined(separator: " ")), "\(lines)")
    #expect(
      lines[rows - 2].hasPrefix("  : set preview foo") && !lines.contains { $0.contains("…") && $0.contains("must") })
    #expect(lines.allSatisfy { TerminalUI.columns(of: $0) <= columns })
    try type("<BS>", into: &state)
    #expect(screen(state)[rows - 1].contains("Esc cancel"), "typing goes on under the hints")
  }

  @Test func `it never covers the prompt, however long it is`() throws {
    var state = state(album(), columns: 40, rows: 10)
    try type(":", into: &state)
    state.message = Message(text: String(repeating: "a long story ", count: 200), isError: true)
    let lines = screen(state)
    #expect(lines[0].contains("facetui") && lines[8].hasPrefix("  :") && lines[9].contains("Esc cancel"))
  }
}
