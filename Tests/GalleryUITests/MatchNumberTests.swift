import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// The number of a match is its place in the list as it stands; its rank stands at the match itself.
@Suite struct MatchNumberTests {
  @Test(arguments: ["", "sort name", "sort date reverse", "sort score reverse", "filter faces:2", "by photo", "by day"])
  func `the number that is asked for is the one that is told`(_ line: String) throws {
    var state = try atAcquaintances(line.hasPrefix("by") ? (line == "by day" ? "d d" : "d") : "")
    if line.contains(" "), !line.hasPrefix("by") { try run(line, &state) }
    let count = try #require(state.matches?.others)
    for number in [1, 5, count] {
      for way in ["\":\(number)\" <Enter>", "\":goto \(number)\" <Enter>"] {
        _ = try press(way, into: &state)
        #expect(state.matches?.placeSentence == "match \(number) of \(count)", "\(line): \(way)")
      }
      for key in ["gg", "G"] {
        try press("\(number)\(key)", in: &state)
        #expect(state.matches?.placeSentence == "match \(number) of \(count)", "\(line): \(number)\(key)")
      }
      let matches = try #require(state.matches)
      #expect(screen(state)[38].hasSuffix("match \(number) of \(count)") && matches.place(of: matches.cursor) == number)
    }
    try press("1G j", in: &state)
    #expect(state.matches?.placeSentence.hasPrefix("match ") == true)
    try run("\(count + 1)", &state)
    #expect(state.message?.text == "\(count + 1) is none of the \(count) places here, from 1")
    try press("<Esc> gg", in: &state)
    #expect(state.matches?.placeSentence == "query")
    for (part, number) in [("0%", 1), ("100%", count)] {
      try run(part, &state)
      #expect(state.matches?.placeSentence == "match \(number) of \(count)")
    }
  }

  @Test func `each step down a grouped list counts one`() throws {
    var state = try atAcquaintances("_ d d 1G", columns: 100, rows: 20)
    for number in 1...10 {
      #expect(state.matches?.placeSentence == "match \(number) of 23")
      try press("j", in: &state)
    }
  }

  @Test func `a filter does not change ranks`() throws {
    var state = try atAcquaintances("")
    let all = try #require(state.matches)
    let ranks = Dictionary(all.ranked.enumerated().map { ($1.face, $0) }) { first, _ in first }
    try run("filter faces:3", &state)
    let matches = try #require(state.matches)
    for index in matches.ranked.indices { #expect(matches.rank(of: index) == ranks[matches.ranked[index].face]) }
    #expect(matches.rank(of: 1) > 1 && matches.others < all.others)
    try run("filter all", &state)
    let shown = try #require(state.matches)
    #expect(shown.ranked.indices.allSatisfy { shown.rank(of: $0) == $0 })
  }

  @Test func `the photo of a match and the comparison say the same number`() throws {
    var state = try atAcquaintances("d d 7G")
    #expect(state.matches.map { $0.rank(of: $0.cursor) != 7 } == true)
    try press("<Enter>", in: &state)
    #expect(screen(state)[0].contains("photo of match 7 of 23"))
    try press("q w", in: &state)
    #expect(screen(state)[38].hasSuffix("match 7 of 23"))
    #expect(!screen(state).contains { $0.contains("match 3") })
  }
}
