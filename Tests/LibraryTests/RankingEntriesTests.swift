import Faces
import Testing

@testable import Library

struct RankingEntriesTests {
  private static let matches = [
    Match(face: FaceID(7), photo: "a.jpg", number: 1, score: 1, standing: .query),
    Match(face: FaceID(3), photo: "b.jpg", number: 2, score: 0.9, query: 1, queryScores: [0.2, 0.9]),
    Match(face: FaceID(4), photo: "b.jpg", number: 1, score: 0.5, standing: .second, queryScores: [0.5, 0.1]),
    Match(face: FaceID(5), photo: "c.jpg", number: 1, score: 0.4, standing: .poor(.blurred), queryScores: [0.4, 0.3]),
    Match(
      face: FaceID(8), photo: "a.jpg", number: 2, score: 0.7, standing: .samePhoto(elsewhere: .poorQuery(.small)),
      queryScores: [0.7, 0.6]),
    Match(
      face: FaceID(9), photo: "a.jpg", number: 3, score: 0.6, standing: .samePhoto(elsewhere: .candidate),
      queryScores: [0.6, 0.6]),
  ]

  @Test func `a ranking gives the matches that it was made of`() {
    let ranking = Ranking(Self.matches)
    #expect(Array(ranking) == Self.matches)
    #expect(ranking == Ranking(Self.matches) && ranking != Ranking(Self.matches.dropLast()))
    #expect((ranking.queryCount, ranking.comparableCount) == (1, 4))
    #expect(ranking.index(of: FaceID(5)) == 3 && ranking.index(of: FaceID(6)) == nil)
    #expect(ranking.indices(onPhotoOf: 4) == [0, 4, 5])
    let same = ranking.indices.filter { ranking.canBeSame(at: $0) }
    #expect(same == ranking.indices.filter { ranking[$0].standing.canBeSame } && same == [1])
    #expect(Ranking([]).comparableCount == 0)
  }

  @Test func `a part of a ranking keeps its order and what it knows`() {
    let some = Ranking(Self.matches).keeping([0, 3, 4, 5])
    #expect(Array(some) == Self.matches.filter { $0.photo != "b.jpg" })
    let moved = some.renamed { $0 == "c.jpg" ? "d.jpg" : $0 }
    #expect(moved.map(\.photo) == ["a.jpg", "d.jpg", "a.jpg", "a.jpg"] && moved.map(\.face) == some.map(\.face))
  }

  @Test func `faces of the query's photo can be ranked like others`() {
    let all = Ranking(Self.matches).countingSamePhoto
    #expect(all.map(\.face) == [7, 3, 8, 9, 4, 5].map { FaceID($0) })
    #expect(all.map(\.standing)[2...3] == [.poorQuery(.small), .candidate])
    #expect(all[2].queryScores == [0.7, 0.6] && all.comparableCount == all.count)
  }

  @Test func `equal scores go by path and number, whenever the photos came`() async throws {
    let fixture = try Fixture(["m.jpg": "photo =1:0", "z.jpg": "photo =0.8:0.6 =0.8:0.6"])
    let library = try await fixture.indexed()
    try fixture.photos.write("photo =0.8:0.6", to: "b.jpg")
    for await _ in library.index() {}
    let ranked = library.rank(try #require(library.firstFace("m.jpg")))
    #expect(ranked.map { "\($0.photo) \($0.number)" } == ["m.jpg 1", "b.jpg 1", "z.jpg 1", "z.jpg 2"])
  }
}
