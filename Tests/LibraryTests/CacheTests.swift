import Foundation
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import Library
@testable import Storage

@Suite struct `The cache` {
  private func mode(_ path: FilePath) -> mode_t {
    var status = stat()
    return path.withPlatformString { stat($0, &status) } == 0 ? status.st_mode & 0o777 : 0
  }

  private let photo = CachedFile(path: "/p/a.jpg", size: 5, modified: 1_600_000_000_123_456_789)
  private let picture = CachedContent(
    state: .picture, decoder: 1, width: 640, height: 480, orientation: 3, captured: "2020-01-01 00:00:00")
  private let analysis = CachedAnalysis(
    faces: [
      CachedFace(
        x: 1, y: 2, width: 3, height: 4, landmarks: (0..<10).map { Float($0) }, score: 0.5, sharpness: 7),
      CachedFace(
        x: -1, y: 2.5, width: 3, height: 4, landmarks: (0..<10).map { Float($0) }, score: 0.25, sharpness: 8),
    ], embeddings: [0.6, -0.8, .leastNonzeroMagnitude, 0, 0, -1])

  @Test func `what is stored is loaded`() throws {
    let cache = try EmbeddingCache()
    try cache.store(photo, hash: [1, 2], content: picture, pack: "A", analysis: analysis)
    try cache.store(CachedFile(path: "/p/b.jpg", size: 1, modified: 2), failure: "Permission denied")
    try cache.store(CachedFile(path: "/p0.jpg", size: 1, modified: 2), hash: [1, 2])
    let folder = try cache.load(under: "/p", pack: "A")
    #expect(
      folder.photos == [
        CachedPhoto(file: photo, failure: nil, content: picture, faces: analysis.faces),
        CachedPhoto(
          file: CachedFile(path: "/p/b.jpg", size: 1, modified: 2), failure: "Permission denied", content: nil,
          faces: nil),
      ])
    #expect(folder.embeddings == analysis.embeddings && folder.dimensions == 3)
    #expect(try cache.load(under: "/", pack: "A").photos.count == 3)
    #expect(try cache.load(under: "/", pack: "A").embeddings.count == 12, "a copy has the faces as well")
    #expect(try cache.load(under: "/p/a", pack: "A").photos.isEmpty)
    let other = try cache.load(under: "/p", pack: "B")
    #expect(other.photos[0].content == picture && other.photos[0].faces == nil && other.embeddings.isEmpty)
    let found = try #require(try cache.content(hash: [1, 2], pack: "A"))
    #expect(found.0 == picture && found.1 == analysis)
    #expect(try cache.content(hash: [1, 2], pack: "B")?.1 == nil)
    #expect(try cache.content(hash: [9], pack: "A") == nil)
    try cache.forget(["/p/a.jpg", "/none"])
    #expect(try cache.load(under: "/p", pack: "A").photos.count == 1)
    #expect(try cache.content(of: photo, pack: "A")?.1 == analysis, "a forgotten file is remembered")
    #expect(try cache.content(of: CachedFile(path: "/p/a.jpg", size: 6, modified: photo.modified), pack: "A") == nil)
    try cache.restore("/p/a.jpg")
    #expect(try cache.load(under: "/p", pack: "A").photos.count == 2)
  }

  @Test func `a large folder is the same whether it is read as a whole or in halves`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let cache = try EmbeddingCache(file: folder.file("cache.sqlite"))
    try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis)
    let copies = (0..<2100).map { CachedFile(path: FilePath("/p/\($0).jpg"), size: 1, modified: 2) }
    try cache.store(copies, hash: [1], content: picture)
    let whole = try cache.load(under: "/p", pack: "A")
    #expect(whole.photos.count == 2101 && whole.embeddings.count == 2101 * 6)
    #expect(try cache.load(under: "/p", pack: "A", dimensions: 3) == whole)
  }

  @Test func `a second analysis replaces the first`() throws {
    let cache = try EmbeddingCache()
    try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis)
    let none = CachedAnalysis(faces: [], embeddings: [])
    try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: none)
    #expect(try cache.load(under: "/p", pack: "A").photos[0].faces == [])
  }

  @Test func `the file is private`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("new/facetui/cache.sqlite")
    let cache = try EmbeddingCache(file: file)
    try cache.store(photo, failure: "x")
    #expect(mode(file.removingLastComponent()) == 0o700 && mode(file) == 0o600)
    let beside = try FileManager.default.contentsOfDirectory(atPath: file.removingLastComponent().string)
    for name in beside { #expect(mode(file.removingLastComponent().appending(name)) == 0o600, "\(name)") }
    _ = file.withPlatformString { chmod($0, 0o644) }
    _ = try EmbeddingCache(file: file)
    #expect(mode(file) == 0o600)
  }

  @Test func `what another connection wrote is seen at once`() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (try EmbeddingCache(file: folder.file("c")), try EmbeddingCache(file: folder.file("c")))
    try a.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis)
    #expect(try b.load(under: "/p", pack: "A").photos.count == 1)
    try b.store(photo, failure: "gone")
    #expect(try a.load(under: "/p", pack: "A").photos[0].failure == "gone")
  }

  @Test func `many openings at once make one cache`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let photo = CachedFile(path: FilePath("/p/\(number)"), size: 1, modified: 1)
          try EmbeddingCache(file: file).store(photo, failure: "x")
        }
      }
      try await group.waitForAll()
    }
    #expect(try EmbeddingCache(file: file).load(under: "/p", pack: "A").photos.count == 8)
  }

  @Test(arguments: [
    "this is no database at all, only some text that is long enough", "SQLite format 3\0 and then rubbish",
  ])
  func `a damaged file is set aside`(text: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "c")
    let cache = try EmbeddingCache(file: file)
    #expect(cache.notice?.contains("c.damaged-1") == true)
    #expect(try FileReader.read(folder.file("c.damaged-1")).bytes == Array(text.utf8))
    try cache.store(photo, failure: "x")
    #expect(try EmbeddingCache(file: file).notice == nil)
    #expect(try EmbeddingCache(file: file).load(under: "/p", pack: "A").photos.count == 1)
  }

  @Test func `a file that is damaged in the middle is set aside when that shows`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    do {
      let cache = try EmbeddingCache(file: file)
      for number in 0..<200 {
        let photo = CachedFile(path: FilePath("/p/\(number)"), size: 1, modified: 1)
        try cache.store(photo, hash: [UInt8(number)], content: picture, pack: "A", analysis: analysis)
      }
    }
    try DatabaseQueue(path: file.string).writeWithoutTransaction { db in
      _ = try db.checkpoint(.truncate)
    }
    let size = try FileReader.read(file).bytes.count
    let descriptor = try FileDescriptor.open(file, .readWrite)
    _ = try descriptor.writeAll(toAbsoluteOffset: 8192, Array(repeating: 0xA5, count: size - 8192))
    try descriptor.close()
    let cache = try EmbeddingCache(file: file)
    #expect(try cache.load(under: "/p", pack: "A").photos.isEmpty)
    #expect(cache.notice?.contains("c.damaged-1") == true)
    try cache.store(photo, failure: "x")
    #expect(try cache.load(under: "/p", pack: "A").photos.count == 1)
  }

  @Test func `a newer cache is refused and left alone`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("c")
    _ = try EmbeddingCache(file: file)
    try DatabaseQueue(path: file.string).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('2999')")
    }
    let reason = "a newer facetui made it; use that one"
    #expect(throws: CacheError(file: file.string, reason: reason)) { try EmbeddingCache(file: file) }
    #expect(access(folder.file("c.damaged-1").string, F_OK) != 0)
  }

  @Test func `one that nobody finished making is empty to whoever only reads`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("c")
    try DatabaseQueue(path: path.string).write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    #expect(try EmbeddingCache(reading: path).load(under: "/", pack: "A").photos.isEmpty)
    _ = try EmbeddingCache(file: path)
    #expect(try EmbeddingCache(reading: path).load(under: "/", pack: "A").photos.isEmpty)
  }

  @Test func `a place where no file can be made is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    #expect(throws: CacheError.self) { try EmbeddingCache(file: folder.file("file/c")) }
    try folder.write("", to: "c/x")
    #expect(throws: CacheError(file: folder.file("c").string, reason: "it is a folder")) {
      try EmbeddingCache(file: folder.file("c"))
    }
  }

  @Test func `the status view reads as a person would ask`() throws {
    let folder = try TemporaryFolder()
    let cache = try EmbeddingCache(file: folder.file("c"))
    try cache.store(photo, hash: [1], content: picture, pack: "A", analysis: analysis)
    try cache.store(CachedFile(path: "/p/b.jpg", size: 1, modified: 2), failure: "Permission denied")
    let broken = CachedContent(state: .unsupported("PNG"), decoder: 1)
    try cache.store(
      CachedFile(path: "/p/c", size: 1, modified: 2), hash: [2], content: broken, pack: "A", analysis: nil)
    let rows = try DatabaseQueue(path: folder.file("c").string).read { db in
      try Row.fetchAll(db, sql: "SELECT path, pack, state, reason, faces FROM status ORDER BY path").map(\.description)
    }
    #expect(
      rows == [
        #"[path:"/p/a.jpg" pack:"A" state:"indexed" reason:NULL faces:2]"#,
        #"[path:"/p/b.jpg" pack:NULL state:"unreadable" reason:"Permission denied" faces:NULL]"#,
        #"[path:"/p/c" pack:NULL state:"unsupported" reason:"PNG" faces:NULL]"#,
      ])
  }
}
