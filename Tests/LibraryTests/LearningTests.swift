import Faces
import Foundation
import Learning
import SystemPackage
import Testing

@testable import Library

@Suite struct `Corrections` {
  // MARK: - Learning

  /// Eight people, two and two alike, with three directions that vary more than people do; faces of nobody in particular.
  private func siblings() -> (files: [FilePath: String], labels: [ConfirmedFace]) {
    var random = Pseudorandom(seed: 5)
    func vector(_ scale: Float) -> [Float] {
      (0..<20).map { _ in scale * (0..<6).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1..<1, using: &random) }
      }
    }
    func text(_ vector: [Float]) -> String { "photo =" + vector.map { "\($0)" }.joined(separator: ":") }
    let nuisances = (0..<3).map { _ in FakeAnalyser.unit(vector(1)) }
    var files: [FilePath: String] = [:]
    var labels: [ConfirmedFace] = []
    for pair in 0..<4 {
      let family = vector(1)
      for sibling in ["a", "b"] {
        let own = vector(0.35)
        for face in 0..<9 {
          var values = zip(zip(family, own).map(+), vector(0.15)).map(+)
          for nuisance in nuisances {
            let strength = 4 * Float.random(in: -1..<1, using: &random)
            values = zip(values, nuisance).map { $0 + strength * $1 }
          }
          let name = FilePath("\(pair)\(sibling)\(face).jpg")
          files[name] = text(values)
          labels.append(ConfirmedFace(photo: name, person: "\(pair)\(sibling)"))
        }
      }
    }
    for stranger in 0..<40 { files[FilePath("x\(stranger).jpg")] = text(vector(1)) }
    return (files, labels)
  }

  @Test func `what helps is stored, used, switched off and forgotten`() async throws {
    let (files, labels) = siblings()
    let fixture = try Fixture(files)
    let library = try await fixture.indexed()
    let report = try library.learn(from: labels)
    #expect(report.outcome.refusal == nil)
    #expect(report.people == 8 && report.faces == 72 && report.unconfirmed == 40 && report.leftOut.isEmpty)
    #expect(report.outcome.after.meanAveragePrecision > report.outcome.before.meanAveragePrecision)
    #expect(try #require(report.outcome.strangerShift) <= CorrectionLearning.largestStrangerShift)
    #expect(library.correction == nil)

    let corrected = try fixture.open()
    let correction = try #require(corrected.correction)
    #expect(correction.people == 8 && correction.faces == 72 && correction.after == report.outcome.after)
    #expect(corrected.notice == nil)
    let face = try #require(corrected.firstFace("0a0.jpg"))
    let raw = FakeAnalyser.embedding(of: String((files["0a0.jpg"] ?? "").dropFirst(6)))
    let uncorrected = try #require(library.firstFace("0a0.jpg"))
    let (new, old) = (corrected.rank(face), library.rank(uncorrected))
    #expect(new.map(\.score) != old.map(\.score))
    // A query from outside the folder is corrected as well.
    let ranked = corrected.rank(embedding: raw)
    #expect(ranked[0].photo == "0a0.jpg" && ranked[0].score > 0.9999)
    #expect(zip(ranked, new).allSatisfy { $0.photo == $1.photo && abs($0.score - $1.score) < 1e-5 })

    let plain = try fixture.open(corrected: false)
    #expect(plain.correction == nil)
    let unlearnt = try #require(plain.firstFace("0a0.jpg").map { plain.rank($0) })
    #expect(unlearnt.map(\.photo) == old.map(\.photo) && unlearnt.map(\.score) == old.map(\.score))

    // Learning does not build on what was learnt before.
    let again = try corrected.learn(from: labels)
    #expect(again.outcome.before == report.outcome.before && again.outcome.projection == report.outcome.projection)

    #expect(try PhotoLibrary.forgetCorrection(folder: fixture.photos.path, options: fixture.options))
    #expect(try fixture.open().correction == nil)
    #expect(try !PhotoLibrary.forgetCorrection(folder: fixture.photos.path, options: fixture.options))
  }

  @Test func `photos that come later are corrected as they are indexed`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    try store(Array(FakeAnalyser.embedding(of: "zoe")), in: fixture)
    let library = try await fixture.indexed()
    let indexed = try #require(embedding(in: library))
    let opened = try fixture.open()
    let loaded = try #require(embedding(in: opened))
    #expect(zip(indexed, loaded).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(indexed != FakeAnalyser.embedding(of: "ann"))
  }

  @Test func `labels without meaning are refused and nothing is stored`() async throws {
    var (files, labels) = siblings()
    for (index, name) in files.keys.sorted(by: FilePath.precedes).enumerated() where index < 72 {
      labels[index] = ConfirmedFace(photo: name, person: "p\(index * 7 % 8)")
    }
    files["y.jpg"] = "photo ann"
    let fixture = try Fixture(files)
    let report = try await fixture.indexed().learn(from: labels)
    #expect(report.file == nil && report.outcome.refusal != nil && report.outcome.projection == nil)
    #expect(try fixture.open().correction == nil)
  }

  @Test func `labels that cannot be used are named`() async throws {
    let fixture = try Fixture([
      "a.jpg": "photo ann", "a2.jpg": "photo ann", "a3.jpg": "photo bob ann", "b.jpg": "photo bob", "none.jpg": "photo",
    ])
    let library = try await fixture.indexed()
    func label(_ photo: FilePath, _ person: String, _ face: ConfirmedFace.Choice = .largest) -> ConfirmedFace {
      ConfirmedFace(photo: photo, face: face, person: person)
    }
    let anns = [label("a.jpg", "Ann"), label("a2.jpg", "Ann"), label("a3.jpg", "Ann", .number(2))]
    let reason =
      "there is 1 person with at least 3 confirmed faces; learning needs 2. none.jpg: no face was found where the "
      + "labels say that Bob is. Bob has 1 confirmed faces; 3 are needed"
    #expect(throws: LibraryError.learning(reason)) {
      try library.learn(from: anns + [label("b.jpg", "Bob"), label("none.jpg", "Bob")])
    }
    #expect(throws: LibraryError.self) { try library.learn(from: [label("missing.jpg", "Ann")]) }
    #expect(throws: LibraryError.self) { try library.learn(from: anns + [label("a.jpg", "Bob")]) }
    let bobs = [label("b.jpg", "Bob"), label("a3.jpg", "Bob", .box(Box(x: 2, y: 12, width: 40, height: 48)))]
    let others = ["c", "d", "e"].map { name in label(FilePath("\(name).jpg"), "Cid") }
    for name in ["c", "d", "e"] { try fixture.photos.write("photo cid\(name)", to: FilePath("\(name).jpg")) }
    let report = try await fixture.indexed().learn(
      from: anns + anns + others + bobs + [label("none.jpg", "Bob", .number(1))])
    #expect(report.people == 2 && report.faces == 6 && report.unconfirmed == 2)
    #expect(report.leftOut.count == 2)
    #expect(report.leftOut.contains("none.jpg: no face was found where the labels say that Bob is"))
    #expect(report.leftOut.contains("Bob has 2 confirmed faces; 3 are needed"))
  }

  // MARK: - Storing

  private func embedding(in library: PhotoLibrary) -> [Float]? {
    library.firstFace("a.jpg").flatMap { library.embedding(of: $0) }
  }

  /// Stores a correction that leaves out one direction.
  @discardableResult
  private func store(_ direction: [Float], in fixture: Fixture) throws -> CorrectionFile {
    let d = direction.count
    let values = (0..<d * d).map { ($0 % (d + 1) == 0 ? 1 : 0) - direction[$0 / d] * direction[$0 % d] }
    let file = CorrectionFile(folder: fixture.photos.path, dataDirectory: fixture.data.path)
    try file.save(
      Correction(
        packName: fixture.pack.name, learnt: "2026-01-02", people: 2, faces: 6, before: RecognitionScore(),
        after: RecognitionScore(), pack: fixture.pack.identity,
        projection: try #require(Projection(dimensions: d, values: values))))
    return file
  }

  @Test func `a stored correction comes back as it was`() throws {
    let fixture = try Fixture()
    let file = try store([0.6, 0.8], in: fixture)
    let loaded = try #require(try file.load())
    #expect(zip(loaded.projection.values, [0.64, -0.48, -0.48, 0.36]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(loaded.learnt == "2026-01-02" && loaded.pack == fixture.pack.identity)
  }

  @Test func `another pack's correction is not used, and the user is told`() async throws {
    var fixture = try Fixture(["a.jpg": "photo ann"])
    try store(FakeAnalyser.embedding(of: "zoe"), in: fixture)
    fixture.pack.identity = "another"
    fixture.pack.name = "other-pack"
    let library = try await fixture.indexed()
    #expect(library.correction == nil)
    #expect(try #require(library.notice).contains("belongs to the pack facetui-mini; it is not used with other-pack"))
    let kept = try #require(embedding(in: library))
    #expect(zip(kept, FakeAnalyser.embedding(of: "ann")).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `damaged files are reported and change nothing`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let file = try store(FakeAnalyser.embedding(of: "zoe"), in: fixture)
    let good = try String(contentsOfFile: file.path.string, encoding: .utf8)
    let damaged = [
      "", "{", "[]", String(good.dropLast(100)),
      good.replacingOccurrences(of: "\"dimensions\" : 20", with: "\"dimensions\" : 19"),
      good.replacingOccurrences(of: "\"format\" : 1", with: "\"format\" : 2"),
      good.replacingOccurrences(of: "\"checksum\" : \"", with: "\"checksum\" : \"0"),
    ]
    for text in damaged {
      #expect(text != good)
      try text.write(toFile: file.path.string, atomically: false, encoding: .utf8)
      let library = try await fixture.indexed()
      #expect(library.correction == nil)
      #expect(try #require(library.notice).contains("the correction is not used"))
      #expect(library.rank(embedding: FakeAnalyser.embedding(of: "ann"))[0].score > 0.999)
    }
  }

  @Test func `a correction of another dimension changes nothing`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    try store([0.6, 0.8], in: fixture)
    let library = try await fixture.indexed()
    #expect(library.rank(embedding: FakeAnalyser.embedding(of: "ann"))[0].score > 0.999)
    let opened = try PhotoLibrary(
      folder: fixture.photos.path, pack: fixture.pack, options: fixture.options,
      dimensions: FakeAnalyser.embedding(of: "ann").count
    ) { [log = fixture.log] in FakeAnalyser(log: log) }
    #expect(opened.rank(embedding: FakeAnalyser.embedding(of: "ann"))[0].score > 0.999)
    #expect(opened.correction == nil && opened.notice?.contains("it is damaged") == true)
  }

  // MARK: - Labels

  @Test func `labels name photo, face and person by their header`() throws {
    func parse(_ text: String) throws -> [ConfirmedFace] { try FaceLabels.parse(Array(text.utf8)) }
    #expect(
      try parse("file,person\na.jpg,Ann\r\n\"b, c.jpg\",\"Bob \"\"B\"\"\"\n") == [
        ConfirmedFace(photo: "a.jpg", person: "Ann"), ConfirmedFace(photo: "b, c.jpg", person: "Bob \"B\""),
      ])
    #expect(
      try parse("\u{FEFF}rank,Path,person,face\n1,x/a.jpg,Ann,2\n2,b.jpg,Bob,1 2 3.5 4\n\n3,c.jpg,Cid,") == [
        ConfirmedFace(photo: "x/a.jpg", face: .number(2), person: "Ann"),
        ConfirmedFace(photo: "b.jpg", face: .box(Box(x: 1, y: 2, width: 3.5, height: 4)), person: "Bob"),
        ConfirmedFace(photo: "c.jpg", person: "Cid"),
      ])
    for text in [
      "", "a.jpg,Ann", "photo,name\na.jpg,Ann", "photo,person\na.jpg", "photo,person\na.jpg,",
      "photo,person\n\"a.jpg,Ann",
      "photo,face,person\na.jpg,0,Ann", "photo,face,person\na.jpg,left,Ann", "photo,face,person\na.jpg,1 2 3,Ann",
      "photo,face,person\na.jpg,1 2 3 nan,Ann",
    ] {
      #expect(throws: ReadFailure.self, "\(text)") { try parse(text) }
    }
  }
}
