import Foundation
import SystemPackage
import Testing

@testable import Library

@Suite struct `Several folders in one library` {
  private func open(
    _ fixture: Fixture, _ folders: [FilePath], exclude: [String] = []
  ) throws(LibraryError) -> PhotoLibrary {
    var options = fixture.options
    options.otherFolders = Array(folders.dropFirst())
    options.exclude = exclude
    return try PhotoLibrary(folder: folders[0], pack: fixture.pack, options: options) { [log = fixture.log] in
      FakeAnalyser(log: log)
    }
  }

  private func index(_ library: PhotoLibrary) async { for await _ in library.index(workers: 1) {} }

  @Test func `each is a folder of the tree, and knows what its own library knows`() async throws {
    let fixture = try Fixture(["one/a.jpg": "photo ann", "two/sub/b.jpg": "photo bob", "three/c.jpg": "photo cat"])
    let (one, two) = (fixture.photos.file("one"), fixture.photos.file("two"))
    await index(try open(fixture, [one]))
    let library = try open(fixture, [two, one])
    #expect(library.states() == ["one/a.jpg": .indexed], "known before it is listed")
    await index(library)
    #expect(library.states() == ["one/a.jpg": .indexed, "two/sub/b.jpg": .indexed])
    #expect(fixture.log.count == 2)
    #expect(library.absolute("two/sub/b.jpg") == two.appending("sub/b.jpg"))
    #expect(library.path(of: one.appending("a.jpg")) == "one/a.jpg")
    #expect(library.photo(for: one.appending("a.jpg"))?.path == "one/a.jpg")
    #expect(library.path(of: fixture.photos.file("three/c.jpg")) == nil)
    #expect(library.name(of: "two/sub/b.jpg", below: two) == two.appending("sub/b.jpg"))
    let face = try #require(library.firstFace("one/a.jpg"))
    #expect(
      library.rank([.face(face)], by: .best).map(\.photo).sorted { FilePath.precedes($0, $1) }.last == "two/sub/b.jpg")
    #expect(try open(fixture, [two]).states() == ["sub/b.jpg": .indexed], "the cache goes by the files' own paths")
  }

  @Test func `names that are the same are told apart, and folders in others are left out`() throws {
    let fixture = try Fixture(["a/photos/1.jpg": "photo ann", "b/photos/2.jpg": "photo bob"])
    let (a, b) = (fixture.photos.file("a/photos"), fixture.photos.file("b/photos"))
    let library = try open(fixture, [a, b, a.appending("."), a])
    #expect(try library.list().map(\.path) == ["photos/1.jpg", "photos 2/2.jpg"])
    let nested = try open(fixture, [b, fixture.photos.path, a])
    #expect(nested.roots.isSingle && nested.folder == fixture.photos.path)
    #expect(try nested.list().map(\.path) == ["a/photos/1.jpg", "b/photos/2.jpg"])
  }

  @Test func `patterns begin in each folder, and a folder that was named may be hidden`() throws {
    let fixture = try Fixture([
      ".old/raw/a.jpg": "photo ann", ".old/b.jpg": "photo bob", ".old/.c.jpg": "photo cat", ".old/.nomedia": "",
      "new/raw/d.jpg": "photo dan", "new/sub/raw/e.jpg": "photo eve",
    ])
    let folders = [".old", "new"].map { fixture.photos.file(FilePath($0)) }
    let library = try open(fixture, folders, exclude: ["raw/*.jpg"])
    #expect(try Set(library.list().map(\.path)) == [".old/b.jpg", "new/sub/raw/e.jpg"])
  }

  @Test func `changes in all of them are followed`() async throws {
    let fixture = try Fixture(["one/a.jpg": "photo ann", "two/b.jpg": "photo bob"])
    let library = try open(fixture, [fixture.photos.file("one"), fixture.photos.file("two")])
    let watch = library.watch()
    let task = Task { [events = library.index(workers: 1, following: watch)] in for await _ in events {} }
    func wait(_ what: String, _ isTrue: () -> Bool) async throws {
      let end = Date(timeIntervalSinceNow: 20)
      while !isTrue() {
        guard Date() < end else {
          Issue.record("\(what) did not come: \(library.states())")
          return
        }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    try await wait("the listing") { library.summary.count(.indexed) == 2 }
    let face = library.firstFace("one/a.jpg")
    try fixture.photos.write("photo cat", to: "two/new/c.jpg")
    fixture.photos.move("one/a.jpg", to: "two/a.jpg")
    try await wait("both") {
      let states = library.states()
      return Set(states.keys) == ["two/a.jpg", "two/b.jpg", "two/new/c.jpg"] && !states.values.contains(.pending)
    }
    #expect(library.firstFace("two/a.jpg") == face, "a photo may move from one to another")
    try fixture.photos.write("", to: "two/new/.nomedia")
    try await wait("the mark") { library.states().count == 2 }
    watch.close()
    await task.value
  }

  @Test func `one that is not there is a mistake, or away where its photos are known`() async throws {
    let fixture = try Fixture(["one/a.jpg": "photo ann", "two/b.jpg": "photo bob"])
    let folders = ["one", "two"].map { fixture.photos.file(FilePath($0)) }
    #expect(throws: LibraryError.self) { try open(fixture, [folders[0], fixture.photos.file("tow")]) }
    await index(try open(fixture, folders))
    fixture.photos.move("two", to: "away")
    let library = try open(fixture, folders)
    await index(library)
    #expect(library.states().count == 2 && library.photo(at: "two/b.jpg")?.isAway == true)
    #expect(library.away.sentence == "1 photo is away: \(folders[1]) cannot be reached: No such file or directory")
    fixture.photos.move("away", to: "two")
    await index(library)
    #expect(library.away.isEmpty && fixture.log.count == 2)
  }
}
