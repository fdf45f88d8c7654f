import Foundation
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `Looking at a folder again` {
  private func stamps(_ path: FilePath) -> [timespec] {
    var status = stat()
    _ = path.withPlatformString { stat($0, &status) }
    return [status.st_atim, status.st_mtim]
  }

  /// As tools do that keep the time of modification.
  private func rewrite(_ name: FilePath, _ text: String, in folder: TemporaryFolder, byRename: Bool) throws {
    let file = folder.file(name)
    let kept = stamps(file)
    let target = byRename ? try folder.write(text, to: "beside.tmp") : try folder.write(text, to: name)
    _ = target.withPlatformString { utimensat(AT_FDCWD, $0, kept, 0) }
    if byRename { folder.move("beside.tmp", to: name) }
  }

  @Test(arguments: [false, true])
  func `an edit that keeps size and time is noticed`(byRename: Bool) async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    let library = try await fixture.indexed()
    try rewrite("a.jpg", "photo eve", in: fixture.photos, byRename: byRename)
    for await _ in library.index() {}
    let face = try #require(library.firstFace("a.jpg"))
    #expect(library.embedding(of: face) == FakeAnalyser.embedding(of: "eve") && fixture.log.count == 3)
    try rewrite("b.jpg", "photo dan", in: fixture.photos, byRename: byRename)
    let next = try await fixture.indexed()
    #expect(next.embedding(of: try #require(next.firstFace("b.jpg"))) == FakeAnalyser.embedding(of: "dan"))
    #expect(fixture.log.count == 4)
  }

  @Test func `a list without reading says which files have to be looked at again`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    try rewrite("a.jpg", "photo eve", in: fixture.photos, byRename: true)
    let library = try fixture.open()
    #expect(try library.list().map(\.state) == [.pending, .indexed])
    #expect(library.summary.faces == 1)
    for await _ in library.index() {}
    #expect(try library.list().map(\.state) == [.indexed, .indexed])
  }

  @Test func `a file is known as a photo of the library by any of its names and by its content`() async throws {
    let fixture = try Fixture(["sub/a.jpg": "photo ann", "b.jpg": "photo bob"])
    let library = try await fixture.indexed()
    let outside = try TemporaryFolder()
    let photo = fixture.photos.file("sub/a.jpg").string
    try FileManager.default.createSymbolicLink(atPath: outside.file("link.jpg").string, withDestinationPath: photo)
    try FileManager.default.linkItem(atPath: photo, toPath: outside.file("hard.jpg").string)
    try outside.write("photo ann", to: "copy.jpg")
    try outside.write("photo eve", to: "other.jpg")
    for name in ["link.jpg", "hard.jpg", "copy.jpg"] as [FilePath] {
      #expect(library.photo(for: outside.file(name))?.path == "sub/a.jpg", "\(name)")
    }
    #expect(library.photo(for: outside.file("other.jpg")) == nil)
    #expect(library.photo(for: outside.file("none.jpg")) == nil)
  }

  @Test func `a file whose content stayed keeps its faces and their ids`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann bob", "b.jpg": "photo"])
    let library = try await fixture.indexed()
    let faces = try #require(library.photo(at: "a.jpg")).faces
    _ = fixture.photos.file("a.jpg").withPlatformString { chmod($0, 0o640) }
    var updated: [FilePath] = []
    for await event in library.index() {
      if case .listed(let photos) = event { #expect(photos[0].faces == faces, "shown while it is looked at") }
      if case .updated(let photo) = event { updated.append(photo.path) }
    }
    #expect(updated == ["a.jpg"] && fixture.log.count == 2)
    #expect(library.photo(at: "a.jpg")?.faces == faces)
    for await event in library.index() {
      if case .updated(let photo) = event { Issue.record("\(photo.path) was looked at twice") }
    }
  }

  @Test func `rows of an older version are checked once and not analysed`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    try fixture.change("UPDATE photo SET changed = NULL, inode = NULL")
    try fixture.mistake("a.jpg", for: "b.jpg")
    let library = try fixture.open()
    #expect(library.summary.count(.indexed) == 2, "they can be searched at once")
    for await _ in library.index() {}
    let face = try #require(library.firstFace("a.jpg"))
    #expect(library.embedding(of: face) == FakeAnalyser.embedding(of: "ann"), "the file was read")
    try fixture.mistake("a.jpg", for: "b.jpg")
    let next = try await fixture.indexed()
    #expect(next.embedding(of: try #require(next.firstFace("a.jpg"))) == FakeAnalyser.embedding(of: "bob"))
    #expect(fixture.log.count == 2)
  }

  @Test func `inodes say nothing where the file system keeps no time of change`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    let listed = ListedFile(path: "a.jpg", size: 5, modified: 7, changed: 7, inode: 1)
    var known = Photo(listed)
    known.inode = 2
    #expect(known.isSurely(listed))
    known.changed = 8
    #expect(!known.isSurely(listed))
    known.inode = 1
    #expect(!known.isSurely(listed))
    known.changed = 7
    #expect(known.isSurely(listed))
  }

  @Test func `by force all photos are analysed anew, or those of one place`() async throws {
    let fixture = try Fixture([
      "a.jpg": "photo ann", "sub/b.jpg": "photo bob", "sub/c.jpg": "photo cid", "subway/d.jpg": "photo dan",
      "e.txt": "",
    ])
    let library = try await fixture.indexed()
    let faces = library.photos.flatMap(\.faces)
    func force(_ path: FilePath?) async -> (updated: [FilePath], progress: IndexProgress?) {
      var result: (updated: [FilePath], progress: IndexProgress?) = ([], nil)
      for await event in library.index(workers: 1, scope: IndexScope(isForced: true, path: path)) {
        if case .updated(let photo) = event { result.updated.append(photo.path) }
        if case .finished(let progress) = event { result.progress = progress }
      }
      return result
    }
    var result = await force(nil)
    #expect(Set(result.updated) == ["a.jpg", "sub/b.jpg", "sub/c.jpg", "subway/d.jpg"] && fixture.log.count == 8)
    #expect(result.progress?.done == 5 && result.progress?.total == 5)
    result = await force("sub")
    #expect(Set(result.updated) == ["sub/b.jpg", "sub/c.jpg"] && fixture.log.count == 10)
    result = await force("a.jpg")
    #expect(result.updated == ["a.jpg"] && fixture.log.count == 11)
    result = await force("e.txt")
    #expect(result.updated == [] && fixture.log.count == 11)
    #expect(library.photos.flatMap(\.faces) == faces, "what is found again keeps its ids")
  }

  @Test func `a run that keeps to one place leaves the rest pending`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/b.jpg": "photo bob"])
    let library = try fixture.open()
    for await _ in library.index(scope: IndexScope(path: "sub")) {}
    #expect(library.states() == ["a.jpg": .pending, "sub/b.jpg": .indexed])
  }
}
