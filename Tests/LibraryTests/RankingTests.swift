import Faces
import Storage
import SystemPackage
import Testing

@testable import Library

@Suite struct `Ranking faces` {
  @Test func `the query comes first, then others, best first, then faces of its photo`() async throws {
    let fixture = try Fixture([
      "b.jpg": "photo ann zoe anz", "a.jpg": "photo ann", "c.jpg": "photo anna", "d.jpg": "photo", "e.jpg": "broken",
    ])
    let library = try await fixture.indexed()
    let query = try #require(library.firstFace("b.jpg"))
    let matches = library.rank(query)
    #expect(matches.map { "\($0.photo)#\($0.number)" } == ["b.jpg#1", "a.jpg#1", "b.jpg#3", "c.jpg#1", "b.jpg#2"])
    #expect(matches[0].face == query && matches[0].standing == .query)
    #expect(matches.map(\.standing) == [.query, .candidate, .copy, .candidate, .samePhoto(elsewhere: .candidate)])
    #expect(matches.allSatisfy { library.face($0.face)?.face.id == $0.face })
    let all = library.rank(embedding: FakeAnalyser.embedding(of: "zoe"))
    #expect(all.count == 5 && all[0].photo == "b.jpg" && all[0].number == 2)
    for match in all {
      let embedding = try #require(library.embedding(of: match.face))
      let expected = zip(embedding, FakeAnalyser.embedding(of: "zoe")).map(*).reduce(0, +)
      #expect(abs(match.score - min(max(expected, -1), 1)) < 1e-5)
    }
  }

