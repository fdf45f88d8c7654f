import Foundation
import Testing

/// The commands without a terminal, run on the fixture library with the bundled models.
@Suite struct CommandTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func `index accounts for every file, and doctor adds up to them`() throws {
    let folder = try copyOfDrawnPhotos()
    try Data("not a picture".utf8).write(to: folder.appending(path: "notes.txt"))
    try Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 4]).write(to: folder.appending(path: "torn.jpg"))
    let index = try program.run("index", folder.path)
    #expect(index.status == 0)
    #expect(
      index.errors.contains("18 files: 15 with faces (22 faces), 1 without a face, 1 unreadable, 1 unsupported"),
      "\(index.errors)")

    let doctor = try program.run("doctor", folder.path)
    let counts = doctor.lines.prefix(5).compactMap { Int($0.split(separator: " ")[0]) }
    #expect(counts == [15, 1, 1, 1, 0])
    #expect(doctor.lines[5].contains("18 files in"))

    let unreadable = try program.run("doctor", folder.path, "--list", "unreadable")
    #expect(unreadable.lines.count == 1)
    #expect(unreadable.text.contains("torn.jpg\t"))
  }

  @Test func `find ranks the photos of the person first`() throws {
    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    let found = try program.run("find", "--query", query, Program.drawn.path, "--format", "paths")
    #expect(found.status == 0)
    let names = Set(found.lines.map { URL(fileURLWithPath: $0).lastPathComponent })
    #expect(found.lines[0] == query, "the query itself comes first")
    let others: Set = ["two_at_lunch.jpg", "family.jpg", "alf_concert.jpg", "alf_street.jpg", "bela_and_alf.jpg"]
    #expect(names == others.union(["beach_alf.jpg"]))
    let without = try program.run(
      "find", "--query", query, Program.drawn.path, "--format", "paths", "--exclude-query")
    #expect(without.lines == Array(found.lines.dropFirst()))
    let none = try program.run("find", "--query", query, Program.drawn.path, "--min-face", "5000")
    #expect(none.status == 1 && none.lines.count == 2, "the query itself is no match")
    #expect(none.lines[1].contains("query"))
  }

  @Test func `find takes several photos of a person`() throws {
    let queries = ["2019/beach_alf.jpg", "2022/alf_street.jpg"].map { Program.drawn.appending(path: $0).path }
    func find(_ combination: String) throws -> [[String: Any]] {
      let found = try program.run(
        "find", "--query", queries[0], "--query", queries[1], "--combine", combination, Program.drawn.path, "--top",
        "30", "--format", "json")
      #expect(found.status == 0, "\(found.errors)")
      return try #require(JSONSerialization.jsonObject(with: found.output) as? [[String: Any]])
    }
    let (best, mean) = (try find("best"), try find("mean"))
    for rows in [best, mean] {
      #expect(rows.prefix(2).map { $0["path"] as? String } == queries && rows[1]["rank"] as? Int == 0)
      #expect(rows[2]["rank"] as? Int == 1 && rows[2]["verdict"] as? String == "same")
    }
    let scores = { (rows: [[String: Any]]) in
      Dictionary(
        uniqueKeysWithValues: rows.map { ("\($0["path"] ?? "")#\($0["face"] ?? "")", $0["score"] as? Double ?? 0) })
    }
    let (high, middle) = (scores(best), scores(mean))
    #expect(high.keys == middle.keys && high.allSatisfy { $0.value >= (middle[$0.key] ?? 2) })
    #expect(high != middle)
    let config = program.home.appending(path: "mean.toml")
    try Data("combine = \"mean\"\n".utf8).write(to: config)
    let configured = try program.run(
      "find", "--query", queries[0], "--query", queries[1], "--config", config.path, Program.drawn.path, "--top", "30",
      "--format", "json")
    let rows = try #require(JSONSerialization.jsonObject(with: configured.output) as? [[String: Any]])
    #expect(scores(rows) == middle, "the configuration counts where no option does")
    let unknown = try program.run("find", "--query", queries[0], "--combine", "worst", Program.drawn.path)
    #expect(unknown.status == 2 && unknown.errors.contains("--combine"))
  }

  @Test func `find writes every format`() throws {
    let query = Program.drawn.appending(path: "2020/family.jpg").path + "#2"
    func find(_ arguments: String...) throws -> Program.Outcome {
      try program.run("find", "--query", query, Program.drawn.path, "--top", "3", arguments[0], arguments[1])
    }
    #expect(try find("--format", "tsv").lines.count == 5)
    #expect(try find("--format", "csv").lines[0].contains("rank,path"))
    let json = try JSONSerialization.jsonObject(with: find("--format", "json").output) as? [[String: Any]]
    #expect(json?.count == 4 && json?[0]["rank"] as? Int == 0 && json?[0]["verdict"] as? String == "query")
    #expect((json?[1]["path"] as? String)?.contains("bela") == true)
    let paths = try program.run(
      "find", "--query", query, Program.drawn.path, "--top", "3", "--format", "paths", "-0")
    #expect(paths.output.split(separator: 0).count == 4)
    #expect(paths.output.last == 0)
  }

  @Test func `find says by its status whether there was a match or an error`() throws {
    let fay = Program.drawn.appending(path: "2021/fay_studio.jpg").path
    let none = try program.run("find", "--query", fay, Program.drawn.path, "--threshold", "0.999")
    #expect(none.status == 1)
    let lake = Program.drawn.appending(path: "2022/empty_lake.jpg").path
    let noFace = try program.run("find", "--query", lake, Program.drawn.path)
    #expect(noFace.status == 2)
    #expect(noFace.errors.contains("empty_lake.jpg: no face was found"))
    let fourth = try program.run("find", "--query", fay + "#4", Program.drawn.path)
    #expect(fourth.status == 2)
    #expect(fourth.errors.contains("there is no face #4"))
    #expect(try program.run("find", "--query", "missing.jpg", Program.drawn.path).status == 2)
    #expect(try program.run("find", "--query", fay, "/nowhere").status == 2)
    #expect(try program.run("find", Program.drawn.path).status == 2)
  }

  @Test func `faces lists boxes from left to right`() throws {
    let family = Program.drawn.appending(path: "2020/family.jpg").path
    let table = try program.run("faces", family)
    #expect(table.status == 0)
    let left = table.lines.dropFirst().compactMap { Double($0.split(separator: "\t")[1]) }
    #expect(left.count == 4)
    #expect(left == left.sorted())
    #expect(try program.run("faces", Program.drawn.appending(path: "2022/empty_lake.jpg").path).status == 1)
    #expect(try program.run("faces", Program.package.appending(path: "README.md").path).status == 2)
  }

  @Test func `a photo that is damaged in part is named`() throws {
    let bytes = try Data(contentsOf: Program.drawn.appending(path: "2019/beach_alf.jpg"))
    let cut = program.home.appending(path: "cut.jpg")
    try bytes.prefix(bytes.count * 9 / 10).write(to: cut)
    for arguments in [["faces", cut.path], ["find", "--query", cut.path, Program.drawn.path]] {
      let outcome = try program.run(executable: Program.executable, arguments)
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(cut.path): the file is cut off"), "\(outcome.errors)")
    }
  }

  @Test func `output that cannot be written is an error, not a short list`() throws {
    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    for arguments in [["faces", query], ["find", "--query", query, Program.drawn.path], ["models"]] {
      let outcome = try program.run(executable: Program.executable, arguments, output: "/dev/full")
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("the output cannot be written"), "\(outcome.errors)")
    }
  }

  @Test func `a killed index run keeps what it had done`() throws {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["index", "--workers", "1", Program.drawn.path]
    process.environment = program.environment
    try process.run()
    var done = 0
    for _ in 0..<600 where done == 0 {
      usleep(20_000)
      done = try states()[0]
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(done > 0)
    #expect(try states()[0] >= done)
    #expect(try program.run("index", Program.drawn.path).errors.contains("15 with faces (22 faces)"))
  }

  /// Counts of `facetui doctor`: indexed, no face, unreadable, unsupported, pending.
  private func states() throws -> [Int] {
    try program.run("doctor", Program.drawn.path).lines.prefix(5).compactMap { Int($0.split(separator: " ")[0]) }
  }

  private func copyOfDrawnPhotos() throws -> URL {
    let folder = program.home.appending(path: "photos")
    try FileManager.default.copyItem(at: Program.drawn, to: folder)
    return folder
  }
}
