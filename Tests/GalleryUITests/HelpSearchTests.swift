import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct HelpSearchTests {
  private func titles(_ state: State) -> [String] {
    guard case .help(let help)? = state.screens.last else { return [] }
    return HelpView.lines(state.keymap, help).compactMap { if case .title(let title) = $0 { title } else { nil } }
  }

  @Test(arguments: [("?", "Gallery"), ("<Enter> ?", "Photo"), ("<Enter> <Enter> ?", "Matches")])
  func `the keys of the current screen come first`(keys: String, title: String) throws {
    var state = state(album())
    try type(keys, into: &state)
    #expect(titles(state).first == title && screen(state)[2] == "  " + title)
  }

  @Test func `lines are filtered as one types`() throws {
    var state = state(album())
    try type("? \"/thres\"", into: &state)
    let lines = screen(state)
    #expect(titles(state) == ["Matches", "Matches, Compare", "Command line"])
    #expect(lines[3].hasSuffix("lower the threshold by 0.01, count times") && lines[22] == "  lines with: thres")
    try type("<Enter>", into: &state)
    #expect(state.prompt == nil && screen(state)[22].hasSuffix("with “thres”"))
    try type("<Esc>", into: &state)
    #expect(state.scope == .help && titles(state).count > 5)
    try type("\"/zzzz\"", into: &state)
    #expect(screen(state).contains { $0.contains("No line here has “zzzz”.") })
    try type("<Esc>", into: &state)
    #expect(state.prompt == nil && titles(state).count > 5)
    try type("<Esc>", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test func `lines are found by the names of their commands`() throws {
    var state = state(album())
    try type("? \"/half-page-down\"", into: &state)
    #expect(titles(state) == ["Everywhere"])
  }

  @Test func `q leaves a filtered help`() throws {
    var state = state(album())
    try type("\":help mark\" <Enter> q", into: &state)
    #expect(state.scope == .gallery)
  }
}

@Suite struct StopTests {
  private func indexing(done: Int) -> State {
    var photos = album()
    for index in done..<30 { photos[index] = photo(index, state: .pending) }
    var state = state([])
    _ = update(&state, .library(.listed(photos)))
    _ = update(&state, .library(.progress(IndexProgress(total: 30, done: done, rate: 4, remaining: 5))))
    return state
  }

  @Test func `Esc asks, and y stops the run`() throws {
    var state = indexing(done: 10)
    #expect(screen(state)[1].hasSuffix("4.0/s · 5 s left") || screen(state)[1].contains("left"))
    try type("<Esc>", into: &state)
    #expect(screen(state)[22] == "  stop looking at 20 more photos? (y/n)")
    _ = update(&state, .library(.progress(IndexProgress(total: 30, done: 13, rate: 4, remaining: 4))))
    #expect(screen(state)[22] == "  stop looking at 17 more photos? (y/n)", "the number is live")
    #expect(try type("n", into: &state).isEmpty && state.indexing == .running)
    #expect(try type("<Esc> y", into: &state).contains(.stopIndexing(isListed: true)))
    #expect(state.indexing == .finished && state.message?.text == "stopped; what is done stays; R goes on")
    #expect(screen(state)[1].hasSuffix("20 photos were not looked at; R goes on"))
    #expect(try type("R", into: &state).contains(.rescan))
  }

  @Test func `Esc takes back the filter first, and asks nothing where nothing runs`() throws {
    var state = indexing(done: 10)
    try type("f <Esc>", into: &state)
    #expect(state.prompt == nil && state.photos.filter == .all)
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    try type("<Esc>", into: &state)
    #expect(state.prompt == nil)
  }

  @Test func `a run that ends while one is asked is not stopped`() throws {
    var state = indexing(done: 10)
    try type("<Esc>", into: &state)
    _ = update(&state, .library(.finished(IndexProgress(total: 30, done: 30))))
    #expect(state.prompt == nil && state.message?.text == "all photos were looked at; there is nothing to stop")
  }

  @Test func `Q leaves the program from a question`() throws {
    var state = indexing(done: 10)
    #expect(try type("<Esc> Q", into: &state).contains(.quit))
  }
}
