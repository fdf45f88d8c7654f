import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Library
@testable import Storage

/// Photos that were deleted, and those that are only away.
@Suite struct AbsenceTests {
  private let day: Int64 = 86400

  /// Brings the folder up to date, as if at another time.
  private func index(_ fixture: Fixture, daysLater days: Int64) async throws -> PhotoLibrary {
    let library = try await fixture.indexed()
    library.takeCare(at: secondsNow() + days * day)
    return library
  }

  private func count(_ table: String, in fixture: Fixture) throws -> Int {
    try fixture.rows("SELECT COUNT(*) FROM \(table)").first?.first.flatMap { Int($0) } ?? -1
  }

  /// The names of photos that count as deleted.
  private func missed(in fixture: Fixture) throws -> [String] {
    try fixture.rows("SELECT CAST(path AS TEXT) FROM photo WHERE present = 0 AND missed IS NOT NULL ORDER BY path")
      .map { FilePath($0[0]).lastComponent?.string ?? "" }
  }

  @Test func `what is known of a deleted photo goes after ninety days`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.remove("a.jpg")
    _ = try await index(fixture, daysLater: 89)
    #expect(try missed(in: fixture) == ["a.jpg"] && count("face", in: fixture) == 2)
    _ = try await index(fixture, daysLater: 91)
    #expect(try count("photo", in: fixture) == 1 && count("content", in: fixture) == 1)
    #expect(try count("face", in: fixture) == 1 && count("analysis", in: fixture) == 1)
  }

  @Test func `a photo that comes back before has its faces, and is missed no more`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.move("a.jpg", to: ".away.jpg")
    _ = try await index(fixture, daysLater: 0)
    #expect(try missed(in: fixture) == ["a.jpg"])
    fixture.photos.move(".away.jpg", to: "a.jpg")
    let looks = fixture.log.count
    let library = try await index(fixture, daysLater: 91)
    #expect(fixture.log.count == looks && library.photo(at: "a.jpg")?.faces.count == 1)
    #expect(try missed(in: fixture).isEmpty && count("face", in: fixture) == 2)
  }

  @Test func `a moved photo, and a copy of a deleted one, keep their faces`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "copy.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.remove("a.jpg")
    fixture.photos.move("b.jpg", to: "c.jpg")
    _ = try await index(fixture, daysLater: 0)
    let looks = fixture.log.count
    let library = try await index(fixture, daysLater: 91)
    #expect(try count("photo", in: fixture) == 2 && count("face", in: fixture) == 2)
    #expect(fixture.log.count == looks && library.summary.faces == 2)
  }

  @Test func `faces of what was in an edited photo, and of a query from elsewhere, go as well`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let elsewhere = try TemporaryFolder()
    try elsewhere.write("photo eve", to: "query.jpg")
    let library = try await fixture.indexed()
    _ = try library.admit(file: elsewhere.file("query.jpg"))
    try fixture.photos.write("photo ann bob", to: "a.jpg")
    _ = try await index(fixture, daysLater: 1)
    #expect(try count("content", in: fixture) == 3)
    _ = try await index(fixture, daysLater: 92)
    #expect(try count("content", in: fixture) == 1 && count("face", in: fixture) == 2)
  }

  @Test func `nothing is removed where it is to be kept for ever, and at once for no days`() async throws {
    var fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    fixture.keepDeleted = nil
    _ = try await fixture.indexed()
    fixture.photos.remove("a.jpg")
    _ = try await index(fixture, daysLater: 0)
    _ = try await index(fixture, daysLater: 4000)
    #expect(try missed(in: fixture) == ["a.jpg"] && count("face", in: fixture) == 2)
    fixture.keepDeleted = 0
    _ = try await fixture.indexed()
    #expect(try count("photo", in: fixture) == 1 && count("face", in: fixture) == 1)
  }

  @Test func `a folder that was removed is told from one on a drive that is away`() async throws {
    let names: [FilePath] = ["gone/deep/a.jpg", "drive/b.jpg", "kept.jpg"]
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: names.map { ($0, "photo \($0)") }))
    _ = try await fixture.indexed()
    // As if another file system had been mounted there.
    try fixture.change("UPDATE folder SET device = 999999 WHERE CAST(path AS TEXT) LIKE '%/drive'")
    for folder in ["gone", "drive"] as [FilePath] { try fixture.photos.removeFolder(folder) }
    _ = try await index(fixture, daysLater: 0)
    #expect(try missed(in: fixture) == ["a.jpg"])
    _ = try await index(fixture, daysLater: 91)
    #expect(try count("photo", in: fixture) == 2, "what is on the drive stays")
    #expect(try count("face", in: fixture) == 2)
    let away = try CacheCare(fixture.options).statistics().use.away
    #expect(away.values.map(\.photos) == [1])
  }

  @Test func `a mount point that is empty is none`() async throws {
    let fixture = try Fixture(["drive/a.jpg": "photo ann", "drive/b.jpg": "photo bob", "kept.jpg": "photo eve"])
    _ = try await fixture.indexed()
    try fixture.change(
      "UPDATE folder SET device = 999999, seen = seen - 10 WHERE CAST(path AS TEXT) LIKE '%/drive'")
    for name in ["drive/a.jpg", "drive/b.jpg"] as [FilePath] { fixture.photos.remove(name) }
    _ = try await index(fixture, daysLater: 0)
    #expect(try missed(in: fixture).isEmpty)
    try fixture.photos.write("photo stray", to: "drive/stray.jpg")
    _ = try await index(fixture, daysLater: 0)
    #expect(try missed(in: fixture).isEmpty, "photos that lie in the mount point meanwhile do not make it the drive")
    #expect(try fixture.rows("SELECT COUNT(*) FROM folder WHERE device = 999999") == [["1"]])
  }

  @Test func `a file system that has another number is known by a photo`() async throws {
    let fixture = try Fixture(["drive/a.jpg": "photo ann", "drive/b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    try fixture.change("UPDATE folder SET device = 999999")
    fixture.photos.remove("drive/a.jpg")
    _ = try await index(fixture, daysLater: 0)
    #expect(try missed(in: fixture) == ["a.jpg"])
    #expect(try fixture.rows("SELECT COUNT(*) FROM folder WHERE device = 999999") == [["0"]], "it has the new number")
  }

  @Test func `a library that was removed as a whole is missed by a run in another`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let parent = try TemporaryFolder()
    try parent.write("photo bob", to: "trip/b.jpg")
    let trip = try fixture.open(parent.file("trip"))
    for await _ in trip.index(workers: 1) {}
    try parent.removeFolder("trip")
    let library = try await index(fixture, daysLater: 1)
    #expect(try missed(in: fixture) == ["b.jpg"])
    library.takeCare(at: secondsNow() + 92 * day)
    #expect(try fixture.rows("SELECT CAST(path AS TEXT) FROM photo").count == 1)
    #expect(try count("face", in: fixture) == 1)
  }

  @Test func `where the clock was set back what is missed is so from now on`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.remove("a.jpg")
    _ = try await index(fixture, daysLater: 0)
    try fixture.change("UPDATE photo SET missed = missed + ? WHERE missed IS NOT NULL", [4000 * day])
    try fixture.change("UPDATE care SET done = done + ?", [4000 * day])
    _ = try await index(fixture, daysLater: 1)
    #expect(try count("photo", in: fixture) == 2)
    _ = try await index(fixture, daysLater: 92)
    #expect(try count("photo", in: fixture) == 1)
  }

  @Test func `it is looked for what is to go once a day`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    fixture.photos.remove("a.jpg")
    let library = try await index(fixture, daysLater: 0)
    try fixture.change("UPDATE photo SET missed = 1 WHERE missed IS NOT NULL")
    library.takeCare(at: secondsNow() + day / 2)
    #expect(try count("photo", in: fixture) == 2)
    library.takeCare(at: secondsNow() + day + 60)
    #expect(try count("photo", in: fixture) == 1)
  }
}
