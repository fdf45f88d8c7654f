import Foundation
import GRDB
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Library
@testable import Storage

@Suite struct `The cache's place` {
  private func mode(_ path: FilePath) -> mode_t { stat(link: path).map { $0.st_mode & 0o7777 } ?? 0 }

  private func size(_ path: FilePath) -> Int { stat(link: path).map { Int($0.st_size) } ?? 0 }

  private func link(_ path: FilePath, to target: FilePath) {
    _ = path.withPlatformString { path in target.withPlatformString { symlink($0, path) } }
  }

  private let photo = CachedFile(path: "/p/a.jpg", size: 5, modified: 7)
  private let picture = CachedContent(state: .picture, decoder: 1, width: 640, height: 480)

  private func analysis(length: Int) -> CachedAnalysis {
    let face = CachedFace(
      x: 1, y: 2, width: 3, height: 4, landmarks: (0..<10).map { Float($0) }, score: 0.5, sharpness: 7)
    return CachedAnalysis(faces: [face], embeddings: (0..<length).map { $0 == 0 ? 1 : 0 })
  }

  // MARK: - Links and types

  @Test(arguments: ["", "-wal", "-shm"])
  func `a link is not followed and its target is left alone`(suffix: String) throws {
    let folder = try TemporaryFolder()
    let target = try folder.write("", to: "target")
    _ = target.withPlatformString { chmod($0, 0o644) }
    link(folder.file(FilePath("c" + suffix)), to: target)
    #expect(throws: CacheError.self) { try EmbeddingCache(file: folder.file("c")) }
    #expect(mode(target) == 0o644 && size(target) == 0)
    let cache = try EmbeddingCache(file: folder.file("c"), fallsBack: true)
    #expect(cache.notice?.contains("it is a symbolic link") == true && mode(target) == 0o644)
  }

