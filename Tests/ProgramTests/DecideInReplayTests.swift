import Foundation
import Testing

/// Whole tasks from keys: what is decided on the screen is in the journal, and there when one comes back.
@Suite struct DecideInReplayTests {
  let program: Program
  let album: URL

  init() throws {
    program = try Program()
    album = program.home.appending(path: "album")
    try FileManager.default.copyItem(at: Program.drawn, to: album)
  }

  /// The screen after keys; the program ends with it.
  private func replay(_ keys: String, size: String = "120x40") throws -> String {
    let file = program.home.appending(path: "keys")
    try Data("\(keys)\n".utf8).write(to: file)
    let outcome = try program.run("--config", "none", "--replay", file.path, "--size", size, album.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.text
  }

  private func log() throws -> [String] {
    try program.run("journal", "log").lines.compactMap { $0.split(separator: "  ").last.map(String.init) }
  }

  @Test func `a person is named, three are refused, one is taken back; without the cache all is there`() throws {
    let named = try replay("\":find 2019/beach_alf.jpg\" <Enter> y \"Alf\" <Enter> y n n n u")
    #expect(named.contains("taken back: not Alf: 1 face") && named.contains("matches of Alf"), "\(named)")
    let said = try log()
    #expect(said.first == "2 faces: Alf" && said.count == 6 && said.last?.hasPrefix("undo") == true, "\(said)")
    #expect(said.count { $0 == "1 face: not Alf" } == 3)
    try FileManager.default.removeItem(at: program.home.appending(path: "cache"))
    try FileManager.default.moveItem(
      at: album.appending(path: "2019/beach_alf.jpg"), to: album.appending(path: "2022/first.jpg"))
    let back = try replay("\":find 2022/first.jpg\" <Enter>")
    #expect(back.contains("matches of Alf") && back.contains("✓ Alf") && back.contains("3 confirmed"), "\(back)")
    let refused = try program.run("people", "show", "Alf", album.path, "--refused")
    #expect(refused.lines.count == 2, "\(refused.text)")
    for face in refused.lines {
      let place = try #require(face.split(separator: "/").last?.split(separator: "#").first)
      let number = try #require(face.split(separator: "#").last)
      let lines = back.split(separator: "\n").filter { $0.contains(place) && $0.contains("face \(number) of") }
      #expect(lines.isEmpty, "\(face) is in no list of Alf's")
    }
    let again = try replay("\":find 2022/first.jpg\" <Enter> <C-r>")
    #expect(again.contains("brought back: not Alf: 1 face"))
    #expect(try program.run("people", "show", "Alf", album.path, "--refused").lines.count == 3)
    let history = try replay("\":history\" <Enter>")
    #expect(history.contains("Alf: 2 faces confirmed") && !history.contains("taken back"), "\(history)")
  }

  @Test func `who was refused is in no list of facetui find, nor in a group with a name`() throws {
    let query = album.appending(path: "2019/beach_alf.jpg").path
    let before = try program.run("find", "--query", query, album.path, "--threshold=-1").lines
    _ = try replay("\":find 2019/beach_alf.jpg\" <Enter> j n \":ignore\" <Enter>")
    let after = try program.run("find", "--query", query, album.path, "--threshold=-1").lines
    #expect(after.count == before.count - 2)
    let ignored = try program.run("find", "--query", query, album.path, "--threshold=-1", "--ignored").lines
    #expect(ignored.count == before.count - 1)
    let copy = program.home.appending(path: "elsewhere.jpg")
    try FileManager.default.copyItem(atPath: query, toPath: copy.path)
    let outside = try program.run("find", "--query", copy.path, album.path, "--threshold=-1").lines
    #expect(outside.count == after.count, "what the photo shows counts, not where it lies")
  }

  @Test func `a journal that cannot be written is told, and nothing is shown as kept`() throws {
    let folder = program.home.appending(path: ".local/share/facetui")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "journal.jsonl"), withIntermediateDirectories: true)
    let screen = try replay("\":find 2019/beach_alf.jpg\" <Enter> y \"Alf\" <Enter>")
    #expect(screen.contains("nothing was kept") && screen.contains("it is a folder"), "\(screen)")
    #expect(!screen.contains("matches of Alf") && !screen.contains("✓ Alf"))
  }
}
