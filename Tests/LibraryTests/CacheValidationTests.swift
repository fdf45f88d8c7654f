import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Library
@testable import Storage

@Suite struct `What the cache says is checked` {
  private static func floats(_ values: [Float]) -> String {
    "x'"
      + values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
  }

  private static let embedding = [Float](repeating: 1 / Float(19).squareRoot(), count: 19)

  private static let ofFace = [
    "width = -1", "height = 0", "x = 9e999", "y = -9e999", "width = 1e300", "score = 9e999", "sharpness = -9e999",
    "landmarks = x''", "landmarks = x'00'", "landmarks = \(floats([.nan] + Array(repeating: 1, count: 9)))",
    "landmarks = \(floats(Array(repeating: 1, count: 12)))", "embedding = x''", "embedding = \(floats(embedding))",
    "embedding = \(floats(embedding + [.nan]))", "embedding = \(floats(embedding + [.infinity]))",
    "embedding = \(floats(embedding + [0, 0]))", "embedding = CAST(\(floats(embedding + [0])) || x'00' AS BLOB)",
    "embedding = \(floats([Float](repeating: 0, count: 20)))",
    "embedding = \(floats([Float](repeating: 1e30, count: 20)))",
    "embedding = \(floats(embedding.map { 1.02 * $0 } + [0]))",
    "embedding = \(floats(embedding.map { $0 / 1.02 } + [0]))",
    "number = 3", "number = -9223372036854775808",
  ]
  private static let ofAnalysis = ["faces = -1", "faces = 9223372036854775807", "faces = 0"]
  private static let ofContent = [
    "width = -1", "height = 0", "width = 9223372036854775807", "orientation = 0", "orientation = 9",
    "orientation = -9223372036854775808", "captured = ''", "captured = '2020-02-29T12:00:00'",
    "captured = CAST(x'ff' AS TEXT)", "reason = printf('%.20000c', 'x')",
  ]

  /// Each spoils the content with the hash ?, or the second of its two faces.
  static let damages: [String] = {
    let content = "(SELECT id FROM content WHERE hash = ?)"
    let analysis = "(SELECT id FROM analysis WHERE content = \(content))"
    return ofFace.map { "UPDATE face SET \($0) WHERE number = 2 AND analysis = \(analysis)" }
      + ofAnalysis.map { "UPDATE analysis SET \($0) WHERE id = \(analysis)" }
      + ofContent.map { "UPDATE content SET \($0) WHERE id = \(content)" }
      + ["", "number = 1 AND "].map { "DELETE FROM face WHERE \($0)analysis = \(analysis)" }
  }()

  /// Its neighbours must not suffer.
  @Test(arguments: damages)
  func `a row that is not valid is as if it were not there`(damage: String) async throws {
    let fixture = try Fixture([
      "a.jpg": "photo ann", "b.jpg": "photo bob cid", "c.jpg": "photo bob cid", "d.jpg": "photo", "e.jpg": "photo eve",
    ])
    _ = try await fixture.indexed()
    try fixture.change(damage, [Data(FileReader.read(fixture.photos.file("b.jpg")).hash)])
    let library = try PhotoLibrary(
      folder: fixture.photos.path, pack: fixture.pack, options: fixture.options, dimensions: 20
    ) { [log = fixture.log] in FakeAnalyser(log: log) }
    #expect(
      library.states() == [
        "a.jpg": .indexed, "b.jpg": .pending, "c.jpg": .pending, "d.jpg": .noFace, "e.jpg": .indexed,
      ])
    #expect(library.rank(try #require(library.firstFace("a.jpg"))).map(\.photo) == ["a.jpg", "e.jpg"])
    for await event in library.index(workers: 1) {
      if case .failed(let error) = event { Issue.record("\(error)") }
    }
    #expect(fixture.log.count == 5, "analysed anew, once")
    #expect(library.summary.faces == 6 && library.summary.count(.indexed) == 4 && library.notice == nil)
    #expect(try fixture.open().summary.faces == 6)
  }

  @Test(arguments: ["CAST(path AS TEXT) || '/../x.jpg'", "CAST(path AS TEXT) || '//x'", "path || x'00'"])
  func `paths that no listing gives are left out`(path: String) async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = try await fixture.indexed()
    try fixture.change(
      """
      INSERT INTO photo (path, size, modified, content)
      SELECT CAST(\(path) AS BLOB), size, modified, content FROM photo
      """)
    let library = try fixture.open()
    #expect(library.photos.map(\.path) == ["a.jpg"] && library.summary.faces == 1)
  }

  @Test func `a negative size is left out`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = try await fixture.indexed()
    try fixture.change("UPDATE photo SET size = -1")
    #expect(try fixture.open().photos.isEmpty)
    #expect(try await fixture.indexed().summary.count(.indexed) == 1 && fixture.log.count == 1)
  }

  @Test(arguments: [
    "DROP TABLE face", "DROP TABLE analysis", "DROP TABLE photo", "DROP TABLE grdb_migrations",
    "ALTER TABLE face DROP COLUMN sharpness", "ALTER TABLE photo DROP COLUMN inode",
    "ALTER TABLE content RENAME COLUMN width TO breadth",
  ])
  func `a cache without a table or a column is set aside`(change: String) async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = try await fixture.indexed()
    try fixture.change("DROP VIEW status")
    try fixture.change(change)
    let library = try fixture.open()
    #expect(library.notice?.contains("cache.sqlite.damaged-1") == true && library.photos.isEmpty)
    for await _ in library.index() {}
    #expect(library.summary.faces == 1 && fixture.log.count == 2)
    #expect(try fixture.open().notice == nil)
  }

  @Test func `faces without their analysis are not in the way`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    _ = try await fixture.indexed()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try await DatabaseQueue(path: fixture.cacheFile.string, configuration: configuration).write { db in
      try db.execute(sql: "DELETE FROM analysis")
    }
    let library = try await fixture.indexed()
    #expect(library.summary.faces == 1 && fixture.log.count == 2)
  }
}
