import Faces
import Storage
import SystemPackage
import Testing

@testable import Library

@Suite struct `Ranking faces` {
  @Test func `every other face comes, best first, ties by path and number`() async throws {
    let fixture = try Fixture([
      "b.jpg": "photo ann zoe ann", "a.jpg": "photo ann", "c.jpg": "photo anna", "d.jpg": "photo", "e.jpg": "broken",
    ])
    let library = try await fixture.indexed()
    let query = try #require(library.firstFace("b.jpg"))
    let matches = library.rank(query)
    #expect(matches.map { "\($0.photo)#\($0.number)" } == ["a.jpg#1", "b.jpg#3", "c.jpg#1", "b.jpg#2"])
    #expect(matches[0].score > 0.9999 && matches[0].score == matches[1].score && matches[2].score < matches[1].score)
    #expect(!matches.contains { $0.face == query })
    #expect(matches.allSatisfy { library.face($0.face)?.face.id == $0.face })
    let all = library.rank(embedding: FakeAnalyser.embedding(of: "zoe"))
    #expect(all.count == 5 && all[0].photo == "b.jpg" && all[0].number == 2)
    for match in all {
      let embedding = try #require(library.embedding(of: match.face))
      let expected = zip(embedding, FakeAnalyser.embedding(of: "zoe")).map(*).reduce(0, +)
      #expect(abs(match.score - min(max(expected, -1), 1)) < 1e-5)
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
}
