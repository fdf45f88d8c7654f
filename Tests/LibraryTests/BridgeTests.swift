import Faces
import Journal
import SystemPackage
import Testing

@testable import Library

/// Faces in the plane, so many degrees from the first axis: their scores are the cosines of what lies between.
@Suite struct `A bridge` {
  private func at(_ degrees: Int) -> String {
    let table: [Int: (Float, Float)] = [
      0: (1, 0), 20: (0.9397, 0.3420), 30: (0.8660, 0.5), 45: (0.7071, 0.7071), 60: (0.5, 0.8660), 70: (0.3420, 0.9397),
      90: (0, 1),
    ]
    let (x, y) = table[degrees] ?? (1, 0)
    return "=\(x):\(y):0"
  }

  private func library(_ files: [FilePath: String]) async throws -> (Fixture, PhotoLibrary, Decisions) {
    let fixture = try Fixture(files)
    let library = try await fixture.indexed()
    return (fixture, library, try Decisions(library))
  }

  private func face(_ library: PhotoLibrary, _ path: FilePath, _ number: Int = 1) throws -> FaceID {
    try #require(library.photo(at: path)?.faces[number - 1].id)
  }

  private func paths(_ bridge: Bridge) -> [String] { bridge.steps.map { "\($0.photo)#\($0.number)" } }

  @Test func `leads over faces that are like the next, and its weakest link is known`() async throws {
    let (fixture, library, decisions) = try await library([
      "a.jpg": "photo \(at(0))", "b.jpg": "photo \(at(30))", "c.jpg": "photo \(at(70))", "d.jpg": "photo \(at(90))",
      "other.jpg": "photo =0:0:1",
    ])
    let (a, d) = (try face(library, "a.jpg"), try face(library, "d.jpg"))
    let bridge = try library.bridge(from: .face(a), to: .face(d), decisions.faces)
    #expect(paths(bridge) == ["a.jpg#1", "b.jpg#1", "c.jpg#1", "d.jpg#1"] && bridge.weakest == 1)
    #expect(abs(bridge.scores[1] - 0.766) < 1e-3 && bridge.steps[0].captured == "2020-02-29 12:00:00")
    #expect(throws: BridgeError.cancelled) {
      try library.bridge(from: .face(a), to: .face(d), decisions.faces, isCancelled: { true })
    }
    #expect(throws: BridgeError.gone) { try library.bridge(from: .face(FaceID(99)), to: .face(d), decisions.faces) }
    #expect(throws: BridgeError.same) { try library.bridge(from: .face(a), to: .face(a), decisions.faces) }
    _ = fixture
  }

  @Test func `never links two faces of a photo, different, refused or ignored ones, nor those that tell too little`()
    async throws
  {
    let (fixture, library, decisions) = try await library([
      "a.jpg": "photo \(at(0)) \(at(45))", "b.jpg": "photo \(at(90))", "c.jpg": "photo \(at(30))",
      "d.jpg": "photo \(at(60))", "small.jpg": "photo ~0.7071:0.7071:0",
    ])
    let (a, b) = (try face(library, "a.jpg"), try face(library, "b.jpg"))
    let (c, d) = (try face(library, "c.jpg"), try face(library, "d.jpg"))
    func bridge() throws -> [String] { paths(try library.bridge(from: .face(a), to: .face(b), decisions.faces)) }
    let whole = try bridge()
    #expect(!whole.contains("small.jpg#1") && whole.first == "a.jpg#1" && whole.last == "b.jpg#1")
    for (one, other) in zip(whole, whole.dropFirst()) { #expect(one.prefix(5) != other.prefix(5), "\(whole)") }
    try decisions.decide([.different([a, c])])
    #expect(try bridge().dropFirst().first != "c.jpg#1")
    try decisions.undo()
    try decisions.decide([.ignore([c])])
    #expect(try !bridge().contains("c.jpg#1"))
    try decisions.undo()
    let ada = try #require(PersonName("Ada"))
    try decisions.decide([.name([a], ada)])
    try decisions.decide([.refuse([c, d], ada)])
    #expect(throws: BridgeError.none, "what is left tells nothing of the other") {
      try library.bridge(from: .person("ada"), to: .face(b), decisions.faces)
    }
    _ = fixture
  }

  @Test func `begins and ends at any of a person's faces, passes no third person, and ends with what was accepted`()
    async throws
  {
    let (fixture, library, decisions) = try await library([
      "a.jpg": "photo \(at(0))", "a2.jpg": "photo \(at(20))", "b.jpg": "photo \(at(90))", "c.jpg": "photo \(at(45))",
      "m.jpg": "photo \(at(60))",
    ])
    let (ada, bob, eve) = (
      try #require(PersonName("Ada")), try #require(PersonName("Bob")), try #require(PersonName("Eve"))
    )
    let (c, m) = (try face(library, "c.jpg"), try face(library, "m.jpg"))
    try decisions.decide([.name([face(library, "a.jpg"), face(library, "a2.jpg")], ada)])
    try decisions.decide([.name([face(library, "b.jpg")], bob)])
    func bridge() throws -> Bridge { try library.bridge(from: .person("Ada"), to: .person("Bob"), decisions.faces) }
    #expect(paths(try bridge()) == ["a2.jpg#1", "c.jpg#1", "m.jpg#1", "b.jpg#1"])
    #expect(try bridge().steps.map(\.person) == ["Ada", nil, nil, "Bob"])
    try decisions.decide([.same([c, m])])
    #expect(try bridge().scores[1] == 1)
    try decisions.decide([.name([c, m], eve)])
    #expect(paths(try bridge()) == ["a2.jpg#1", "b.jpg#1"])
    #expect(throws: BridgeError.noPerson("Zoe")) {
      try library.bridge(from: .person("Zoe"), to: .person("Bob"), decisions.faces)
    }
    try decisions.decide([.different([face(library, "a.jpg"), face(library, "a2.jpg"), face(library, "b.jpg")])])
    #expect(throws: BridgeError.none) { try bridge() }
    _ = fixture
  }
}
