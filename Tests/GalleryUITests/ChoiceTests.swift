import SystemPackage
import Testing

@testable import GalleryUI
@testable import TerminalUI

@Suite struct ChoiceTests {
  private func choosing(_ columns: Int = 100, _ rows: Int = 30) -> State {
    var state = State(
      size: Size(columns: columns, rows: rows), folder: "~/photos", packName: "test", thresholds: thresholds(),
      isChoosing: true)
    _ = update(&state, .library(.listed(album())))
    return state
  }

  private func paths(_ indices: Int...) -> [FilePath] { indices.map { photo($0).path } }

  @Test func `the photo under the cursor is chosen where none is marked`() throws {
    var state = choosing()
    #expect(try type("l l a", into: &state) == [.choose(paths(2))])
  }

  @Test func `marked photos are chosen in the gallery's order, wherever the cursor is`() throws {
    var state = choosing()
    #expect(try type("l l <Space> gg <Space> G a", into: &state) == [.choose(paths(0, 2))])
    #expect(try type("2gg <Space> a", into: &state) == [.choose(paths(0, 1, 2))])
    #expect(try type("gg <Space> a", into: &state) == [.choose(paths(1, 2))])
  }

  @Test func `an open photo is chosen, and among matches the photos of the marked faces`() throws {
    var state = choosing()
    #expect(try type("<Enter> a", into: &state) == [.choose(paths(0))])
    #expect(try type("<Enter> a", into: &state) == [.choose(paths(4))])
    #expect(try type("j <Space> k k <Space> a", into: &state) == [.choose(paths(4, 5))])
  }

  @Test func `what is asked is said, and the footer says what is chosen`() throws {
    for (columns, rows) in [(60, 15), (80, 24), (120, 40), (200, 60)] {
      var state = choosing(columns, rows)
      #expect(screen(state)[rows - 2].contains("Space marks photos"))
      #expect(screen(state)[rows - 1].hasPrefix("  a choose this photo"))
      try type("<Space> <Space> gg", into: &state)
      #expect(screen(state)[rows - 1].hasPrefix("  a choose 2 photos"))
      #expect(screen(state).joined().filter { $0 == "✓" }.count >= 1)
    }
  }

  @Test func `without a question nothing is chosen`() throws {
    var state = state(album())
    #expect(try type("a", into: &state) == [])
    #expect(state.message?.text.contains("facetui pick") == true)
    #expect(!screen(state).joined().contains("choose this photo"))
  }

  @Test func `without photos nothing is chosen`() throws {
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds(),
      isChoosing: true)
    #expect(try type("a", into: &state) == [])
    #expect(try type("<Space> q", into: &state) == [.quit])
  }
}
