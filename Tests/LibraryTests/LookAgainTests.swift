import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct LookAgainTests {
  @Test func `a file that has become readable is read`() async throws {
    let fixture = try Fixture(["a.jpg": "broken", "b.jpg": "photo bob"])
    let library = try await fixture.indexed()
    #expect(library.photo(at: "a.jpg")?.state.kind == .unreadable)
    try fixture.photos.write("photo ann bob", to: "a.jpg")
    var seen: [Photo] = []
    try library.lookAgain(at: ["a.jpg", "gone.jpg"]) { seen.append($0) }
    #expect(seen.map(\.path) == ["a.jpg"] && seen[0].state == .indexed && seen[0].faces.count == 2)
    #expect(library.photo(at: "a.jpg") == seen[0])
    #expect(try fixture.open().photo(at: "a.jpg")?.state == .indexed, "it is in the cache")
  }

  @Test func `it ends before the next file once it is cancelled`() async throws {
    let fixture = try Fixture(["a.jpg": "broken", "b.jpg": "broken too", "c.jpg": "broken as well"])
    let library = try await fixture.indexed()
    var seen = 0
    try library.lookAgain(at: ["a.jpg", "b.jpg", "c.jpg"], isCancelled: { seen == 2 }, report: { _ in seen += 1 })
    #expect(seen == 2)
  }

  @Test func `the same bytes are looked at anew, and a file that is gone says so`() async throws {
    let fixture = try Fixture(["a.jpg": "broken"])
    let library = try await fixture.indexed()
    let count = fixture.log.count
    try library.lookAgain(at: ["a.jpg"]) { #expect($0.state.kind == .unreadable) }
    #expect(fixture.log.count == count + 1)
    fixture.photos.remove("a.jpg")
    try library.lookAgain(at: ["a.jpg"]) { #expect($0.state == .unreadable("No such file or directory")) }
  }

  @Test func `a link that leads nowhere is told as by the listing`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let link = fixture.photos.path.appending("gone.jpg")
    #expect(link.withPlatformString { symlink("nowhere.jpg", $0) } == 0)
    let library = try await fixture.indexed()
    let reason = "a link that leads to no file: No such file or directory"
    #expect(library.photo(at: "gone.jpg")?.state == .unreadable(reason))
    try library.lookAgain(at: ["gone.jpg"]) { #expect($0.state == .unreadable(reason)) }
    #expect(throws: LibraryError.file("gone.jpg", reason: reason)) { try library.details(of: "gone.jpg") }
  }

  @Test func `details of a file that cannot be read say why`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let library = try await fixture.indexed()
    #expect(try library.details(of: "a.jpg").hasEXIF == false)
    #expect(throws: LibraryError.file("gone.jpg", reason: "No such file or directory")) {
      try library.details(of: "gone.jpg")
    }
  }
}