  @Test func `a pipe or a device is not opened`() throws {
    let folder = try TemporaryFolder()
    _ = folder.file("c").withPlatformString { mkfifo($0, 0o644) }
    #expect(throws: CacheError(file: folder.file("c").string, reason: "it is not a file")) {
      try EmbeddingCache(file: folder.file("c"))
    }
    #expect(mode(folder.file("c")) == 0o644)
  }

  @Test(arguments: ["x", "no database, but longer than a header: \(String(repeating: "x", count: 99))"])
  func `the mode of another file stays`(text: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "c")
    _ = file.withPlatformString { chmod($0, 0o644) }
    #expect(try EmbeddingCache(file: file).notice?.contains("c.damaged-1") == true)
    #expect(mode(folder.file("c.damaged-1")) == 0o644 && mode(file) == 0o600)
  }

  @Test(arguments: [0, 42])
  func `another program's database is not even switched to a log`(application: Int) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    try DatabaseQueue(path: file.string).write { db in
      try db.execute(sql: "CREATE TABLE diary (entry TEXT); PRAGMA application_id = \(application)")
    }
    _ = file.withPlatformString { chmod($0, 0o644) }
    let before = try FileReader.read(file).bytes
    let refusal = CacheError(file: file.string, reason: "it belongs to another program")
    #expect(throws: refusal) { try EmbeddingCache(file: file) }
    let cache = try EmbeddingCache(file: file, fallsBack: true)
    #expect(cache.notice?.contains("results stay in memory: \(file): it belongs to another program") == true)
    try cache.store(photo, failure: "x")
    #expect(try FileReader.read(file).bytes == before && mode(file) == 0o644)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).sorted() == ["c", "c.lock"])
  }

  /// As a full disk or a kill leaves it: the list of migrations is a change of its own.
  @Test func `a cache that was hardly begun is completed`() throws {
    let folder = try TemporaryFolder()
    try DatabaseQueue(path: folder.file("c").string).write { db in
      try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    let cache = try EmbeddingCache(file: folder.file("c"))
    try cache.store(photo, failure: "x")
    #expect(cache.notice == nil)
    #expect(try EmbeddingCache(file: folder.file("c")).load(under: "/p", pack: "p").photos.count == 1)
  }

  /// The log of the old file lies where SQLite looks for that of the new one.
  @Test func `another cache that takes the place of one in use stays as it is`() throws {
    let folder = try TemporaryFolder()
    func file(_ number: Int) -> CachedFile { CachedFile(path: FilePath("/p/\(number).jpg"), size: 5, modified: 7) }
    do {
      let other = try EmbeddingCache(file: folder.file("other"))
      for number in 0..<200 { try other.store(file(number), failure: "of the other") }
      try other.settle()
    }
    let cache = try EmbeddingCache(file: folder.file("c"))
    for number in 200..<260 { try cache.store(file(number), failure: "of the old") }
    #expect(rename(folder.file("other").string, folder.file("c").string) == 0)
    try cache.store(file(300), failure: "of the new")
    let queue = try DatabaseQueue(path: folder.file("c").string)
    let (soundness, paths) = try queue.read { db in
      (
        try String.fetchOne(db, sql: "PRAGMA integrity_check"),
        try String.fetchAll(db, sql: "SELECT failure FROM photo ORDER BY failure")
      )
    }
    #expect(soundness == "ok")
    #expect(paths == ["of the new"] + [String](repeating: "of the other", count: 200))
  }

  @Test func `a cache and what lies beside it become private`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    let first = try EmbeddingCache(file: file)
    try first.store(photo, failure: "x")
    let names = ["c", "c-wal", "c-shm"].map { folder.file(FilePath($0)) }
    for name in names { _ = name.withPlatformString { chmod($0, 0o666) } }
    _ = try EmbeddingCache(file: file)
    for name in names { #expect(mode(name) == 0o600, "\(name)") }
  }

  @Test func `a folder that others may write is told`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("open")
    _ = path.withPlatformString { mkdir($0, 0o700) }
    #expect(try EmbeddingCache(file: path.appending("c")).notice == nil)
    _ = path.withPlatformString { chmod($0, 0o777) }
    let notice = try EmbeddingCache(file: path.appending("c")).notice
    #expect(notice?.contains("others may write in the cache's folder \(path) (mode 777)") == true)
    _ = path.withPlatformString { chmod($0, 0o1777) }
    #expect(try EmbeddingCache(file: path.appending("c")).notice == nil)
  }

  // MARK: - No writable cache

  @Test func `without a place memory is used and says so in one sentence`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let file = folder.file("file/facetui/cache.sqlite")
    let cache = try EmbeddingCache(file: file, fallsBack: true)
    let notice = try #require(cache.notice)
    #expect(notice.contains(folder.file("file/facetui").string) && notice.contains("--cache"))
    try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis(length: 3))
    #expect(try cache.load(under: "/p", pack: "A").embeddings == [1, 0, 0])
    try cache.settle()
  }

  @Test func `a folder that cannot be made is an error`() throws {
    let folder = try TemporaryFolder()
    link(folder.file("dangling"), to: "/nonexistent/x")
    for place in [folder.file("dangling/x"), folder.file("dangling"), "/proc/nothing", "/proc/nothing/x"] {
      let error = CacheError(file: place.string, reason: "it cannot be made: No such file or directory")
      #expect(throws: error) { try EmbeddingCache(file: place.appending("c")) }
    }
    try folder.write("", to: "file")
    #expect(throws: CacheError(file: folder.file("file").string, reason: "it cannot be made: Not a directory")) {
      try EmbeddingCache(file: folder.file("file/c"))
    }
    #expect(try EmbeddingCache(file: folder.file("a/b/../c/d")).notice == nil)
  }

  @Test func `a cache that can only be read is used`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("%41 c?x")
    do {
      let cache = try EmbeddingCache(file: file)
      try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis(length: 3))
      try cache.settle()
    }
    // What keeps even root from opening it for writing.
    _ = FilePath(file.string + "-wal").withPlatformString { mkdir($0, 0o700) }
    let before = try FileReader.read(file).bytes
    #expect(throws: CacheError.self) { try EmbeddingCache(file: file) }
    let cache = try EmbeddingCache(file: file, fallsBack: true)
    #expect(cache.notice?.contains("new results stay in memory") == true)
    #expect(try cache.load(under: "/p", pack: "A").embeddings == [1, 0, 0])
    try cache.store(photo, failure: "x")
    #expect(try cache.load(under: "/p", pack: "A").photos[0].failure == "x")
    #expect(try FileReader.read(file).bytes == before)
  }

  @Test func `a library without a cache can be searched`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo ann bob"])
    try fixture.cache.write("", to: "file")
    var options = fixture.options
    options.cacheDirectory = fixture.cache.file("file/x")
    let library = try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options) { [fixture] in
      FakeAnalyser(log: fixture.log)
    }
    #expect(library.newNotice()?.contains("--cache") == true && library.newNotice() == nil)
    for await _ in library.index() {}
    #expect(library.summary.faces == 3)
    #expect(library.rank(try #require(library.firstFace("a.jpg"))).last?.photo == "b.jpg")
    options.requiresCache = true
    let error = #expect(throws: LibraryError.self) {
      try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options)
    }
    let text = try #require(error).description
    #expect(text.contains(fixture.cache.file("file/x").string) && text.contains("--cache names another folder"))
  }

  @Test func `what was kept in memory is written once the file can be`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann bob", "b.jpg": "photo cat", "c.jpg": "broken"])
    var options = fixture.options
    let blocked = try fixture.cache.write("", to: "blocked")
    options.cacheDirectory = blocked
    let open = { [fixture, options] in
      try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options) {
        FakeAnalyser(log: fixture.log)
      }
    }
    let library = try open()
    for await _ in library.index() {}
    #expect(library.newNotice()?.contains("results stay in memory") == true && fixture.log.count == 3)
    fixture.cache.remove("blocked")
    try fixture.photos.write("photo dan", to: "d.jpg")
    for await _ in library.index() {}
    #expect(library.newNotice()?.contains("what was in memory is in the cache by now") == true)
    let next = try open()
    #expect(next.summary.count(.indexed) == 3 && next.summary.count(.unreadable) == 1)
    #expect(next.summary.faces == 4 && fixture.log.count == 4)
    for await _ in next.index() {}
    #expect(fixture.log.count == 4, "nothing is looked at twice")
  }

  @Test func `memory adds to what others wrote meanwhile`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("d/c")
    try folder.write("", to: "d")
    let memory = try EmbeddingCache(file: file, fallsBack: true)
    let mine = [UInt8](repeating: 1, count: 32)
    try memory.store(photo, hash: mine, content: picture, pack: "A", analysis: analysis(length: 4))
    folder.remove("d")
    let theirs = [UInt8](repeating: 2, count: 32)
    let other = CachedFile(path: "/p/b.jpg", size: 1, modified: 1)
    try EmbeddingCache(file: file).store(
      other, hash: theirs, content: picture, pack: "A", analysis: analysis(length: 4))
    memory.returnToFile()
    #expect(memory.isInFile)
    let all = try EmbeddingCache(file: file).load(under: "/p", pack: "A")
    #expect(all.photos.map(\.file.path) == ["/p/a.jpg", "/p/b.jpg"] && all.embeddings == [1, 0, 0, 0, 1, 0, 0, 0])
  }

  // MARK: - Reading only

  @Test func `whoever only looks changes nothing`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    try EmbeddingCache(file: file).store(photo, failure: "x")
    let before = try Data(contentsOf: URL(filePath: file.string))
    #expect(try EmbeddingCache(reading: file).load(under: "/p", pack: "A").photos.map(\.failure) == ["x"])
    #expect(throws: CacheError.self) { try EmbeddingCache(reading: file).store(photo, failure: "y") }
    #expect(try Data(contentsOf: URL(filePath: file.string)) == before)
    #expect(throws: CacheError.self) { try EmbeddingCache(reading: folder.file("none")) }
    try folder.write("no database, but longer than a header: \(String(repeating: "x", count: 99))", to: "n")
    #expect(throws: CacheError.self) { try EmbeddingCache(reading: folder.file("n")) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
    #expect(Set(names).subtracting(["c-wal", "c-shm"]) == ["c", "c.lock", "n"], "but for what readers of a log share")
  }

  // MARK: - Removal

  @Test func `a cache that is removed in use is begun anew, and the loss is told once`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("d/c")
    let cache = try EmbeddingCache(file: file)
    try cache.store(photo, failure: "x")
    try FileManager.default.removeItem(atPath: folder.file("d").string)
    try cache.store(CachedFile(path: "/p/b.jpg", size: 1, modified: 1), failure: "y")
    #expect(cache.notice?.contains("the cache was removed while it was in use") == true)
    #expect(try cache.load(under: "/p", pack: "A").photos.map(\.failure) == ["y"])
    #expect(try EmbeddingCache(file: file).load(under: "/p", pack: "A").photos.map(\.failure) == ["y"])
    #expect(throws: CacheError.self) { try cache.settle() }
    try cache.settle()
  }

  @Test func `a run that loses the cache fails, and the next one brings all back`() async throws {
    let files = (10..<30).map { (FilePath("\($0).jpg"), "photo p\($0)") }
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: files))
    let library = try fixture.open()
    let directory = fixture.cache.path
    fixture.log.onAnalysis { text in
      guard text == "photo p20" else { return }
      for name in ["", "-wal", "-shm"] { _ = unlink(directory.string + "/cache.sqlite" + name) }
    }
    var last: IndexEvent?
    for await event in library.index(workers: 1) { last = event }
    guard case .failed(.cache(_, let reason)) = last else { return #expect(Bool(false), "\(String(describing: last))") }
    #expect(reason.contains("removed") && library.summary.count(.indexed) == 20)
    #expect(try fixture.open().summary.count(.indexed) == 10)
    fixture.log.onAnalysis { _ in }
    for await event in library.index(workers: 1) { last = event }
    guard case .finished = last else { return #expect(Bool(false), "\(String(describing: last))") }
    #expect(try fixture.open().summary.count(.indexed) == 20 && fixture.log.count == 30)
  }

  @Test func `a cache that is removed between two runs is filled anew by the second`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let library = try await fixture.indexed()
    _ = unlink(fixture.cacheFile.string)
    var last: IndexEvent?
    for await event in library.index() { last = event }
    guard case .finished = last else { return #expect(Bool(false), "\(String(describing: last))") }
    #expect(library.notice?.contains("removed while it was in use") == true)
    #expect(try fixture.open().summary.count(.indexed) == 1)
  }

  // MARK: - Size

  @Test func `the log stays small and is emptied at the end`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    let log = folder.file("c-wal")
    let cache = try EmbeddingCache(file: file)
    var largest = 0
    for number in 0..<200 {
      let photo = CachedFile(path: FilePath("/p/\(number)"), size: 1, modified: 1)
      try cache.store(
        photo, hash: [UInt8(number)], content: picture, pack: "A", analysis: analysis(length: 512))
      largest = max(largest, size(log))
    }
    #expect(largest < 2 << 20)
    try cache.settle()
    #expect(size(log) == 0)
    #expect(try EmbeddingCache(file: file).load(under: "/p", pack: "A").photos.count == 200)
  }
}
