import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct MatchExportTests {
  @Test func `export asks for a file, writes what is above, and asks before it replaces`() throws {
    var state = try atMatchesOfAlbum()
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
    var state = try atMatchesOfAlbum()
    let effects = try type("G <Space> e <Enter>", into: &state)
    guard case .export(let request)? = effects.first else {
      Issue.record("no export: \(effects)")
      return
    }
    #expect(request.matches.map(\.score) == [0.05])
  }

  @Test func `an unknown ending and a no are refusals`() throws {
    var state = try atMatchesOfAlbum()
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
    var state = try atMatchesOfAlbum()
    try type("99) e", into: &state)
    #expect(state.prompt == nil)
    #expect(state.message?.text.contains("above the threshold") == true)
  }
}
