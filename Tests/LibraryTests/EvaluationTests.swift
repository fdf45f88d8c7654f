import Odds
import Synchronization
import SystemPackage
import Testing

@testable import Library

@Suite struct `Evaluation` {
  private func evaluate(_ text: String, _ fixture: Fixture, workers: Int = 2) async throws -> PairEvaluation {
    let list = try PairList(Array(text.utf8), name: "pairs.txt")
    let log = fixture.log
    return try await PairEvaluation(
      list, root: fixture.photos.path, workers: workers, progress: { _, _ in },
      makeAnalyser: { FakeAnalyser(log: log) })
  }

  @Test func `each picture is looked at once, and the largest face counts`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo anna", "c.jpg": "photo zoe"])
    let result = try await evaluate("a.jpg b.jpg 1\na.jpg c.jpg 0\nb.jpg c.jpg 0\n", fixture)
    #expect(fixture.log.count == 3)
    #expect(result.scores[0] > 0.99 && result.scores[1] < 0.9)
    #expect(result.isComplete == [true, true, true])
    #expect(result.curve.bestAccuracy?.rate == 1)
    #expect(result.meanScore(isSame: true) == Double(result.scores[0]))
  }

  @Test func `a pair with a missing face scores -1`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo anna", "empty.jpg": "photo", "torn.jpg": "broken"])
    let result = try await evaluate(
      "a.jpg b.jpg 1\na.jpg empty.jpg 1\ntorn.jpg b.jpg 0\nmissing.jpg a.jpg 0\n", fixture)
    #expect(result.scores.dropFirst().allSatisfy { $0 == -1 })
    #expect(result.isComplete == [true, false, false, false])
    #expect(result.findings["empty.jpg"] == .noFace)
    #expect(result.findings["torn.jpg"] == .unreadable("the data end too early"))
    #expect(result.findings["missing.jpg"].map { if case .unreadable = $0 { true } else { false } } == true)
    #expect(result.curve.bestAccuracy?.rate == 0.75)
    #expect(result.meanScore(isSame: false) == nil)
  }

  @Test func `a wrong root, no faces and a broken pack are errors`() async throws {
    let fixture = try Fixture(["a.jpg": "photo", "b.jpg": "crash"])
    await #expect(throws: LibraryError.self) { try await evaluate("x.jpg y.jpg 1\n", fixture) }
    await #expect(throws: LibraryError.self) { try await evaluate("a.jpg y.jpg 1\n", fixture) }
    await #expect(throws: LibraryError.network("invalid input of a network: no network here")) {
      try await evaluate("a.jpg b.jpg 1\n", fixture)
    }
  }

  @Test func `the labels of an album are read by the names of their columns`() throws {
    let folder = try TemporaryFolder()
    func people(_ text: String) throws(LibraryError) -> [FilePath: String] {
      guard let file = try? folder.write(text, to: "labels.csv") else { return [:] }
      return try AlbumLabels(file: file).people
    }
    let expected: [FilePath: String] = ["a.jpg": "Ann", "b.jpg": "Bob, Jr."]
    #expect(try people("file,person\na.jpg,Ann\nb.jpg,\"Bob, Jr.\"\n") == expected)
    #expect(try people("number,file,age,person\r\n001,a.jpg,9,Ann\r\n002,b.jpg,8,\"Bob, Jr.\"\r\n") == expected)
    #expect(try people("Person, Photo\nAnn,a.jpg\nAnn,a.jpg\n\n\"Bob, Jr.\",b.jpg") == expected)
    for (text, reason) in [
      ("a.jpg,Ann\nb.jpg,Bob\n", "must name the columns photo and person"), ("", "must name the columns"),
      ("file,person\na.jpg,001,2\n", "row 2"), ("file,person\na.jpg\n", "row 2"),
      ("file,person,person\na.jpg,1,Ann\n", "names 2 columns person"),
      ("file,photo,person\na.jpg,b.jpg,Ann\n", "names 2 columns file or photo"),
      ("file,person\na.jpg,Ann\na.jpg,Bob\n", "it names both Ann and Bob for a.jpg"),
    ] {
      #expect {
        try people(text)
      } throws: { "\($0)".contains(reason) }
    }
  }

  @Test func `an album by hand`() async throws {
    let fixture = try Fixture([
      "a1.jpg": "photo ann", "a2.jpg": "photo anna", "b1.jpg": "photo zoe", "b2.jpg": "photo zoey", "b3.jpg": "photo",
    ])
    let people: [FilePath: String] = [
      "a1.jpg": "Ann", "a2.jpg": "Ann", "b1.jpg": "Zoe", "b2.jpg": "Zoe", "b3.jpg": "Zoe",
    ]
    let result = try AlbumEvaluation(await fixture.indexed(), people: people)
    #expect(result.photos == 5 && result.faces == 4 && result.withoutFace == 1)
    // Four of five queries find their person first; the fifth has no face.
    #expect(result.rank1 == 0.8 && result.rank5 == 0.8)
    // 8 ordered pairs of one person, of which the 4 with b3 have a face missing.
    #expect(result.curve.same == 8 && result.curve.different == 12)
    #expect(result.curve.recall(atPrecision: 0.99)?.rate == 0.5)
  }
}

@Suite struct `Stated odds` {
  @Test func `are compared with the truth for each pair of labelled photos`() async throws {
    let fixture = try Fixture([
      "a.jpg": "photo =1:0:0", "b.jpg": "photo =1:0.1:0", "c.jpg": "photo =0:0:1", "d.jpg": "photo =0:1:0",
    ])
    let library = try await fixture.indexed()
    let rows = OddsEvaluation(library, people: ["a.jpg": "Ann", "b.jpg": "Ann", "c.jpg": "Bob", "d.jpg": "Eve"]).rows
    #expect(rows.reduce(0) { $0 + $1.pairs } == 6 && rows.reduce(0) { $0 + $1.wrong } == 5)
    #expect(rows[0].pairs == 1 && rows[0].wrong == 0)
    #expect(rows.last?.pairs == 5 && rows.last?.wrong == 5)
    for row in rows where row.pairs > 0 { #expect(row.range.contains(row.stated)) }
    let evaluation = OddsEvaluation(library, people: ["a.jpg": "Ann", "b.jpg": "Ann", "c.jpg": "Bob", "d.jpg": "Eve"])
    let pairs = PairQuality.allCases.map { evaluation.rows(of: [$0]).reduce(0) { $0 + $1.pairs } }
    #expect(pairs.reduce(0, +) == 6 && evaluation.rows(of: PairQuality.allCases) == rows)
  }
}
