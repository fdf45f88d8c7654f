import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Library
@testable import Storage

/// What `prune`, `forget` and `clear` remove, and that nothing of it is left in the files.
@Suite struct CacheRemovalTests {
  private func care(_ fixture: Fixture) throws -> CacheCare { try CacheCare(fixture.options) }

  private func thumbnails(_ fixture: Fixture) -> ThumbnailStore {
    ThumbnailStore(file: fixture.cache.file("thumbnails.sqlite"))
  }

  /// Keeps a picture whose bytes are known of each of these photos.
  private func keepThumbnails(_ names: [FilePath], of library: PhotoLibrary, in fixture: Fixture) throws {
    let store = thumbnails(fixture)
    for name in names {
      let content = try #require(library.photo(at: name)?.content)
      let part = StoredPicture.Part(x: 0, y: 0, side: 0, turn: 0)
      store.replace(content, with: [StoredPicture(part: part, jpeg: [0xFF, 0xD8] + Array("picture of \(name)".utf8))])
    }
  }

  private func embedding(of name: String) -> Data {
    FakeAnalyser.embedding(of: name).map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
  }

  /// The files of the cache's folder that hold these bytes.
  private func holders(of bytes: Data, in fixture: Fixture) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixture.cache.path.string).filter { name in
      try Data(contentsOf: URL(fileURLWithPath: fixture.cache.file(FilePath(name)).string)).range(of: bytes) != nil
    }.sorted()
  }

  @Test func `prune removes at once what was deleted, and nothing of it stays in the files`() async throws {
    let fixture = try Fixture(["ann.jpg": "photo ann", "bob.jpg": "photo bob"])
    let library = try await fixture.indexed()
    try keepThumbnails(["ann.jpg", "bob.jpg"], of: library, in: fixture)
    let secrets = [embedding(of: "ann"), Data("/ann.jpg".utf8), Data("picture of ann".utf8)]
    for secret in secrets { #expect(try !holders(of: secret, in: fixture).isEmpty) }
    fixture.photos.remove("ann.jpg")
    let trial = try care(fixture).prune(days: 0, keeping: [fixture.pack.identity], isTrial: true)
    #expect(try fixture.rows("SELECT COUNT(*) FROM photo WHERE present") == [["2"]], "a trial changes nothing")
    let outcome = try care(fixture).prune(days: 0, keeping: [fixture.pack.identity])
    #expect(outcome.removal == trial.removal && outcome.isGone && outcome.away.isEmpty)
    #expect(outcome.removal.photos == 1 && outcome.removal.faces == 1 && outcome.removal.thumbnails == 1)
    for secret in secrets { #expect(try holders(of: secret, in: fixture) == []) }
    #expect(try holders(of: embedding(of: "bob"), in: fixture) == ["cache.sqlite"])
    #expect(try holders(of: Data("picture of bob".utf8), in: fixture) == ["thumbnails.sqlite"])
    #expect(try fixture.open().photo(at: "bob.jpg")?.faces.count == 1)
  }

  private func remember(_ folder: FilePath, on point: FilePath, in fixture: Fixture) throws {
    try fixture.change(
      "INSERT INTO mount (folder, point) VALUES (?, ?)", [Data(folder.bytes), Data(point.bytes)])
  }

  @Test func `forget takes along what was known of the folder's mount`() async throws {
    let fixture = try Fixture(["drive/ann.jpg": "photo ann", "bob.jpg": "photo bob"])
    let library = try await fixture.indexed()
    let folder = library.absolute("drive")
    try remember(folder, on: "/media/secret-drive", in: fixture)
    _ = try care(fixture).forget(folder)
    #expect(try fixture.rows("SELECT COUNT(*) FROM mount") == [["0"]])
    #expect(try holders(of: Data("/media/secret-drive".utf8), in: fixture) == [])
  }

  @Test func `prune keeps what is known of photos whose mount is not there`() async throws {
    let fixture = try Fixture(["drive/ann.jpg": "photo ann", "bob.jpg": "photo bob"])
    let library = try await fixture.indexed()
    try remember(library.absolute("drive"), on: "/media/no-such-drive", in: fixture)
    for name: FilePath in ["drive/ann.jpg", "bob.jpg"] { fixture.photos.remove(name) }
    let outcome = try care(fixture).prune(days: 0, keeping: [fixture.pack.identity])
    #expect(outcome.removal.photos == 1 && outcome.removal.faces == 1)
    #expect(try holders(of: embedding(of: "ann"), in: fixture) == ["cache.sqlite"])
    #expect(try holders(of: embedding(of: "bob"), in: fixture) == [])
  }

  @Test func `prune counts from the day on which it misses a photo`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    let library = try await fixture.indexed()
    try keepThumbnails(["a.jpg", "b.jpg"], of: library, in: fixture)
    fixture.photos.remove("a.jpg")
    let now = secondsNow()
    let trial = try care(fixture).prune(days: 90, keeping: [], isTrial: true, at: now).removal
    let removal = try care(fixture).prune(days: 90, keeping: [], at: now).removal
    #expect(removal.photos == 0 && removal.faces == 0 && removal.thumbnails == 1 && removal == trial)
    #expect(try care(fixture).statistics().use.missed == CacheUse.Gone(photos: 1, first: now, last: now))
    #expect(
      try care(fixture).prune(days: 90, keeping: [fixture.pack.identity], at: now + 91 * 86400).removal.faces == 1)
  }

  @Test func `what only a pack knows that is not at hand goes when nobody has used it for long`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = try await fixture.indexed()
    try fixture.change(
      """
      INSERT INTO analysis (content, pack, faces) SELECT id, 'old', 0 FROM content;
      INSERT INTO pack VALUES ('old', 'nordic', 1000)
      """)
    #expect(try care(fixture).prune(days: 90, keeping: ["old", fixture.pack.identity]).removal.isEmpty)
    #expect(try care(fixture).prune(days: 90, keeping: []).removal.packs == ["nordic"], "the other was used today")
    #expect(try fixture.rows("SELECT pack FROM analysis") == [[fixture.pack.identity]])
    let now = try care(fixture).prune(days: 0, keeping: [fixture.pack.identity])
    #expect(now.removal.isEmpty)
  }

  @Test func `forget removes a folder and its photos' traces, whether it is there or not`() async throws {
    let fixture = try Fixture(["in/ann.jpg": "photo ann", "in/both.jpg": "photo eve", "out/both.jpg": "photo eve"])
    let library = try await fixture.indexed()
    try keepThumbnails(["in/ann.jpg", "out/both.jpg"], of: library, in: fixture)
    let folder = fixture.photos.file("in")
    #expect(try care(fixture).count(in: folder) == 2)
    try fixture.photos.removeFolder("in")
    let outcome = try care(fixture).forget(folder)
    #expect(outcome.removal.photos == 2 && outcome.removal.faces == 1 && outcome.removal.thumbnails == 1)
    for secret in [embedding(of: "ann"), Data("/in".utf8), Data("picture of in".utf8)] {
      #expect(try holders(of: secret, in: fixture) == [])
    }
    #expect(try holders(of: embedding(of: "eve"), in: fixture) == ["cache.sqlite"], "a file elsewhere has it")
    #expect(try care(fixture).count(in: folder) == 0)
  }

  @Test func `forget takes one photo, and a folder by a link`() async throws {
    let fixture = try Fixture(["a/a.jpg": "photo ann", "b/b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    #expect(try care(fixture).forget(fixture.photos.file("a/a.jpg")).removal.photos == 1)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.data.file("link").string, withDestinationPath: fixture.photos.file("b").string)
    #expect(try care(fixture).forget(fixture.data.file("link")).removal.photos == 1)
    #expect(try fixture.rows("SELECT COUNT(*) FROM content") == [["0"]])
  }

  @Test func `a cache that an older version made leaves nothing either`() async throws {
    let fixture = try Fixture(["ann.jpg": "photo ann", "bob.jpg": "photo bob"])
    _ = try await fixture.indexed()
    let database = try DatabaseQueue(path: fixture.cacheFile.string)
    try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA auto_vacuum = NONE; VACUUM") }
    try database.close()
    fixture.photos.remove("ann.jpg")
    #expect(try care(fixture).prune(days: 0, keeping: [fixture.pack.identity]).isGone)
    #expect(try holders(of: embedding(of: "ann"), in: fixture) == [])
  }

  @Test func `who reads at the time keeps what was removed in the log, which is told`() async throws {
    let fixture = try Fixture(["ann.jpg": "photo ann", "bob.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.remove("ann.jpg")
    let reader = try DatabasePool(path: fixture.cacheFile.string)
    let snapshot = try reader.makeSnapshot()
    _ = try await snapshot.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM photo") }
    #expect(try !care(fixture).prune(days: 0, keeping: [fixture.pack.identity]).isGone)
    try snapshot.close()
    try reader.close()
    _ = try care(fixture).prune(days: 0, keeping: [fixture.pack.identity])
    #expect(try holders(of: embedding(of: "ann"), in: fixture) == [])
  }

  // MARK: - Clear

  @Test func `clear removes the cache, the thumbnails and what was set aside`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    do {
      let library = try await fixture.indexed()
      try keepThumbnails(["a.jpg"], of: library, in: fixture)
    }
    for name in ["cache.sqlite.damaged-1", "cache.sqlite.damaged-12-wal", "thumbnails.sqlite.damaged-1"] {
      try fixture.cache.write("x", to: FilePath(name))
    }
    let others = ["cache.sqlite.damaged-", "cache.sqlite.damaged-x", "cache.sqlite3", "notes.txt"]
    for name in others { try fixture.cache.write("x", to: FilePath(name)) }
    let (removed, isInUse) = try care(fixture).clear()
    #expect(removed.contains { $0.path.lastComponent == "cache.sqlite.damaged-12-wal" } && !isInUse)
    let left = try FileManager.default.contentsOfDirectory(atPath: fixture.cache.path.string)
    #expect(left.sorted() == others.sorted())
    #expect(try care(fixture).clear().removed.isEmpty)
  }

  @Test func `clear overwrites the files before`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    do { _ = try await fixture.indexed() }
    // Another name of the same file shows what became of its bytes.
    let witness = fixture.data.file("witness")
    try FileManager.default.linkItem(atPath: fixture.cacheFile.string, toPath: witness.string)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: witness.string))
    _ = try care(fixture).clear()
    let after = try Data(contentsOf: URL(fileURLWithPath: witness.string))
    #expect(after.count >= bytes.count && after.allSatisfy { $0 == 0 })
  }

  @Test func `a cache that is in use is removed as well, and its user begins another`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let library = try await fixture.indexed()
    #expect(try care(fixture).clear().isInUse)
    #expect(library.photo(at: "a.jpg")?.faces.count == 1)
    try fixture.photos.write("photo bob", to: "b.jpg")
    for await _ in library.index(workers: 1) {}
    #expect(try fixture.open().photo(at: "b.jpg")?.faces.count == 1)
  }

  @Test func `another program's database and what is no file are left alone`() throws {
    let fixture = try Fixture()
    let database = try DatabaseQueue(path: fixture.cacheFile.string)
    try database.write { try $0.execute(sql: "CREATE TABLE t (x)") }
    try database.close()
    #expect(throws: LibraryError.self) { try care(fixture).clear() }
    #expect(throws: LibraryError.self) { try care(fixture).prune(days: 0, keeping: []) }
    #expect(FileID(fixture.cacheFile) != nil)
    try FileManager.default.removeItem(atPath: fixture.cacheFile.string)
    try fixture.cache.write("kept", to: "cache.sqlite/kept")
    #expect(throws: LibraryError.self) { try care(fixture).clear() }
    #expect(FileID(fixture.cache.file("cache.sqlite/kept")) != nil)
  }
}
