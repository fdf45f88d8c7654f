import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Library
@testable import Storage

/// What `cache verify` finds, and what `cache stats` counts.
@Suite struct CacheVerificationTests {
  private let photos: [FilePath: String] = [
    "1/a.jpg": "photo ann bob", "1/b.jpg": "photo bob", "2/c.jpg": "photo cid", "2/broken.jpg": "broken",
    "2/empty.jpg": "photo",
  ]

  private func verify(_ fixture: Fixture, sample: Int = 20) throws -> CacheVerification {
    let log = fixture.log
    return try CacheCare(fixture.options).verify(
      pack: fixture.pack, sample: sample, makeAnalyser: { FakeAnalyser(log: log) })
  }

  @Test func `nothing is wrong with a cache as it was made`() async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    let looks = fixture.log.count
    let result = try verify(fixture)
    #expect(result.findings == [] && result.compared == 4 && result.photos == 4 && result.leftOut == 0)
    #expect(fixture.log.count == looks + 4)
    #expect(try verify(fixture, sample: 2).compared == 2)
    #expect(try verify(fixture, sample: 0).compared == 0)
  }

  @Test(arguments: [
    ("UPDATE face SET embedding = zeroblob(80) WHERE number = 2", "not of length 1"),
    ("UPDATE face SET width = -1 WHERE number = 2", "box, landmarks or measures"),
    ("UPDATE face SET x = 100000 WHERE number = 2", "outside its picture"),
    ("UPDATE analysis SET faces = 7 WHERE faces = 2", "faces are missing"),
    ("UPDATE content SET width = -4 WHERE width = 640", "is none of a picture"),
    ("UPDATE content SET hash = X'00' WHERE state = 'unreadable'", "checksum"),
    ("UPDATE photo SET size = -1 WHERE CAST(path AS TEXT) LIKE '%/c.jpg'", "none of a file"),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM content WHERE id = (SELECT content FROM analysis WHERE faces = 2)",
      "belong to nothing"
    ),
  ])
  func `records that are none are found`(sql: String, reason: String) async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    let database = try DatabaseQueue(path: fixture.cacheFile.string)
    try await database.writeWithoutTransaction { try $0.execute(sql: sql) }
    try database.close()
    let findings = try verify(fixture, sample: 0).findings
    #expect(findings.contains { $0.what.contains(reason) }, "\(findings)")
  }

  @Test func `a photo that is known otherwise than it is found`() async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    try fixture.change(
      """
      UPDATE face SET embedding = (SELECT embedding FROM face JOIN analysis ON analysis.id = analysis
        WHERE analysis.faces = 1 LIMIT 1)
      WHERE number = 1 AND analysis = (SELECT id FROM analysis WHERE faces = 2)
      """)
    let findings = try verify(fixture).findings
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && finding.photos == [fixture.photos.file("1/a.jpg")])
    #expect(finding.what.contains("face 1 is another") && finding.advice.contains("index --force"))
  }

  @Test func `a photo with another's faces, with other bytes, and those that changed since`() async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    try fixture.mistake("b.jpg", for: "c.jpg")
    #expect(try verify(fixture).findings.map(\.photos) == [[fixture.photos.file("1/b.jpg")]])
    fixture.photos.remove("1/b.jpg")
    try fixture.photos.write("photo somebody else", to: "1/a.jpg")
    let result = try verify(fixture)
    #expect(result.findings.isEmpty && result.leftOut == 2 && result.compared == 2)
  }

  @Test func `a damaged file is told and left as it is`() async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    let size = try #require(stat(link: fixture.cacheFile)).st_size
    let descriptor = try FileDescriptor.open(fixture.cacheFile, .readWrite)
    try descriptor.closeAfter {
      _ = try descriptor.writeAll(toAbsoluteOffset: 16384, Array(repeating: 0xA5, count: Int(size) - 16384))
    }
    let before = try FileReader.read(fixture.cacheFile).bytes
    let result = try verify(fixture)
    #expect(result.findings.first?.advice.contains("cache clear") == true)
    #expect(try FileReader.read(fixture.cacheFile).bytes == before)
  }

  // MARK: - Statistics

  @Test func `what is in the cache is counted by folder and pack`() async throws {
    let fixture = try Fixture(photos)
    _ = try await fixture.indexed()
    let other = try TemporaryFolder()
    try other.write("photo bob", to: "copy.jpg")
    for await _ in try fixture.open(other.path).index(workers: 1) {}
    let statistics = try CacheCare(fixture.options).statistics()
    let folders = Dictionary(uniqueKeysWithValues: statistics.use.folders.map { ($0.path, $0) })
    #expect(folders[fixture.photos.path]?.share.photos == 5 && folders[fixture.photos.path]?.share.faces == 4)
    #expect(folders[other.path]?.share.photos == 1 && folders[other.path]?.share.faces == 1)
    #expect(folders.values.allSatisfy { $0.share.bytes > 100 && $0.seen != nil })
    #expect(statistics.packs.map(\.identity) == [fixture.pack.identity])
    #expect(statistics.packs[0].name == fixture.pack.name && statistics.packs[0].used != nil)
    #expect(statistics.packs[0].share.photos == 4 && statistics.packs[0].share.faces == 4, "a copy counts once")
    #expect(statistics.entries.contains { $0.path == fixture.cacheFile && $0.bytes > 0 })
  }

  @Test func `where there is no cache there is nothing, and none is made`() throws {
    let fixture = try Fixture()
    let statistics = try CacheCare(fixture.options).statistics()
    #expect(statistics.entries.isEmpty && statistics.use == CacheUse())
    #expect(FileID(fixture.cacheFile) == nil)
  }
}
