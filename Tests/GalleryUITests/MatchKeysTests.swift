import Faces
import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct MatchKeysTests {
  @Test func `enter twice ranks the face`() throws {
    var state = state(album())
    let keys = try [Key](file: "<Enter> <Enter>")
    let effects = keys.flatMap { update(&state, .key($0)) }
    #expect(effects == [.rank(FaceQuery([FaceID(0)]))])
  }

  @Test func `the threshold moves and the count follows`() throws {
    var state = try atMatchesOfAlbum()
    #expect(state.matches?.count(above: state.threshold) == 3)
    try type(")", into: &state)
    #expect(decimals(state.threshold) == "0.45")
    #expect(state.matches?.count(above: state.threshold) == 2)
    try type("5(", into: &state)
    #expect(decimals(state.threshold) == "0.40")
    #expect(state.matches?.count(above: state.threshold) == 4)
    try type("500(", into: &state)
    #expect(state.threshold == -1)
  }

  @Test func `the query has rank 0, faces of its photo come last unless they are asked for`() throws {
    var state = state(album(), columns: 120, rows: 40)
    var ranking = matches()
    ranking[2].standing = .poor(.small)
    let query = Match(face: FaceID(0), photo: photo(0).path, number: 1, score: 1, standing: .query)
    let other = Match(
      face: FaceID(10), photo: photo(1).path, number: 1, score: 0.7, standing: .samePhoto(elsewhere: .candidate))
    try type("<Enter> <Enter>", into: &state, ranking: [query] + ranking + [other])
    #expect(state.matches?.cursor == 1, "the cursor is on the best match")
    #expect(state.matches?.count(above: state.threshold) == 4, "the query and three others")
    #expect(state.matches?.exported(threshold: state.threshold).first?.standing == .query)
    #expect(state.matches?.exported(threshold: state.threshold).contains(other) == false)
    let lines = screen(state).joined(separator: "\n")
    #expect(lines.contains("2 same") && lines.contains("2 maybe") && lines.contains("match 1 of 7"))
    #expect(!lines.contains("#0") && lines.contains("1st") && lines.contains("2nd"))
    #expect(lines.contains("too small to tell"))
    #expect(lines.contains("2 of 7 faces the same person at 0.44"))
    try type("e", into: &state)
    #expect(state.prompt?.label == "export 2 matches and the query to:")
    try type("<Esc>", into: &state)
    try type("G", into: &state)
    #expect(state.matches?.current == other)
    let divider = try #require(screen(state).firstIndex { $0.contains("╌╌╌ in the same photo ╌╌╌") })
    #expect(screen(state)[divider...].contains { $0.contains("0.70") })
    #expect(!screen(state)[divider...].contains { $0.contains("below") })
    try type("i", into: &state)
    #expect(state.matches?.ranked[2].face == other.face && state.matches?.current?.face == other.face)
    #expect(state.matches?.count(above: state.threshold) == 5)
    try type("i", into: &state)
    #expect(state.matches?.ranked.last == other)
    state.threshold = 0.95
    #expect(try type("e", into: &state).isEmpty && state.prompt == nil, "the query alone is no match")
  }

  @Test func `a poor query is told`() throws {
    var photos = album()
    photos[0].faces[0].quality = FaceQuality(value: 0.2, defect: .blurred)
    photos[0].faces[0].turn = 1
    var state = state(photos)
    try type("<Enter> <Enter>", into: &state)
    #expect(state.message?.text.contains("too blurred to tell") == true)
    #expect(PictureRequest(face: photos[0].faces[0], of: photos[0], side: 8).turn == 1)
  }

  @Test func `marks and ranges`() throws {
    var state = try atMatchesOfAlbum()
    try type("<Space>", into: &state)
    #expect(state.matches?.marks.count == 1)
    #expect(state.matches?.cursor == 1)
    try type("v j j v", into: &state)
    #expect(state.matches?.marks.count == 4)
    try type("gg <Space>", into: &state)
    #expect(state.matches?.marks.count == 3)
    try type("U", into: &state)
    #expect(state.matches?.marks.isEmpty == true)
  }

  @Test func `the cursor stays on its face when the ranking grows`() throws {
    var state = try atMatchesOfAlbum()
    try type("l l", into: &state)
    let face = state.matches?.current?.face
    let better = Match(face: FaceID(900), photo: photo(20).path, number: 1, score: 0.9)
    _ = update(&state, .ranked(query: FaceQuery([FaceID(0)]), Ranking([better] + matches())))
    #expect(state.matches?.current?.face == face)
    #expect(state.matches?.cursor == 3)
  }

  @Test func `the first ranking is waited for`() throws {
    var state = try atMatchesOfAlbum()
    #expect(!state.awaitsRanking)
    _ = update(&state, .key(.character("q")))
    #expect(!state.awaitsRanking)
    let query = update(&state, .key(.enter)).compactMap { if case .rank(let query) = $0 { query } else { nil } }
    #expect(state.awaitsRanking && query.count == 1)
    _ = update(&state, .ranked(query: try #require(query.first), Ranking(matches())))
    #expect(!state.awaitsRanking)
  }

  @Test func `a growing index asks for one ranking at a time`() throws {
    var state = try atMatchesOfAlbum()
    #expect(update(&state, .library(.updated(photo(20, faces: 1)))) == [.rank(FaceQuery([FaceID(0)]))])
    #expect(update(&state, .library(.updated(photo(21, faces: 1)))) == [])
    #expect(
      update(&state, .ranked(query: FaceQuery([FaceID(0)]), Ranking(matches()))) == [.rank(FaceQuery([FaceID(0)]))])
    #expect(update(&state, .ranked(query: FaceQuery([FaceID(0)]), Ranking(matches()))) == [])
  }

  @Test func `matches open and start another search; q leads back`() throws {
    var state = try atMatchesOfAlbum()
    try type("l <Enter>", into: &state)
    #expect(state.photoScreen?.path == photo(5).path)
    try type("q s", into: &state)
    #expect(state.matches?.query == photo(5, faces: 1).faces[0].id)
    try type("q q", into: &state)
    #expect(state.scope == .photo)
    try type("q", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test func `matches without a ranking or a face say so on screen`() throws {
    var state = state(album())
    try type("<Enter> <Enter>", into: &state, ranking: [])
    #expect(screen(state).joined().contains("There is no other face"))
    try type("<Enter> <Space> v e s t + - j G", into: &state, ranking: [])
    #expect(state.scope == .matches)
  }
}
