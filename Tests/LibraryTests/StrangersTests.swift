import Foundation
import Journal
import SystemPackage
import Testing

@testable import Library

/// Faces that are not a person are in none of that person's rankings and groups.
@Suite struct StrangersTests {
  private func name(_ text: String) throws -> PersonName { try #require(PersonName(text)) }

  private func opened() async throws -> (fixture: Fixture, library: PhotoLibrary, decisions: Decisions) {
    let fixture = try Fixture([
      "a.jpg": "photo ann bob", "b.jpg": "photo anna", "c.jpg": "photo bert ann", "d.jpg": "photo cid",
      "e.jpg": "photo dora",
    ])
    let library = try await fixture.indexed()
    return (fixture, library, try Decisions(library))
  }

  private func face(_ library: PhotoLibrary, _ path: FilePath, _ number: Int = 1) throws -> FaceID {
    try #require(library.photo(at: path)?.faces[number - 1].id)
  }

  @Test func `who is refused, different, or the same as such a face is a stranger, for all the person's faces`()
    async throws
  {
    let (_, library, decisions) = try await opened()
    let (a, b, c) = (try face(library, "a.jpg"), try face(library, "b.jpg"), try face(library, "c.jpg"))
    let (d, e, bob) = (try face(library, "d.jpg"), try face(library, "e.jpg"), try face(library, "a.jpg", 2))
    #expect(decisions.faces.strangers(to: [a]).isEmpty)
    try decisions.decide([.name([a, b], name("Ada"))])
    try decisions.decide([.refuse([c], name("Ada"))])
    #expect(decisions.faces.strangers(to: [a]) == [c] && decisions.faces.strangers(to: [b]) == [c])
    #expect(decisions.faces.strangers(to: [c]) == [a, b], "both ways")
    try decisions.decide([.different([b, d])])
    #expect(decisions.faces.strangers(to: [a]) == [c, d])
    try decisions.decide([.name([d, e], name("Dora"))])
    #expect(decisions.faces.strangers(to: [a]) == [c, d, e], "whoever such a face is")
    #expect(decisions.faces.strangers(to: [e]) == [a, b])
    #expect(decisions.faces.strangers(to: [bob]).isEmpty)
    try decisions.decide([.name([c], name("Ada"))])
    #expect(decisions.faces.strangers(to: [a]) == [d, e], "the last word counts")
  }

  @Test func `a ranking leaves them out, and their photo's other faces stand no longer behind them`() async throws {
    let (_, library, decisions) = try await opened()
    let query = try face(library, "b.jpg")
    let plain = library.rank(query)
    let second = try #require(plain.first { $0.standing == .second })
    let better = try #require(plain.first { $0.photo == second.photo && $0.standing == .candidate })
    try decisions.decide([.name([query], name("Ada")), .refuse([better.face], name("Ada"))])
    let strangers = decisions.faces.strangers(to: [query])
    let ranked = library.rank(FaceQuery([query], leavingOut: strangers))
    #expect(strangers == [better.face] && !ranked.contains { $0.face == better.face })
    #expect(ranked.count == plain.count - 1)
    #expect(ranked.first { $0.face == second.face }?.standing == .candidate)
    #expect(plain.leavingOut([better.face, query]).map(\.face) == ranked.map(\.face), "queries stay")
  }

  @Test func `files that are not in the library are known by what they show`() async throws {
    let (fixture, library, decisions) = try await opened()
    let (a, c) = (try face(library, "a.jpg"), try face(library, "c.jpg"))
    try decisions.decide([.name([a], name("Ada")), .refuse([c], name("Ada"))])
    let photo = try #require(library.photo(at: "a.jpg"))
    let elsewhere = try TemporaryFolder()
    let copy = try elsewhere.write(
      String(contentsOfFile: fixture.photos.file("a.jpg").string, encoding: .utf8), to: "copy.jpg")
    for (number, expected) in [(0, Set([c])), (1, [])] {
      let place = FileFace(file: copy, box: photo.faces[number].box, width: photo.width, height: photo.height)
      #expect(decisions.strangers(to: [place]) == expected)
    }
    #expect(
      decisions.strangers(to: [FileFace(file: "missing.jpg", box: photo.faces[0].box, width: 1, height: 1)]).isEmpty)
  }

  @Test func `groups have no names, nothing ignored, and nobody who was said to be different`() async throws {
    let (_, library, decisions) = try await opened()
    let (a, b, d) = (try face(library, "a.jpg"), try face(library, "b.jpg"), try face(library, "d.jpg"))
    try decisions.decide([.name([a], name("Ada")), .ignore([b]), .different([d, face(library, "e.jpg")])])
    #expect(decisions.faces.settled == [a, b] && decisions.faces.ignored == [b])
    #expect(decisions.faces.openPairs.apart.count == 1 && decisions.faces.openPairs.together.isEmpty)
    let grouped = try #require(library.groups(decided: decisions.faces)).groups.flatMap(\.faces).map(\.face.id)
    #expect(Set(grouped).isDisjoint(with: [a, b]))
    try decisions.decide([.same([d, face(library, "c.jpg")])])
    #expect(decisions.faces.openPairs.together.count == 1)
  }
}
