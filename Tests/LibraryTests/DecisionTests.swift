import Faces
import Foundation
import Journal
import SystemPackage
import Testing

@testable import Library

/// Decisions about the faces of a library, which outlive the cache and the photos' places.
@Suite struct DecisionTests {
  private let ada = PersonName("Ada") ?? fallback
  private let bob = PersonName("Bob") ?? fallback

  private static let fallback = PersonName("x")!

  private func album() throws -> Fixture {
    try Fixture([
      "a.jpg": "photo ann bob", "b.jpg": "photo anna", "2020/c.jpg": "photo bert ann", "d.jpg": "photo cid",
      "none.jpg": "photo",
    ])
  }

  private func face(_ library: PhotoLibrary, _ path: FilePath, _ number: Int = 1) throws -> FaceID {
    try #require(library.photo(at: path)?.faces[number - 1].id)
  }

  /// "a.jpg#1": the person of each face that has one.
  private func names(_ decisions: Decisions) -> [String: String] {
    let pairs = decisions.library.photos.flatMap { photo in
      photo.faces.enumerated().compactMap { index, face in
        decisions.faces.person(of: face.id).map { ("\(photo.path)#\(index + 1)", $0.name.text) }
      }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test func `named, refused, undone, the cache deleted, opened again: all is there`() async throws {
    let fixture = try album()
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    try decisions.decide([.name([face(library, "a.jpg"), face(library, "b.jpg")], ada)])
    try decisions.decide([
      .refuse([face(library, "a.jpg", 2), face(library, "2020/c.jpg"), face(library, "d.jpg")], ada)
    ])
    try decisions.decide([.name([face(library, "d.jpg")], bob)])
    #expect(try decisions.undo().map(\.kind) == ["name"])
    try FileManager.default.removeItem(atPath: fixture.cache.path.string)
    let again = try await fixture.indexed()
    let later = try Decisions(again)
    let faces = try later.refresh()
    #expect(names(later) == ["a.jpg#1": "Ada", "b.jpg#1": "Ada"])
    let person = try #require(faces.people.person(named: ada))
    #expect(faces.faces(of: person.id).count == 2 && faces.refused(for: person.id).count == 3)
    let (dora, anna) = (try face(again, "d.jpg"), try face(again, "b.jpg"))
    #expect(faces.isRefused(dora, for: person.id) && !faces.isRefused(anna, for: person.id))
    #expect(faces.waiting.isEmpty)
    try later.undo()
    #expect(later.faces.refused(for: person.id).isEmpty && later.faces.faces(of: person.id).count == 2)
    try later.redo()
    try later.redo()
    #expect(names(later) == ["a.jpg#1": "Ada", "b.jpg#1": "Ada", "d.jpg#1": "Bob"])
    #expect(try later.redo().isEmpty)
  }

  @Test func `moved and copied photos keep what was said, and gone ones wait`() async throws {
    let fixture = try album()
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    try decisions.decide([.name([face(library, "a.jpg"), face(library, "2020/c.jpg", 2)], ada)])
    fixture.photos.move("a.jpg", to: "z.jpg")
    try fixture.photos.write("photo bert ann", to: "copy.jpg")
    fixture.photos.move("2020/c.jpg", to: "2020/e.jpg")
    for await _ in library.index(workers: 1) {}
    try decisions.refresh()
    #expect(names(decisions) == ["z.jpg#1": "Ada", "2020/e.jpg#2": "Ada", "copy.jpg#2": "Ada"])
    let kept = try String(contentsOfFile: fixture.photos.file("z.jpg").string, encoding: .utf8)
    fixture.photos.remove("z.jpg")
    for await _ in library.index(workers: 1) {}
    #expect(try decisions.refresh().waiting.count == 1)
    #expect(try decisions.search() == 0)
    try fixture.photos.write(kept, to: "2021/back.jpg")
    for await _ in library.index(workers: 1) {}
    #expect(try decisions.refresh().waiting.isEmpty)
    #expect(names(decisions)["2021/back.jpg#1"] == "Ada")
  }

  @Test func `what is said of people is said of their faces`() async throws {
    let fixture = try album()
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    let (a, b, c) = (try face(library, "a.jpg"), try face(library, "a.jpg", 2), try face(library, "b.jpg"))
    try decisions.decide([.same([a, c]), .different([a, b])])
    #expect(decisions.faces.areDifferent(a, b) && !decisions.faces.areDifferent(a, c))
    try decisions.decide([.name([a], ada)])
    #expect(names(decisions) == ["a.jpg#1": "Ada", "b.jpg#1": "Ada"])
    let person = try #require(decisions.faces.person(of: a))
    try decisions.decide([.rename(person.id, to: bob), .hide(person.id), .ignore([c])])
    #expect(names(decisions) == ["a.jpg#1": "Bob"])
    #expect(decisions.faces.isIgnored(c) && decisions.faces.person(of: a)?.isHidden == true)
    try decisions.undo()
    #expect(names(decisions) == ["a.jpg#1": "Ada", "b.jpg#1": "Ada"], "one step")
    try decisions.jump(to: try #require(decisions.journal.state.journal.entries.first?.id))
    #expect(names(decisions).isEmpty)
  }

  @Test func `a photo that changed since is not decided about`() async throws {
    let fixture = try album()
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    let (changed, gone) = (try face(library, "a.jpg"), try face(library, "b.jpg"))
    try fixture.photos.write("photo dan bob", to: "a.jpg")
    fixture.photos.remove("b.jpg")
    for face in [changed, gone] {
      #expect(throws: LibraryError.self) { try decisions.decide([.name([face], self.ada)]) }
    }
    #expect(try decisions.refresh().people.people.isEmpty)
    #expect(throws: LibraryError.self) { try decisions.decide([.name([FaceID(10_000)], self.ada)]) }
  }

  @Test func `a face of a photo outside is decided about, and met where the photo comes`() async throws {
    let (fixture, outside) = (try album(), try TemporaryFolder())
    let file = try outside.write("photo dora", to: "out.jpg")
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    let guest = try library.admit(file: file)
    try decisions.decide([.name([guest.faces[0].id], ada)])
    #expect(decisions.faces.waiting.count == 1, "it is not in the library")
    #expect(decisions.faces.person(of: guest.faces[0].id)?.name == ada)
    try fixture.photos.write("photo dora", to: "in.jpg")
    for await _ in library.index(workers: 1) {}
    try decisions.refresh()
    #expect(names(decisions) == ["in.jpg#1": "Ada"])
  }

  @Test func `labels are written from decisions and read into them`() async throws {
    let fixture = try album()
    let library = try await fixture.indexed()
    let decisions = try Decisions(library)
    let labels = [
      ConfirmedFace(photo: "a.jpg", face: .number(2), person: "Bob, the \"elder\""),
      ConfirmedFace(photo: "b.jpg", person: "Ada"),
      ConfirmedFace(photo: "2020/c.jpg", face: .box(Box(x: 101, y: 12, width: 40, height: 50)), person: "Ada"),
      ConfirmedFace(photo: "none.jpg", person: "Ada"), ConfirmedFace(photo: "d.jpg", person: " "),
    ]
    let confirmed = try decisions.confirm(labels)
    #expect(confirmed.faces == 3 && confirmed.leftOut.count == 2)
    #expect(names(decisions) == ["a.jpg#2": "Bob, the \"elder\"", "b.jpg#1": "Ada", "2020/c.jpg#2": "Ada"])
    let written = try FaceLabels.parse(FaceLabels.text(decisions.labels()))
    #expect(written.map(\.photo) == ["2020/c.jpg", "a.jpg", "b.jpg"])
    #expect(written.map(\.person) == ["Ada", "Bob, the \"elder\"", "Ada"])
    #expect(try decisions.confirm(written).faces == 0, "nothing is said twice")
    #expect(try decisions.undo().count == 2)
    #expect(names(decisions).isEmpty)
    #expect(throws: LibraryError.self) {
      try decisions.confirm([ConfirmedFace(photo: "missing.jpg", person: "Ada")])
    }
  }

  @Test func `two programs see what the other decides`() async throws {
    let fixture = try album()
    let (one, other) = (try await fixture.indexed(), try fixture.open())
    let (mine, others) = (try Decisions(one), try Decisions(other))
    try mine.decide([.name([face(one, "a.jpg")], ada)])
    try others.decide([.name([face(other, "b.jpg")], ada)])
    try mine.refresh()
    #expect(names(mine) == ["a.jpg#1": "Ada", "b.jpg#1": "Ada"])
    #expect(mine.faces.people.people.count == 1)
  }
}
