import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// Copies of a picture among the matches.
@Suite struct FoldTests {
  /// The faces of the 2nd and 4th match are copies of that of the 1st; the 6th is one of the query's picture.
  private func state(_ keys: String, columns: Int = 120, rows: Int = 40) throws -> State {
    var state = try atAcquaintances("", columns: columns, rows: rows)
    let faces = try #require(state.matches?.ranked.map(\.face))
    let copies = FaceCopies([faces[2]: faces[1], faces[4]: faces[1], faces[6]: faces[0]])
    _ = update(&state, .surveyed(FolderSurvey(odds: madeUpSurvey.odds, copies: copies)))
    try press(keys, in: &state)
    return state
  }

  private func text(_ state: State) -> String { screen(state).joined(separator: "\n") }

  @Test func `copies are folded to one row with their number, and unfolded again`() throws {
    let before = try state("")
    let all = try #require(before.matches)
    var state = try state("D")
    let matches = try #require(state.matches)
    #expect(matches.others == all.others - 3 && text(state).contains("+2 copies") && text(state).contains("+1 copy"))
    #expect(state.message?.text == "3 copies of shown pictures folded away")
    #expect(screen(state)[0].contains("copies folded"))
    #expect(
      matches.ranked.indices.allSatisfy {
        matches.rank(of: $0) == all.rank(of: all.ranked.index(of: matches.ranked.face(at: $0)) ?? -1)
      })
    try press("D", in: &state)
    #expect(state.matches?.others == all.others && !text(state).contains("+2 copies"))
  }

  @Test func `copies count once, folded or not`() throws {
    let plain = try #require(try atAcquaintances("").matches)
    let (open, folded) = (try #require(try state("").matches), try #require(try state("D").matches))
    for threshold: Float in [0.2, 0.5, 0.7, 0.9] {
      let faces = (0..<plain.count(above: threshold)).filter { plain.ranked.canBeSame(at: $0) }.map {
        plain.ranked.face(at: $0)
      }
      let originals = Set(faces.map { open.copies.original(of: $0) }).subtracting([open.query])
      #expect(open.same(above: threshold) == folded.same(above: threshold))
      #expect(open.same(above: threshold) <= originals.count && plain.same(above: threshold) == faces.count)
    }
    #expect(open.same(above: 0.2) < plain.same(above: 0.2))
  }

  @Test func `the cursor stays on its face, or goes to the next that is shown`() throws {
    var state = try state("2G")
    let next = try #require(state.matches.map { $0.ranked.face(at: $0.cursor + 1) })
    try press("D", in: &state)
    #expect(state.matches?.current?.face == next)
    try press("D", in: &state)
    #expect(state.matches?.current?.face == next)
  }

  @Test func `filters, orders and exports follow`() throws {
    var folded = try state("D")
    try run("filter faces:1+", &folded)
    #expect(folded.matches?.isFolded == true && text(folded).contains("+2 copies"))
    try run("sort date", &folded)
    try press("d d t", in: &folded)
    #expect(text(folded).contains("+2"))
    let exported = try #require(folded.matches?.exported(threshold: 0.2))
    #expect(Set(exported.map { folded.matches?.copies.original(of: $0.face) }).count == exported.count)
  }

  @Test(arguments: storedSizes.filter { $0.columns >= Chrome.smallest.columns })
  func `nothing overflows`(_ size: Size) throws {
    for keys in ["D", "D t", "D _", "D d", "D >"] {
      for row in screen(try state(keys, columns: size.columns, rows: size.rows)) {
        #expect(columns(of: row) <= size.columns)
      }
    }
  }

  @Test func `the key says why it does nothing`() throws {
    var unknown = try atAcquaintances("D")
    #expect(unknown.message?.text == "which pictures are copies is not known yet")
    _ = update(&unknown, .surveyed(madeUpSurvey))
    try press("D", in: &unknown)
    #expect(unknown.message?.text == "no picture here is a copy of another")
    var opened = try state("q <Enter>")
    try press("D", in: &opened)
    #expect(opened.matches?.isFolded == true, "a later query knows of them, too")
  }
}
