import Foundation
import Testing

/// Where the cache cannot lie, or not for long.
@Suite struct CachePlaceTests {
  let program: Program
  private let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path

  init() throws { program = try Program() }

  /// - Parameter kilobytes: no file may grow beyond that, as on a full disk.
  private func run(limitedTo kilobytes: Int, _ arguments: String...) throws -> Program.Outcome {
    let script = "trap '' XFSZ; ulimit -f \(kilobytes); exec \"$@\""
    return try program.run(
      executable: URL(fileURLWithPath: "/bin/bash"), ["-c", script, "bash", Program.executable.path] + arguments)
  }

  @Test func `a cache folder that cannot be used is named, and searching works without`() throws {
    defer { program.remove() }
    try Data().write(to: program.home.appending(path: "file"))
    let folder = program.home.appending(path: "file/facetui").path
    let index = try program.run("index", Program.drawn.path, "--cache", folder)
    #expect(index.status == 2)
    #expect(index.errors.contains("\(folder): the cache cannot be used: ") && index.errors.contains("--cache"))
    #expect(index.errors.split(separator: "\n").count == 1, "\(index.errors)")
    let find = try program.run("find", "--query", query, Program.drawn.path, "--cache", folder, "--format", "paths")
    #expect(find.status == 0 && find.lines.count == 6)
    let notices = find.errors.split(separator: "\n").filter { $0.contains(folder) }
    #expect(notices.count == 1 && notices[0].contains("memory"), "\(find.errors)")
  }

  @Test func `a link in the cache's place keeps its target's mode`() throws {
    defer { program.remove() }
    let target = program.home.appending(path: "target")
    try Data("mine".utf8).write(to: target)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target.path)
    let folder = program.home.appending(path: "cache/facetui")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: folder.appending(path: "cache.sqlite"), withDestinationURL: target)
    let index = try program.run("index", Program.drawn.path)
    #expect(index.status == 2 && index.errors.contains("symbolic link"), "\(index.errors)")
    let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
    #expect(attributes[.posixPermissions] as? Int == 0o644)
    #expect(try Data(contentsOf: target) == Data("mine".utf8))
  }

  @Test func `a link that leads nowhere is no place for the cache`() throws {
    defer { program.remove() }
    for place in ["dang", "dang/x", "/proc/nothing"] {
      let index = try program.run(
        script: "ln -sf /nonexistent/x dang; facetui index '\(Program.drawn.path)' --cache \(place)")
      #expect(index.status == 2 && index.errors.contains("\(place): the cache cannot be used"), "\(index.errors)")
      #expect(index.errors.contains("--cache names another folder"))
    }
    let script =
      "unset XDG_CACHE_HOME; ln -s /nonexistent .cache; facetui find --query '\(query)' '\(Program.drawn.path)/2019'"
    let find = try program.run(script: script)
    #expect(find.status == 0 && find.errors.contains(".cache/facetui: it cannot be made"), "\(find.errors)")
  }

  @Test func `another program's database is left as it is`() throws {
    defer { program.remove() }
    let place = program.home.appending(path: "theirs")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    // A database of one empty page, with the id of a format of maps.
    var header = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 4080)
    (header[16], header[18], header[19], header[21], header[22], header[23]) = (16, 1, 1, 64, 32, 32)
    header.replaceSubrange(68..<72, with: Array("MPBX".utf8))
    let file = place.appending(path: "cache.sqlite")
    try Data(header).write(to: file)
    let index = try program.run("index", Program.drawn.path, "--cache", place.path)
    #expect(
      index.status == 2 && index.errors.contains("it belongs to another program (--cache names"), "\(index.errors)")
    let find = try program.run("find", "--query", query, Program.drawn.path, "--cache", place.path, "--format", "paths")
    #expect(find.status == 0 && find.lines.count == 6 && find.errors.contains("memory"), "\(find.errors)")
    #expect(try Data(contentsOf: file) == Data(header))
  }

  @Test func `a full disk is one sentence, and what was done stays`() throws {
    defer { program.remove() }
    let full = try run(limitedTo: 900, "index", Program.drawn.path)
    #expect(full.status == 2 && full.errors.contains("the cache cannot be used"), "\(full.errors)")
    #expect(full.errors.split(separator: "\n").count == 1, "\(full.errors)")
    let done = try indexed()
    #expect((1..<15).contains(done))
    let other = program.home.appending(path: "query.jpg")
    try (Data(contentsOf: URL(fileURLWithPath: query)) + Data([0])).write(to: other)
    let find = try run(limitedTo: 900, "find", "--query", other.path, Program.drawn.path, "--format", "paths")
    #expect(find.status == 0 && find.lines.count == 6 && find.errors.contains("memory"), "\(find.errors)")
    #expect(try indexed() >= done)
    #expect(try program.run("index", Program.drawn.path).errors.contains("15 with faces (22 faces)"))
  }

  private func indexed() throws -> Int {
    try program.run("doctor", Program.drawn.path).lines.first.flatMap { Int($0.split(separator: " ")[0]) } ?? -1
  }

  @Test func `force looks anew at a folder, or at one photo`() throws {
    defer { program.remove() }
    _ = try program.run("index", Program.drawn.path)
    let folder = try program.run("index", "--force", Program.drawn.appending(path: "2019").path)
    #expect(folder.status == 0, "\(folder.errors)")
    let one = try program.run("index", "--force", query)
    #expect(one.status == 0 && one.errors.contains("1 file: 1 with faces (1 face), "), "\(one.errors)")
    #expect(try program.run("doctor", Program.drawn.path).lines[0].contains("15 indexed, with 22 faces"))
  }
}
