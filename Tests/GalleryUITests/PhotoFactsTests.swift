import Imaging
import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct PhotoFactsTests {
  private func opened(columns: Int = 100, rows: Int = 30, _ result: Result<PhotoDetails, LibraryError>?) throws -> State
  {
    var state = state(album(), columns: columns, rows: rows)
    let effects = try type("<Enter> i", into: &state)
    let asked = effects.compactMap { if case .readDetails(let path, let stamp) = $0 { (path, stamp) } else { nil } }
    #expect(asked.count == 1)
    if let result { _ = update(&state, .details(asked[0].0, asked[0].1, result)) }
    return state
  }

  @Test func `what the file tells stands beside what facetui knows`() throws {
    let text = try screen(opened(.success(details()))).joined(separator: "\n")
    for fact in [
      "2024-05-06 07:08:09", "camera    Acme X1", "1/250 s, f/2.8", "ISO       400", "33.86000° S, 151.20000° E",
      "by 90° right", "640 × 480 (0.3 MP)", "1.0 KB (1,000 bytes)", "album/photo_000.jpg", "face 1 of 1",
      "sharpness 140",
    ] {
      #expect(text.contains(fact), "\(fact)")
    }
  }

  @Test func `what is missing is left out, and what failed is told`() throws {
    let none = try screen(opened(.success(PhotoDetails()))).joined(separator: "\n")
    #expect(none.contains("no EXIF in this file") && !none.contains("camera") && !none.contains("place"))
    let failed = try screen(opened(.failure(.file("x", reason: "Permission denied")))).joined(separator: "\n")
    #expect(failed.contains("the file cannot be read:") && failed.contains("Permission denied"))
    #expect(try screen(opened(nil)).contains { $0.contains("reading the file …") })
  }

  @Test func `each photo is asked for once`() throws {
    var state = try opened(.success(details()))
    #expect(try type("i i <Tab>", into: &state).isEmpty)
    #expect(try type("l", into: &state).count == 1)
    #expect(try type("h l", into: &state).isEmpty)
  }

  @Test func `facts that are too many for the screen scroll to their end`() throws {
    var state = try opened(columns: 60, rows: 15, .success(details()))
    #expect(screen(state).contains { $0.contains("lines 1–10 of") })
    #expect(!screen(state).contains { $0.contains("quality") })
    try type("G", into: &state)
    #expect(screen(state).contains { $0.contains("quality") })
    try type("j j j k", into: &state)
    #expect(!screen(state).contains { $0.contains("quality") })
    try type("i j", into: &state)
    #expect(state.message?.text == "there is nothing to scroll; i shows facts about the photo")
  }

  @Test(arguments: [
    (0.0, 0, "0"), (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-12.5, 0, "-13"), (1.999, 2, "2.00"),
    (48.858333, 5, "48.85833"),
    (.infinity, 2, "?"), (1e30, 0, "1000000000000"),
  ])
  func `numbers are rounded`(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals: decimals) == text)
  }

  @Test func `long words are broken and nothing is left out`() {
    #expect(broken("ab abcdef g", to: 4) == ["ab", "abcd", "ef g"])
    #expect(broken("東京の夏 x", to: 5) == ["東京", "の夏", "x"])
    #expect(broken("", to: 4) == [""])
  }
}