  @Test func `a face of the query's own photo is another person, whatever its score`() async throws {
    let library = try await Fixture(["a.jpg": "photo =1:0 =0.8:0.6 =0.97:0.24", "b.jpg": "photo =0.6:0.8"]).indexed()
    let matches = library.rank(try #require(library.firstFace("a.jpg")))
    #expect(matches.map(\.number) == [1, 3, 1, 2])
    #expect(verdicts(matches) == [.query, .same, .same, .samePhoto])
    #expect(matches[3].note(.samePhoto) == "in the same photo")
    let asked = matches.countingSamePhoto
    #expect(asked.map(\.number) == [1, 3, 2, 1] && asked.map(\.photo) == ["a.jpg", "a.jpg", "a.jpg", "b.jpg"])
    #expect(verdicts(asked) == [.query, .same, .same, .same])
  }

  @Test func `at most one face of another photo is the same person`() async throws {
    let library = try await Fixture(["a.jpg": "photo =1:0", "b.jpg": "photo =0.8:0.6 =0.9:0.4 =0.1:0.9"]).indexed()
    let matches = library.rank(try #require(library.firstFace("a.jpg")))
    #expect(matches.map(\.number) == [1, 2, 1, 3])
    #expect(verdicts(matches) == [.query, .same, .maybe, .other])
    #expect(matches[2].note(.maybe) == Standing.second.reason)
    #expect(matches[3].note(.other) == nil, "the score says enough")
  }

  @Test func `a poor face, or a poor query, is at most maybe, and says why`() async throws {
    let library = try await Fixture([
      "a.jpg": "photo =1:0", "b.jpg": "photo ~0.9:0.1 =0.8:0.6", "c.jpg": "photo =0.1:0.9",
    ]).indexed()
    let matches = library.rank(try #require(library.firstFace("a.jpg")))
    #expect(verdicts(matches) == [.query, .maybe, .same, .other], "the better face of b.jpg is still a candidate")
    #expect(matches[1].note(.maybe) == "too small to tell")
    let poor = library.rank(try #require(library.firstFace("b.jpg")))
    #expect(verdicts(poor) == [.query, .maybe, .other, .samePhoto])
    #expect(verdicts(poor.countingSamePhoto) == [.query, .maybe, .maybe, .other], "asking changes no quality")
    #expect(poor[1].note(.maybe) == "the query is too small to tell" && poor[2].note(.other) == nil)
  }

  @Test func `faces below the limits are not ranked, but for the query`() async throws {
    var fixture = try Fixture(["a.jpg": "photo =1:0", "b.jpg": "photo ~0.9:0.1", "c.jpg": "photo =0.8:0.6"])
    fixture.limits = FaceLimits(quality: 0.5)
    let library = try await fixture.indexed()
    #expect(library.rank(try #require(library.firstFace("a.jpg"))).map(\.photo) == ["a.jpg", "c.jpg"])
    #expect(library.rank(try #require(library.firstFace("b.jpg"))).map(\.photo) == ["b.jpg", "a.jpg", "c.jpg"])
  }

  private func verdicts(_ matches: some Sequence<Match>) -> [Verdict] {
    let thresholds = (try? bundledPack.get())?.thresholds
    return matches.compactMap { match in
      thresholds.map { Verdict(score: match.score, thresholds: $0, standing: match.standing) }
    }
  }

  @Test func `a query of another length or an unknown face matches nothing`() async throws {
    let library = try await Fixture(["a.jpg": "photo ann"]).indexed()
    #expect(library.rank(embedding: [1, 0]).isEmpty && library.rank(embedding: []).isEmpty)
    #expect(library.rank(FaceID(77)).isEmpty && library.rank(FaceID(-1)).isEmpty)
    #expect(library.face(FaceID(.max)) == nil)
  }

  @Test func `the verdict follows the pack's thresholds or the user's cut`() throws {
    let thresholds = try bundledPack.get().thresholds
    let (same, maybe) = (thresholds.balanced, thresholds.everything)
    #expect(Verdict(score: same, thresholds: thresholds) == .same)
    #expect(Verdict(score: same.nextDown, thresholds: thresholds) == .maybe)
    #expect(Verdict(score: maybe, thresholds: thresholds) == .maybe)
    #expect(Verdict(score: maybe.nextDown, thresholds: thresholds) == .other)
    #expect(Verdict(score: 0.1, thresholds: thresholds, cut: 0.1) == .same)
    #expect(Verdict(score: 0.8, thresholds: thresholds, cut: 0.9) == .maybe)
    #expect(Verdict(score: .nan, thresholds: thresholds) == .other)
  }

  @Test func `the rate looks a few seconds back`() {
    var meter = RateMeter(start: 100)
    #expect(meter.rate(at: 100) == 0)
    for time in 0..<20 { meter.count(at: 100 + Double(time) / 10) }
    #expect(meter.rate(at: 102) == 10)
    #expect(meter.rate(at: 200) == 0)
    for time in 0..<1000 { meter.count(at: 200 + Double(time) / 10) }
    #expect(abs(meter.rate(at: 300) - 10) < 0.5)
  }

  @Test func `the time for which the process was stopped does not count`() {
    let before = runningSeconds()
    StoppedTime.add(seconds: 0.5)
    StoppedTime.add(seconds: -9)
    #expect(runningSeconds() - before < 0.2)
  }
}

@Suite struct `Ranking with several query faces` {
  private func indexed() async throws -> PhotoLibrary {
    try await Fixture([
      "a.jpg": "photo =1:0", "b.jpg": "photo =0:1", "c.jpg": "photo =0.6:0.8", "d.jpg": "photo =0.96:0.28",
      "e.jpg": "photo =-1:0",
    ]).indexed()
  }

  private func query(_ library: PhotoLibrary, _ photos: FilePath..., by combination: ScoreCombination) throws
    -> Ranking
  {
    library.rank(FaceQuery(try photos.map { try #require(library.firstFace($0)) }, by: combination))
  }

  @Test func `the best or the mean of the scores counts`() async throws {
    let library = try await indexed()
    let best = try query(library, "a.jpg", "b.jpg", by: .best)
    #expect(best.map(\.photo) == ["a.jpg", "b.jpg", "d.jpg", "c.jpg", "e.jpg"])
    #expect(best.prefix(3).map(\.standing) == [.query, .query, .candidate])
    let close: (Match, Float) -> Bool = { abs($0.score - $1) < 1e-5 }
    #expect(close(best[2], 0.96) && close(best[3], 0.8) && close(best[4], 0))
    #expect(best.map(\.query) == [0, 1, 0, 1, 1], "which query a face is most alike")
    let mean = try query(library, "a.jpg", "b.jpg", by: .mean)
    #expect(mean.map(\.photo) == ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"])
    #expect(close(mean[2], 0.7) && close(mean[3], 0.62) && close(mean[4], -0.5))
  }

  @Test(arguments: ScoreCombination.allCases)
  func `one query, or the same twice, ranks as ever`(combination: ScoreCombination) async throws {
    let library = try await indexed()
    let alone = library.rank(try #require(library.firstFace("a.jpg")))
    #expect(try query(library, "a.jpg", by: combination) == alone)
    #expect(try query(library, "a.jpg", "a.jpg", by: combination) == alone)
    #expect(library.rank(FaceQuery([], by: combination)).isEmpty)
    let gone = FaceQuery([FaceID(77), try #require(library.firstFace("a.jpg"))], by: combination)
    #expect(library.rank(gone) == alone)
  }

  @Test func `faces of each query's own photo are somebody else, or a copy of that query`() async throws {
    let library = try await Fixture([
      "a.jpg": "photo =1:0 =0.8:0.6", "b.jpg": "photo =0:1 =0.1:0.99", "c.jpg": "photo =0.7:0.7",
    ]).indexed()
    let matches = try query(library, "a.jpg", "b.jpg", by: .best)
    #expect(matches.map { "\($0.photo)#\($0.number)" } == ["a.jpg#1", "b.jpg#1", "b.jpg#2", "c.jpg#1", "a.jpg#2"])
    let standings = matches.map(\.standing)
    #expect(standings == [.query, .query, .copy, .candidate, .samePhoto(elsewhere: .candidate)])
    let asked = matches.countingSamePhoto
    #expect(asked.prefix(2).allSatisfy { $0.standing == .query } && asked.count == 5)
    #expect(!asked.contains { $0.standing.isSamePhoto })
  }

  @Test func `a poor query makes others doubtful where it is the one they are most alike`() async throws {
    let library = try await Fixture([
      "a.jpg": "photo =1:0", "b.jpg": "photo ~0:1", "c.jpg": "photo =0.9:0.3", "d.jpg": "photo =0.3:0.9",
    ]).indexed()
    let matches = try query(library, "a.jpg", "b.jpg", by: .best)
    let standings = Dictionary(uniqueKeysWithValues: matches.map { ($0.photo, $0.standing) })
    #expect(standings["c.jpg"] == .candidate && standings["d.jpg"] == .poorQuery(.small))
  }

  @Test func `a query outside the library joins one inside`() async throws {
    let library = try await indexed()
    let inside = try #require(library.firstFace("a.jpg"))
    let matches = library.rank([.face(inside), .embedding([0, 1], .unknown)], by: .best)
    #expect(matches.map(\.photo) == ["a.jpg", "b.jpg", "d.jpg", "c.jpg", "e.jpg"])
    #expect(matches.map(\.standing).filter { $0 == .query }.count == 1)
  }

  @Test func `an export gives all queries rank 0`() async throws {
    let library = try await indexed()
    let rows = MatchExport(try query(library, "a.jpg", "b.jpg", by: .best), in: library).rows
    #expect(rows.map(\.rank) == [0, 0, 1, 2, 3] && rows.prefix(2).allSatisfy { $0.verdict == .query })
  }
}
