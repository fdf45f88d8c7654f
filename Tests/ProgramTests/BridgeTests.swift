import Foundation
import Testing

/// Bridges and copies, without a terminal and in a replay.
@Suite struct BridgeCommandTests {
  let program: Program
  let album: URL

  init() throws {
    program = try Program()
    album = program.home.appending(path: "album")
    try FileManager.default.copyItem(at: Program.drawn, to: album)
    for name in ["photo", "saved_again", "progressive", "edited"] {
      try FileManager.default.copyItem(
        at: Program.package.appending(path: "Tests/Fixtures/same_pixels/\(name).jpg"),
        to: album.appending(path: "\(name).jpg"))
    }
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try program.run(executable: Program.executable, arguments)
  }

  private func photo(_ name: String) -> String { album.appending(path: name).path }

  @Test func `a bridge leads from one photo to another, with scores, odds and the weakest link`() throws {
    let (from, to) = (photo("2019/beach_alf.jpg"), photo("2020/family.jpg#2"))
    let table = try run("bridge", from, to, album.path)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.lines[0] == "face\tcaptured\tperson\tscore\tchance_of_error\tnote")
    #expect(table.lines[1].hasPrefix("\(from)#1\t") && table.lines.last?.hasPrefix("\(to)\t") == true)
    #expect(table.lines.count { $0.hasSuffix("the weakest link") } == 1)
    let json = try run("bridge", from, to, album.path, "--json")
    let rows = try #require(JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(rows.count == table.lines.count - 1 && rows[0]["score"] == nil)
    let scores = rows.compactMap { $0["score"] as? Double }
    #expect(rows.first { $0["weakest"] as? Bool == true }?["score"] as? Double == scores.min())
    #expect(rows.dropFirst().allSatisfy { (0...1).contains($0["chance_of_error"] as? Double ?? -1) })
  }

  @Test func `people are ends, and what was said different is no link`() throws {
    #expect(try run("confirm", "Alf", photo("2019/beach_alf.jpg"), photo("2022/alf_street.jpg")).status == 0)
    #expect(try run("confirm", "Dora", photo("2020/dora_window.jpg")).status == 0)
    let bridge = try run("bridge", "alf", "Dora", album.path)
    #expect(
      bridge.status == 0 && bridge.lines[1].contains("\tAlf\t") && bridge.lines.last?.contains("\tDora\t") == true)
    let step = try #require(bridge.lines.dropFirst(2).first?.split(separator: "\t").first.map(String.init))
    #expect(try run("confirm", "--not", "Alf", step).status == 0)
    let other = try run("bridge", "Alf", "Dora", album.path)
    #expect(!other.lines.dropFirst(2).dropLast().contains { $0.hasPrefix(step) })
    let nobody = try run("bridge", "Zoe", "Dora", album.path)
    #expect(nobody.status == 2 && nobody.errors.contains("Zoe: nobody is called so, and there is no such file"))
    let outside = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    #expect(try run("bridge", outside, "Dora", photo("2020")).errors.contains("this photo is not in it"))
    #expect(try run("bridge", "Alf", "alf", album.path).errors.contains("the same person already"))
  }

  @Test func `copies are listed, and folded where that is asked for`() throws {
    let copies = try run("copies", album.path)
    #expect(copies.status == 0, "\(copies.errors)")
    let groups = copies.text.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init).sorted() }
    #expect(
      groups.contains(
        ["2020/carl_portrait", "edited", "photo", "progressive", "saved_again"].map { photo("\($0).jpg") }), "\(groups)"
    )
    let json = try run("copies", album.path, "--json")
    #expect((try JSONSerialization.jsonObject(with: json.output) as? [[String]])?.count == groups.count)
    let plain = try run("find", "--query", photo("photo.jpg"), album.path, "--format", "tsv")
    let folded = try run("find", "--query", photo("photo.jpg"), album.path, "--format", "tsv", "--fold")
    #expect(folded.lines.count == plain.lines.count - 4)
    #expect(folded.lines[0] == plain.lines[0] + "\tcopies" && folded.lines[1].hasSuffix("\t4"))
    #expect(try run("copies", photo("2022")).status == 1)
  }

  @Test func `a replayed search is accepted, and the journal has it`() throws {
    let keys = program.home.appending(path: "keys")
    try Data("\":bridge 2019/beach_alf.jpg 2020/dora_window.jpg\" <Enter> y\n".utf8).write(to: keys)
    let replay = try run("--config", "none", "--replay", keys.path, "--size", "120x40", album.path)
    #expect(
      replay.status == 0 && replay.text.contains("the same person, as you said"), "\(replay.text)\(replay.errors)")
    let log = try run("journal", "log", "--json")
    #expect(log.lines.count == 1 && log.text.contains("\"do\":\"same\""))
  }
}
