import Configuration
import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct CompletionTests {
  private func completed(_ keys: String) throws -> State {
    var state = state(
      album()
        + [photo(77, faces: 1)].map { other in
          var other = other
          other.path = "other/lone.jpg"
          return other
        })
    try press(keys, into: &state)
    return state
  }

  @Test(arguments: [
    ("\":thr\" <Tab>", "threshold "), ("\":threshold s\" <Tab>", "threshold safe "),
    ("\":sort d\" <Tab>", "sort date "), ("\":sort date r\" <Tab>", "sort date reverse "),
    ("\":set col\" <Tab>", "set colours."), ("\":set theme li\" <Tab>", "set theme light "),
    ("\":set mouse f\" <Tab>", "set mouse false "), ("\":set combine m\" <Tab>", "set combine mean "),
    ("\":open al\" <Tab>", "open album/"),
    ("\":open album/\" <Tab>", "open album/photo_0"),
    ("\":find o\" <Tab>", "find other/"), ("\":find other/\" <Tab>", "find other/lone.jpg "),
    ("\":map ga\" <Tab>", "map gallery "), ("\":map x half-page-d\" <Tab>", "map x half-page-down "),
    ("\":filter fac\" <Tab>", "filter faces"), ("\":filter state:unr\" <Tab>", "filter state:unreadable "),
    ("\":filter x -da\" <Tab>", "filter x -date:"), ("\":open lo\" <Tab>", "open lone.jpg "),
    ("\":goto ONE\" <Tab>", "goto other/lone.jpg "), ("\":find photo_01\" <Tab>", "find photo_01"),
    ("\":help thre\" <Tab>", "help threshold "), ("\":quit x\" <Tab>", "quit x"), ("\":zz\" <Tab>", "zz"),
  ])
  func `tab completes what is certain`(keys: String, text: String) throws {
    #expect(try completed(keys).prompt?.value == text)
  }

  @Test func `tab goes through what it may be, and the line below tells`() throws {
    var state = try completed("\":sort \" <Tab>")
    #expect(state.prompt?.value == "sort " && screen(state)[23] == "  name  date  faces  size")
    try press("<Tab> <Tab>", into: &state)
    #expect(state.prompt?.value == "sort date" && screen(state)[23] == "  name  [date]  faces  size")
    try press("<S-Tab> <S-Tab>", into: &state)
    #expect(state.prompt?.value == "sort size")
    try press("<BS> <Tab>", into: &state)
    #expect(state.prompt?.value == "sort size ", "another word is completed anew")
  }

  @Test func `many candidates fit with the chosen one visible`() throws {
    var state = try completed("\":open album/\" <Tab>")
    for _ in 0..<17 { try press("<Tab>", into: &state) }
    let line = screen(state)[23]
    #expect(line.contains("[album/photo_016.jpg]") && line.contains("…") && columns(of: line) <= 78, "\(line)")
  }

  @Test func `files come from the disk`() throws {
    var state = try atMatchesOfAlbum()
    #expect(try press("\":export re\" <Tab>", into: &state) == [.listFiles(beginning: "re")])
    _ = update(&state, .listedFiles(beginning: "re", ["results/", "result.csv"]))
    #expect(state.prompt?.value == "export result")
    try press("<Tab>", into: &state)
    #expect(state.prompt?.value == "export results/")
    _ = update(&state, .listedFiles(beginning: "re", ["rest.csv"]))
    #expect(state.prompt?.value == "export results/", "an answer that comes late changes nothing")
    try press("<C-u> \"x\"", into: &state)
    _ = update(&state, .listedFiles(beginning: "re", ["rest.csv"]))
    #expect(state.prompt?.value == "x")
  }
}
