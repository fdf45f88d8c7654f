import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// What the last line tells.
@Suite struct KeyHintsTests {
  private func line(_ state: State) -> String { screen(state).last ?? "" }

  @Test func `a photo without faces is not searched for faces`() throws {
    var photos = album()
    photos[0] = photo(0, faces: 0)
    photos[1] = photo(1, state: .unreadable("the file is empty"))
    var state = state(photos)
    for keys in ["<Enter>", "l"] {
      try type(keys, into: &state)
      #expect(!line(state).contains("face") && !line(state).contains("zoom"))
      #expect(line(state).contains("i facts") && line(state).contains("l next photo"))
    }
  }

  @Test func `of one face there is no next`() throws {
    var one = state([photo(0, faces: 1)])
    try type("<Enter>", into: &one)
    #expect(line(one).contains("Enter find this face") && !line(one).contains("next face"))
    #expect(line(one).contains("z zoom") && line(one).contains("i facts"))
    var several = state([photo(0, faces: 4)], columns: 120)
    try type("<Enter>", into: &several)
    #expect(["Tab next face", "1–4 choose a face", "z zoom"].allSatisfy(line(several).contains))
  }

  @Test func `an empty folder can only be left`() {
    #expect(line(state([])) == "  ? help   q quit")
  }

  @Test func `folders are told where there are some`() throws {
    #expect(!line(state([made("a.jpg", 1, nil), made("b.jpg", 1, nil)])).contains("folders"))
    #expect(line(state(folders())).contains("T folders") && line(state(folders())).contains("Space mark"))
  }

  @Test func `matches tell the keys that are needed most`() throws {
    let small = line(try atAcquaintances("", columns: 80, rows: 24))
    #expect(["y same", "n other", "w compare", "t tiles", "Space mark"].allSatisfy(small.contains))
    let wide = line(try atAcquaintances("4j +", columns: 200, rows: 60))
    #expect(["+ add", "- remove", "d group", "c best or mean", "e export", "( ) threshold"].allSatisfy(wide.contains))
    let one = line(try atAcquaintances("", columns: 200, rows: 60))
    #expect(!one.contains("remove") && !one.contains("best or mean"))
    #expect(line(try atAcquaintances("t", columns: 120)).contains("t rows"))
  }

  @Test(arguments: [40, 53, 60, 80, 100, 120, 200])
  func `as many fit as there is room for`(columns: Int) throws {
    for keys in ["", "<Enter>", "<Enter> <Enter>", "<Enter> <Enter> w", "?", "t", "<Enter> i"] {
      var state = state(album(), columns: columns)
      try type(keys, into: &state)
      let (all, shown) = (KeyHints.hints(state), line(state))
      #expect(shown.count <= columns - 2 + 2 && shown.hasSuffix(all.last.map { "\($0.key) \($0.hint)" } ?? ""))
      for hint in all where !shown.contains("\(hint.key) \(hint.hint)") {
        let length = hint.key.count + hint.hint.count + 3
        #expect(shown.count + length > columns - 2, "\(keys): there is room for \(hint.hint)")
      }
    }
  }
}
