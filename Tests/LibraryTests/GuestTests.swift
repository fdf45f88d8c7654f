import SystemPackage
import Testing

@testable import Library

@Suite struct GuestTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture(["a.jpg": "photo =1:0", "b.jpg": "photo =0.6:0.8"]) }

  @Test func `faces of a file outside rank the library's, and are not ranked themselves`() async throws {
    let library = try await fixture.indexed()
    let other = try TemporaryFolder()
    let guest = try library.admit(file: try other.write("photo =0:1 ~1:0", to: "x.jpg"))
    #expect(guest.path == other.file("x.jpg") && guest.faces.count == 2 && guest.state == .indexed)
    let matches = library.rank(guest.faces[0].id)
    #expect(matches.map(\.photo) == ["b.jpg", "a.jpg"] && matches.allSatisfy { $0.standing == .candidate })
    #expect(abs(matches[0].score - 0.8) < 1e-5)
    let both = library.rank(FaceQuery([guest.faces[0].id, try #require(library.firstFace("a.jpg"))], by: .mean))
    #expect(both.map(\.photo) == ["a.jpg", "b.jpg"] && both[0].standing == .query && both[1].query == 0)
    #expect(library.rank(guest.faces[1].id)[0].standing == .poorQuery(.small))
    #expect(library.photos.count == 2)
  }

  @Test func `a file that is the library's own gives its own faces`() async throws {
    let library = try await fixture.indexed()
    let own = try #require(library.photo(at: "a.jpg"))
    #expect(try library.admit(file: fixture.photos.file("a.jpg")) == own)
  }

  @Test func `the same faces keep their ids, others get new ones, and a listing takes none away`() async throws {
    let library = try await fixture.indexed()
    let other = try TemporaryFolder()
    let file = try other.write("photo =0:1", to: "x.jpg")
    let first = try library.admit(file: file)
    #expect(try library.admit(file: file).faces == first.faces)
    try other.write("photo =1:0", to: "x.jpg")
    let second = try library.admit(file: file)
    #expect(second.faces[0].id != first.faces[0].id)
    try fixture.photos.write("photo =1:0.1", to: "c.jpg")
    for await _ in library.index() {}
    #expect(library.rank(first.faces[0].id).first?.photo == "b.jpg" && library.rank(first.faces[0].id).count == 3)
    #expect(library.rank(second.faces[0].id).first?.photo == "a.jpg")
  }

  @Test func `what gives no faces says why`() async throws {
    let library = try await fixture.indexed()
    let other = try TemporaryFolder()
    #expect(try library.admit(file: try other.write("photo", to: "empty.jpg")).state == .noFace)
    let broken = try other.write("broken", to: "broken.jpg")
    #expect(throws: LibraryError.file(broken.string, reason: "the data end too early")) {
      try library.admit(file: broken)
    }
    #expect(throws: LibraryError.self) { try library.admit(file: other.file("gone.jpg")) }
    #expect(throws: LibraryError.self) { try library.admit(file: other.path) }
  }
}
