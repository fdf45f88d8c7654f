import Foundation
import Testing

/// Decisions as a shell takes them down: they outlive the cache, and what is done to the photos.
@Suite struct JournalTests {
  let program: Program
  let album: URL

  init() throws {
    program = try Program()
    album = program.home.appending(path: "album")
    try FileManager.default.createDirectory(at: album, withIntermediateDirectories: true)
    for name in ["2019/beach_alf.jpg", "2019/two_at_lunch.jpg", "2020/dora_window.jpg", "2022/alf_street.jpg"] {
      try FileManager.default.copyItem(
        at: Program.drawn.appending(path: name), to: album.appending(path: name.replacing("/", with: "_")))
    }
  }

  private static let pixels = Program.package.appending(path: "Tests/Fixtures/same_pixels")

  private func photo(_ name: String) -> String { album.appending(path: name).path }

  private func run(_ status: Int32 = 0, _ arguments: String...) throws -> Program.Outcome {
    let outcome = try program.run(executable: Program.executable, arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)\(outcome.text)")
    return outcome
  }

  private var journal: URL { program.home.appending(path: ".local/share/facetui/journal.jsonl") }

  private func shown(_ person: String, _ more: String...) throws -> [String] {
    try program.run(executable: Program.executable, ["people", "show", person, album.path] + more).lines.map {
      $0.replacing(album.path + "/", with: "")
    }
  }

