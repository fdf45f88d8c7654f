import Grouping
import SystemPackage
import Testing

@testable import Library

/// Each name is its own embedding: see `FakeAnalyser`.
@Suite struct `Groups of a library` {
  @Test func `are of one person each, with the best face and the years`() async throws {
    let fixture = try Fixture([
      "a.jpg": "photo =1:0:0:0", "b.jpg": "photo =1:0.1:0:0 =0:0:1:0", "c.jpg": "photo =0:0.1:1:0",
      "d.jpg": "photo ~1:0.05:0:0", "e.jpg": "photo =0:0:0:1",
    ])
    let library = try await fixture.indexed()
    let found = try #require(library.groups())
    let names = found.groups.map { $0.faces.map { "\($0.photo.path.string)#\($0.number)" } }
    #expect(names == [["a.jpg#1", "b.jpg#1", "d.jpg#1"], ["b.jpg#2", "c.jpg#1"]])
    #expect(found.groups.map { $0.best?.photo.path.string } == ["a.jpg", "b.jpg"])
    #expect(found.groups.allSatisfy { $0.years == 2020...2020 })
    #expect(found.kept.alone.count == 1)
  }

  @Test func `leave out faces with a name, and go on where they were`() async throws {
    let fixture = try Fixture(["a.jpg": "photo =1:0:0", "b.jpg": "photo =1:0.1:0", "c.jpg": "photo =1:0:0.1"])
    let library = try await fixture.indexed()
    let first = try #require(library.groups())
    #expect(first.groups.map(\.faces.count) == [3])
    let named = try #require(library.firstFace("a.jpg"))
    let second = try #require(library.groups(named: [named], after: first.kept))
    #expect(second.groups.map(\.faces.count) == [2] && second.groups[0].id == first.groups[0].id)
    #expect(library.groups { true } == nil)
  }
}
