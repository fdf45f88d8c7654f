import Faces
import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `Unusual files` {
  @Test(.enabled(if: getuid() != 0, "permissions do not bind the superuser"))
  func `a file without permission says so until it has it`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = fixture.photos.file("a.jpg").withPlatformString { chmod($0, 0) }
    let listed = try fixture.open()
    _ = try listed.list()
    let library = try await fixture.indexed()
    #expect(library.states() == ["a.jpg": .unreadable("Permission denied")])
    #expect(listed.states() == library.states())
    _ = fixture.photos.file("a.jpg").withPlatformString { chmod($0, 0o600) }
    #expect(try listed.list().map(\.state) == [.pending])
    for await _ in library.index() {}
    #expect(library.states() == ["a.jpg": .indexed])
  }

  @Test func `a file that vanishes after the listing is unreadable until the next one`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    let photos = fixture.photos
    fixture.log.onAnalysis { _ in photos.remove("b.jpg") }
    let library = try await fixture.indexed()
    #expect(library.states() == ["a.jpg": .indexed, "b.jpg": .unreadable("No such file or directory")])
    #expect(try fixture.open().states() == library.states())
    for await _ in library.index() {}
    #expect(library.states() == ["a.jpg": .indexed])
  }

  @Test func `any name survives`() async throws {
    let strange: [FilePath] = [
      FilePath(bytes: Array("latin-".utf8) + [0xE9, 0xFF] + Array(".jpg".utf8)), "two\nlines.jpg",
      "tab\t and \"quote\".jpg",
      "日本 👩‍👧.jpg", "-rf.jpg", "e\u{301}.jpg", "\u{E9}.jpg",
    ]
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: strange.enumerated().map { ($1, "photo p\($0)") }))
    let library = try await fixture.indexed()
    #expect(library.photos.map(\.path) == strange.sorted(by: FilePath.precedes))
    #expect(library.summary.count(.indexed) == strange.count)
    let again = try fixture.open()
    #expect(again.photos == library.photos.map { photo in again.photo(at: photo.path) ?? photo })
    for path in strange { #expect(again.photo(at: path)?.state == .indexed) }
  }

  @Test func `a query from elsewhere is remembered by its content`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let library = try await fixture.indexed()
    let elsewhere = try TemporaryFolder()
    let copy = try elsewhere.write("photo ann", to: "copy.jpg")
    #expect(try library.analyse(file: copy) == FakeAnalyser.analysis(of: ["ann"]))
    #expect(fixture.log.count == 1)
    let query = try elsewhere.write("photo bob", to: "query.jpg")
    for _ in 0..<2 { #expect(try library.analyse(file: query) == FakeAnalyser.analysis(of: ["bob"])) }
    #expect(fixture.log.count == 2)
    #expect(library.photos.count == 1)
    let broken = try elsewhere.write("broken", to: "broken.jpg")
    for _ in 0..<2 {
      #expect(throws: LibraryError.file(broken.string, reason: "the data end too early")) {
        try library.analyse(file: broken)
      }
    }
    #expect(throws: LibraryError.file("/nonexistent.jpg", reason: "No such file or directory")) {
      try library.analyse(file: "/nonexistent.jpg")
    }
  }

  @Test func `a file's path in the library is found`() throws {
    let fixture = try Fixture(["sub/a.jpg": ""])
    let library = try fixture.open()
    #expect(library.path(of: fixture.photos.file("sub/../sub/a.jpg")) == "sub/a.jpg")
    #expect(library.path(of: "/etc/passwd") == nil)
    #expect(library.path(of: fixture.photos.path) == nil)
  }
}