  @Test func `a whole task: name, refuse three, undo, delete the cache, come back`() throws {
    _ = try run(0, "confirm", "Alf", photo("2019_beach_alf.jpg"), photo("2022_alf_street.jpg"))
    let refused = try run(
      0, "confirm", "--not", "Alf", photo("2020_dora_window.jpg"), photo("2019_two_at_lunch.jpg#1"),
      photo("2019_two_at_lunch.jpg#2"))
    #expect(refused.lines == ["3 faces: not Alf"])
    _ = try run(0, "confirm", "Dora", photo("2020_dora_window.jpg"))
    _ = try run(0, "journal", "undo")
    try FileManager.default.removeItem(at: program.home.appending(path: "cache"))
    try FileManager.default.moveItem(atPath: photo("2019_beach_alf.jpg"), toPath: photo("z.jpg"))
    #expect(try shown("Alf") == ["2022_alf_street.jpg#1", "z.jpg#1"])
    #expect(
      try shown("Alf", "--refused") == ["2019_two_at_lunch.jpg#1", "2019_two_at_lunch.jpg#2", "2020_dora_window.jpg#1"])
    #expect(try run(2, "people", "show", "Dora", album.path).errors.contains("nobody is called so"))
    _ = try run(0, "journal", "redo")
    #expect(try run(1, "journal", "redo").errors.contains("nothing to be brought back"))
    let list = try run(0, "people").lines
    #expect(list[1].hasPrefix("Alf\t2\t3\t") && list[2].hasPrefix("Dora\t1\t0\t") && list.count == 3)
    #expect(
      try run(0, "journal", "log").lines.map { $0.split(separator: "  ").last } == [
        "2 faces: Alf", "3 faces: not Alf", "1 face: Dora",
      ] + (try run(0, "journal", "log").lines.suffix(2).map { $0.split(separator: "  ").last }))
    #expect(try run(0, "journal", "log", "--person", "dora").lines.count == 2, "also what was said of her face")
  }

  @Test(arguments: ["edited", "turned_by_tag", "rotated_90", "rotated_180", "trimmed", "upright", "progressive"])
  func `a photo that is edited or turned without loss is the same photo`(name: String) throws {
    let file = photo("portrait.jpg")
    try FileManager.default.copyItem(atPath: Self.pixels.appending(path: "photo.jpg").path, toPath: file)
    _ = try run(0, "confirm", "Carl", file)
    try FileManager.default.removeItem(atPath: file)
    #expect(try run(1, "people", "show", "Carl", album.path).errors.contains("1 face is of photos that are not there"))
    try FileManager.default.copyItem(atPath: Self.pixels.appending(path: "\(name).jpg").path, toPath: photo("new.jpg"))
    #expect(try shown("Carl") == ["new.jpg#1"])
    #expect(try run(0, "journal", "log", "--json").lines.last?.contains(#""do":"seen""#) == true)
    try FileManager.default.removeItem(atPath: photo("new.jpg"))
    try FileManager.default.copyItem(
      atPath: Self.pixels.appending(path: "saved_again.jpg").path, toPath: photo("other.jpg"))
    #expect(try shown("Carl").isEmpty)
  }

  @Test func `journals of two machines are merged, in whatever order`() throws {
    let other = try Program()
    _ = try run(0, "confirm", "Alf", photo("2019_beach_alf.jpg"))
    let theirs = try other.run(executable: Program.executable, ["confirm", "alf", photo("2022_alf_street.jpg")])
    #expect(theirs.status == 0, "\(theirs.errors)")
    let (a, b) = (program.home.appending(path: "a").path, program.home.appending(path: "b").path)
    _ = try run(0, "journal", "export", a)
    _ = try other.run("journal", "export", b)
    for (files, result) in [([a, b], "ab"), ([b, a, b], "ba")] {
      _ = try program.run(
        executable: Program.executable,
        ["journal", "merge"] + files + ["-o", program.home.appending(path: result).path])
    }
    let contents = try ["ab", "ba"].map { try Data(contentsOf: program.home.appending(path: $0)) }
    #expect(contents[0] == contents[1] && contents[0].split(separator: 10).count == 2)
    _ = try run(0, "journal", "import", b)
    #expect(try run(0, "journal", "import", b).errors.contains("0 new entries of 1"))
    #expect(
      try run(0, "people", "list").lines.map { $0.split(separator: "\t").prefix(2).joined(separator: " ") } == [
        "name faces", "Alf 2",
      ])
    #expect(try shown("Alf").count == 2)
    _ = try run(0, "people", "name", "Alf", "Alfred")
    #expect(try shown("alfred").count == 2)
  }

  @Test func `a damaged line is told, and the rest lives`() throws {
    _ = try run(0, "confirm", "Alf", photo("2019_beach_alf.jpg"))
    _ = try run(0, "confirm", "Alf", photo("2022_alf_street.jpg"))
    #expect(
      try run(0, "journal", "check", album.path).lines.last == "0 decided faces wait for photos that are not there")
    var lines = try String(contentsOf: journal, encoding: .utf8).split(separator: "\n")
    lines[0] = lines[0].dropLast(30) + "xx"
    try (lines.joined(separator: "\n") + #"\#n{"v":1,"id":"01"#).write(to: journal, atomically: false, encoding: .utf8)
    let check = try run(1, "journal", "check")
    #expect(
      check.text.contains("line 1: it is no JSON") && check.text.contains("line 3: it is no JSON"), "\(check.text)")
    #expect(try shown("Alf") == ["2022_alf_street.jpg#1"])
    #expect(try run(0, "people", "list").errors.contains("2 lines are passed over"))
    _ = try run(0, "confirm", "Alf", photo("2019_beach_alf.jpg"))
    #expect(try shown("Alf").count == 2)
  }

  @Test func `labels are exported and imported`() throws {
    let labels = program.home.appending(path: "labels.csv").path
    #expect(try run(1, "journal", "export", "--labels", labels, album.path).errors.contains("is confirmed"))
    try "photo,person,face\n2019_beach_alf.jpg,Alf,\n2022_alf_street.jpg,Alf,1\n2020_dora_window.jpg,Dora,\n".write(
      toFile: labels, atomically: true, encoding: .utf8)
    #expect(try run(0, "journal", "import", "--labels", labels, album.path).errors.contains("3 faces confirmed"))
    _ = try run(0, "journal", "export", "--labels", labels, album.path)
    let written = try String(contentsOfFile: labels, encoding: .utf8)
    #expect(written.split(separator: "\r\n").count == 4 && written.contains("2020_dora_window.jpg,Dora,"))
    #expect(try run(0, "eval", "album", album.path, "--labels", labels).text.contains("rank-1"))
    _ = try run(0, "journal", "undo")
    #expect(try run(1, "people", "list").lines.count == 1, "all of it was one step")
  }

  @Test func `what is not clear is not decided`() throws {
    #expect(try run(2, "confirm", "Alf", photo("2019_two_at_lunch.jpg")).errors.contains("2 faces; say which with #n"))
    #expect(try run(2, "confirm", " ", photo("2019_beach_alf.jpg")).errors.contains("is no name"))
    #expect(
      try run(2, "confirm", "Alf", photo("2019_beach_alf.jpg"), photo("missing.jpg")).errors.contains("missing.jpg"))
    #expect(!FileManager.default.fileExists(atPath: journal.path))
    #expect(try run(1, "journal", "log").lines.isEmpty)
    #expect(try run(2, "journal", "undo", "x").errors.contains("no decision of that id"))
    #expect(try run(2, "journal", "import", photo("2019_beach_alf.jpg")).errors.contains("it is no journal of facetui"))
    _ = try run(0, "people", "ignore", photo("2019_two_at_lunch.jpg#1"))
    _ = try run(0, "confirm", "Alf", photo("2019_beach_alf.jpg"))
    _ = try run(0, "people", "hide", "Alf")
    #expect(try run(1, "people", "list").lines.count == 1)
    #expect(try run(0, "people", "list", "--all", "--json").lines.first?.contains(#""isHidden":true"#) == true)
    #expect(try run(0, "people", "hide", "Alf", "--show").errors.isEmpty)
  }
}
