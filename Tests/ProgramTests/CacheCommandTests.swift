import Foundation
import Testing

/// `facetui cache` and `facetui forget` as a user calls them.
@Suite struct CacheCommandTests {
  let program: Program
  private let photos: URL

  init() throws {
    program = try Program()
    photos = program.home.appending(path: "photos")
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    for name in ["2019/beach_alf.jpg", "2022/alf_street.jpg", "2022/empty_lake.jpg"] {
      let file = Program.drawn.appending(path: name)
      try FileManager.default.copyItem(at: file, to: photos.appending(path: file.lastPathComponent))
    }
  }

  private var cache: URL { program.home.appending(path: "cache/facetui") }

  private func remove(_ name: String) throws { try FileManager.default.removeItem(at: photos.appending(path: name)) }

  /// Whether a file of the cache holds this text.
  private func cacheHolds(_ text: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)
      .contains { try Data(contentsOf: $0).range(of: Data(text.utf8)) != nil }
  }

  @Test func `stats tells what there is, for people and for programs`() throws {
    let none = try program.run("cache", "stats")
    #expect(none.status == 0 && none.text.hasPrefix("there is no cache at "))
    #expect(!FileManager.default.fileExists(atPath: cache.path), "none is made by looking")
    _ = try program.run("index", photos.path)
    let text = try program.run("cache", "stats")
    #expect(text.status == 0 && text.lines.contains { $0.hasSuffix(" \(photos.path)") && $0.contains(" 3 ") })
    let json = try program.run("cache", "stats", "--json")
    let object = try #require(JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let folders = try #require(object["folders"] as? [[String: Any]])
    #expect(folders.count == 1 && folders[0]["photos"] as? Int == 3 && folders[0]["faces"] as? Int == 2)
    #expect(object["keepDeleted"] as? Int == 90 && (object["files"] as? [Any])?.isEmpty == false)
  }

  @Test func `verify looks at photos again, and its status tells whether something is wrong`() throws {
    _ = try program.run("index", photos.path)
    let sound = try program.run("cache", "verify")
    #expect(sound.status == 0, "\(sound.text) \(sound.errors)")
    #expect(sound.lines.contains("3 of 3 photos looked at again"))
    let file = try FileHandle(forUpdating: cache.appending(path: "cache.sqlite"))
    try file.seek(toOffset: 16384)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 16384))
    try file.close()
    let damaged = try program.run("cache", "verify", "--sample", "0")
    #expect(damaged.status == 1 && damaged.text.contains("facetui cache clear"), "\(damaged.text)")
  }

  @Test func `prune takes deleted photos out of the files at once where it is told to`() throws {
    _ = try program.run("index", photos.path)
    try remove("alf_street.jpg")
    let waiting = try program.run("cache", "prune")
    #expect(waiting.status == 0 && !waiting.text.contains("photo") && !waiting.text.contains("face"), "\(waiting.text)")
    #expect(try cacheHolds("alf_street.jpg"))
    let trial = try program.run("cache", "prune", "--now", "--dry-run")
    #expect(trial.text.contains("would remove 1 photo, 1 face"), "\(trial.text)")
    let pruned = try program.run("cache", "prune", "--now")
    #expect(pruned.status == 0 && pruned.text.contains("removed 1 photo, 1 face"), "\(pruned.text)")
    #expect(try !cacheHolds("alf_street.jpg") && cacheHolds("beach_alf.jpg"))
    #expect(try program.run("cache", "prune", "--now", "--days", "3").status == 2)
    #expect(try program.run("cache", "prune", "--days", "-1").status == 2)
  }

  @Test func `the configuration tells how long deleted photos are known`() throws {
    let file = program.home.appending(path: "keep.toml")
    try Data("keep-deleted = 0\n".utf8).write(to: file)
    _ = try program.run("index", photos.path)
    try remove("alf_street.jpg")
    _ = try program.run("index", photos.path)
    #expect(try cacheHolds("alf_street.jpg"))
    _ = try program.run("index", "--config", file.path, photos.path)
    #expect(try !cacheHolds("alf_street.jpg"))
    for wrong in ["keep-deleted = \"soon\"", "keep-deleted = -1", "keep-deleted = \"2 weeks\""] {
      try Data("\(wrong)\n".utf8).write(to: file)
      let config = try program.run("config", "--config", file.path)
      #expect(config.status == 2 && config.text.contains("must be a number of days"), "\(config.text)")
    }
  }

  @Test func `forget removes a folder's traces, and says where there are none`() throws {
    _ = try program.run("index", photos.path)
    let forgotten = try program.run("forget", photos.path)
    #expect(forgotten.status == 0 && forgotten.text.contains("removed 3 photos, 2 faces"), "\(forgotten.text)")
    #expect(try !cacheHolds(photos.path))
    let again = try program.run("forget", photos.path)
    #expect(again.status == 1 && again.errors.contains("nothing is known of"))
    #expect(FileManager.default.fileExists(atPath: photos.appending(path: "alf_street.jpg").path))
  }

  @Test func `clear removes the files, and asks before`() throws {
    _ = try program.run("index", photos.path)
    let unasked = try program.run("cache", "clear")
    #expect(unasked.status == 2 && unasked.errors.contains("--yes"))
    #expect(FileManager.default.fileExists(atPath: cache.appending(path: "cache.sqlite").path))
    let cleared = try program.run("cache", "clear", "--yes")
    #expect(cleared.status == 0 && cleared.text.hasPrefix("removed "), "\(cleared.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path).isEmpty)
    #expect(try program.run("index", photos.path).errors.contains("2 with faces (2 faces)"))
  }
}
