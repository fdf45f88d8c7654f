import Faces
import Foundation
import GRDB
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Library

@Suite struct `Indexing a folder` {
  @Test func `every visible file ends in one state`() async throws {
    let fixture = try Fixture([
      "a.jpg": "photo ann bob", "b.JPG": "photo", "c.jpg": "broken", "d.png": "document", "notes.txt": "photo ann",
      "noending": "photo ann", "raw.CR2": "photo ann", "sub/e.jpeg": "photo cid", "empty.jpg": "",
    ])
    try fixture.photos.write("photo ann", to: ".hidden.jpg")
    try fixture.photos.write("photo ann", to: ".hidden/x.jpg")
    try fixture.photos.write("photo ann", to: "private/x.jpg")
    try fixture.photos.write("", to: "private/.nomedia")
    let library = try await fixture.indexed(workers: 2)
    #expect(
      library.states() == [
        "a.jpg": .indexed, "b.JPG": .noFace, "c.jpg": .unreadable("the data end too early"),
        "d.png": .unsupported("not a picture that is known here"),
        "notes.txt": .unsupported("not a picture by its name (.txt)"),
        "noending": .unsupported("not a picture by its first bytes"),
        "raw.CR2": .indexed, "sub/e.jpeg": .indexed,
        "empty.jpg": .unsupported("not a picture that is known here"),
      ])
    #expect(library.photos.map(\.path) == library.photos.map(\.path).sorted(by: FilePath.precedes))
    let summary = library.summary
    #expect(summary.files == 9 && summary.faces == 4)
    #expect(PhotoStateKind.allCases.map(summary.count).reduce(0, +) == summary.files)
    #expect(summary.count(.indexed) == 3 && summary.count(.pending) == 0)
    #expect(library.photos(in: .unreadable).map(\.path) == ["c.jpg"])
  }

  @Test func `a photo carries what the analysis found`() async throws {
    let library = try await Fixture(["a.jpg": "photo ann bob"]).indexed()
    let photo = try #require(library.photo(at: "a.jpg"))
    #expect((photo.width, photo.height, photo.orientation) == (640, 480, 6))
    #expect(photo.captured == "2020-02-29 12:00:00" && photo.size == 13)
    #expect(photo.faces.map(\.box.x) == [0, 100] && photo.faces[1].landmarks[4] == Point(x: 104, y: 20))
    #expect(library.embedding(of: photo.faces[1].id) == FakeAnalyser.embedding(of: "bob"))
    #expect(library.face(photo.faces[1].id)?.photo.path == "a.jpg")
  }

  @Test func `what is damaged in a photo is told and remembered`() async throws {
    let fixture = try Fixture(["a.jpg": "torn ann", "b.jpg": "photo bob"])
    #expect(try await fixture.indexed().photo(at: "a.jpg")?.warning == "the lower half is missing")
    let reopened = try fixture.open()
    #expect(reopened.photos.map(\.warning) == ["the lower half is missing", nil])
    #expect(reopened.states() == ["a.jpg": .indexed, "b.jpg": .indexed])
  }

  @Test func `what an older decoder found damaged is looked at anew`() async throws {
    let fixture = try Fixture(["a.jpg": "torn ann", "b.jpg": "photo bob", "c.jpg": "broken"])
    _ = try await fixture.indexed()
    #expect(fixture.log.count == 3)
    try await DatabaseQueue(path: fixture.cache.file("cache.sqlite").string).write {
      try $0.execute(sql: "UPDATE content SET decoder = decoder - 1, reason = reason || ' or so'")
    }
    let library = try await fixture.indexed()
    #expect(fixture.log.count == 5)
    #expect(library.photo(at: "a.jpg")?.warning == "the lower half is missing")
    #expect(try fixture.open().states()["c.jpg"] == .unreadable("the data end too early"))
    _ = try await fixture.indexed()
    #expect(fixture.log.count == 5)
  }

  @Test func `the events tell the whole story`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo", "c.txt": ""])
    var events: [IndexEvent] = []
    for await event in try fixture.open().index(workers: 1) { events.append(event) }
    guard case .listed(let listed) = events.first else { return #expect(Bool(false), "\(events)") }
    #expect(listed.map(\.state.kind) == [.pending, .pending, .unsupported])
    let updated = events.compactMap { if case .updated(let photo) = $0 { photo.path } else { nil } }
    #expect(updated == ["a.jpg", "b.jpg"])
    guard case .finished(let progress) = events.last else { return #expect(Bool(false), "\(events)") }
    #expect(progress.total == 3 && progress.done == 3 && progress.remaining == 0 && progress.rate > 0)
  }

  @Test func `an unchanged file is known at once and not looked at again`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "broken", "c.jpg": "photo", "d.jpg": "document"])
    let first = try await fixture.indexed()
    #expect(fixture.log.count == 4)
    let second = try fixture.open()
    #expect(second.states() == first.states())
    #expect(second.photos.flatMap(\.faces).map(\.box) == first.photos.flatMap(\.faces).map(\.box))
    #expect(second.embedding(of: try #require(second.firstFace("a.jpg"))) == FakeAnalyser.embedding(of: "ann"))
    try fixture.mistake("a.jpg", for: "c.jpg")
    for await event in second.index(workers: 2) {
      if case .updated(let photo) = event { Issue.record("\(photo.path) was looked at again") }
    }
    #expect(fixture.log.count == 4 && second.states() == first.states())
    #expect(try await fixture.indexed().states()["a.jpg"] == .noFace, "the file was not read")
  }

  @Test func `a moved or copied file keeps its faces`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "broken"])
    _ = try await fixture.indexed()
    fixture.photos.move("a.jpg", to: "z.jpg")
    try fixture.photos.write("photo ann", to: "copies/y.jpg")
    fixture.photos.move("b.jpg", to: "c.jpg")
    let library = try await fixture.indexed()
    #expect(fixture.log.count == 2)
    #expect(
      library.states() == [
        "z.jpg": .indexed, "copies/y.jpg": .indexed, "c.jpg": .unreadable("the data end too early"),
      ])
    let faces = [try #require(library.firstFace("z.jpg")), try #require(library.firstFace("copies/y.jpg"))]
    #expect(faces[0] != faces[1] && library.embedding(of: faces[0]) == library.embedding(of: faces[1]))
  }

  @Test func `a changed file is done anew and a deleted one disappears`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob", "c.jpg": "photo cid"])
    let library = try await fixture.indexed()
    let old = try #require(library.firstFace("a.jpg"))
    let kept = try #require(library.firstFace("c.jpg"))
    try fixture.photos.write("photo dora eve", to: "a.jpg")
    fixture.photos.remove("b.jpg")
    for await _ in library.index() {}
    #expect(library.photos.map(\.path) == ["a.jpg", "c.jpg"] && library.photos[0].faces.count == 2)
    #expect(library.face(old) == nil && library.embedding(of: old) == nil)
    #expect(library.firstFace("c.jpg") == kept)
    #expect(library.rank(kept).map(\.photo) == ["c.jpg", "a.jpg", "a.jpg"])
    #expect(try fixture.open().photos.map(\.path) == ["a.jpg", "c.jpg"])
    try fixture.photos.write("photo bob", to: "back.jpg")
    _ = try await fixture.indexed()
    #expect(fixture.log.count == 4, "the content of the deleted photo is still known")
  }

  @Test func `files that come back unchanged are not read again`() async throws {
    let fixture = try Fixture(["drive/a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    let old = fixture.photos.file("drive").string
    try FileManager.default.moveItem(atPath: old, toPath: old + "-away")
    let without = try await fixture.indexed(exclude: ["drive-away"])
    #expect(without.photos.map(\.path) == ["b.jpg"])
    #expect(try fixture.open().photos.map(\.path) == ["b.jpg"])
    try FileManager.default.moveItem(atPath: old + "-away", toPath: old)
    try fixture.mistake("a.jpg", for: "b.jpg")
    let back = try await fixture.indexed()
    #expect(back.embedding(of: try #require(back.firstFace("drive/a.jpg"))) == FakeAnalyser.embedding(of: "bob"))
    #expect(try fixture.open().photos.map(\.path) == ["b.jpg", "drive/a.jpg"])
  }

  @Test func `packs never mix`() async throws {
    var fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo ann"])
    _ = try await fixture.indexed()
    #expect(fixture.log.count == 1, "the second has the same content")
    fixture.pack.identity = "another pack"
    let other = try fixture.open()
    #expect(other.photos.map(\.state) == [.pending, .pending] && other.photos.allSatisfy(\.faces.isEmpty))
    for await _ in other.index(workers: 1) {}
    #expect(fixture.log.count == 2 && other.summary.count(.indexed) == 2)
  }

  @Test func `a cancelled run keeps what was done and the next one goes on`() async throws {
    let names = (0..<20).map { "\(10 + $0).jpg" }
    let fixture = try Fixture(
      Dictionary(uniqueKeysWithValues: names.map { (FilePath($0), "photo \($0)") }))
    let isCancelled = Mutex(false)
    fixture.log.onAnalysis { text in
      while text == "photo 17.jpg" && !isCancelled.withLock({ $0 }) { usleep(1000) }
    }
    let library = try fixture.open()
    await Task {
      var seen = 0
      for await event in library.index(workers: 1) {
        if case .updated = event { seen += 1 }
        if seen == 5 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }.value
    isCancelled.withLock { $0 = true }
    let done = try fixture.open().photos.filter { $0.state == .indexed }
    #expect(done.count >= 5 && done.count < 20)
    let next = try await fixture.indexed()
    #expect(next.summary.count(.indexed) == 20)
    #expect(fixture.log.count <= 21, "only the photo that was under way is done twice")
  }

  @Test func `two libraries share a cache`() async throws {
    let fixture = try Fixture(
      Dictionary(uniqueKeysWithValues: (0..<30).map { (FilePath("\($0).jpg"), "photo p\($0)") }))
    let (a, b) = (try fixture.open(), try fixture.open())
    async let first: Void = { for await _ in a.index(workers: 2) {} }()
    async let second: Void = { for await _ in b.index(workers: 2) {} }()
    _ = await (first, second)
    #expect(a.summary.count(.indexed) == 30 && b.summary.count(.indexed) == 30)
    #expect(try fixture.open().summary.faces == 30)
  }

  @Test func `networks that do not work end the run`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "crash", "c.jpg": "photo cid"])
    let library = try fixture.open()
    var last: IndexEvent?
    for await event in library.index(workers: 1) { last = event }
    #expect(last == .failed(.network("invalid input of a network: no network here")))
    #expect(library.photos.map(\.state) == [.indexed, .pending, .pending])
  }

  @Test func `a folder that vanished ends the run`() async throws {
    let fixture = try Fixture()
    let library = try fixture.open()
    _ = fixture.photos.path.withPlatformString { rmdir($0) }
    var events: [IndexEvent] = []
    for await event in library.index() { events.append(event) }
    #expect(events == [.failed(.folder(fixture.photos.path.string, reason: "No such file or directory"))])
  }

  @Test func `a missing folder is refused`() throws {
    let fixture = try Fixture(["a.jpg": ""])
    let missing = fixture.photos.file("none")
    #expect(throws: LibraryError.folder(missing.string, reason: "the folder cannot be read: No such file or directory"))
    {
      try PhotoLibrary(folder: missing, pack: fixture.pack)
    }
    let file = fixture.photos.file("a.jpg")
    let error = #expect(throws: LibraryError.self) { try PhotoLibrary(folder: file, pack: fixture.pack) }
    #expect(error?.description.hasPrefix("\(file): it is a photo, not a folder") == true)
  }

  @Test func `a folder whose path is longer than the system takes at once is read`() async throws {
    let fixture = try Fixture(["a.jpg": ""])
    let name = FilePath.Component(String(repeating: "d", count: 200))
    var folder = fixture.photos.path
    // Foundation cannot remove what lies so deep.
    let photos = fixture.photos.path.string
    defer { try? Process.run(URL(filePath: "/bin/rm"), arguments: ["-rf", photos]).waitUntilExit() }
    var parent = try FileDescriptor.open(folder, .readOnly, options: .directory)
    for _ in 0..<21 {
      guard let name else { break }
      folder.append(name)
      let made = name.withPlatformString {
        mkdirat(parent.rawValue, $0, 0o700) == 0 ? openat(parent.rawValue, $0, O_DIRECTORY) : -1
      }
      try parent.close()
      parent = FileDescriptor(rawValue: made)
    }
    try parent.close()
    let library = try PhotoLibrary(folder: folder, pack: fixture.pack, options: fixture.options)
    #expect(library.folder == folder && folder.length > 4096)
    for await event in library.index() { if case .failed(let error) = event { Issue.record("\(error)") } }
    #expect(library.photos.isEmpty)
    #expect(throws: LibraryError.self) { try PhotoLibrary(folder: folder.appending("no"), pack: fixture.pack) }
  }

  @Test func `listing alone leaves unknown photos pending`() throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.txt": ""])
    let library = try fixture.open()
    #expect(library.photos.isEmpty)
    #expect(try library.list().map(\.state.kind) == [.pending, .unsupported])
    #expect(library.summary.files == 2 && fixture.log.count == 0)
  }
}
