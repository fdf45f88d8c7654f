import Foundation
import Testing

/// The command line as a user meets it, on a terminal that the test plays.
@Suite(.serialized) struct CommandLineOfTheProgram {
  let program: Program
  private var history: URL { program.home.appending(path: ".local/state/facetui/history") }

  init() throws {
    program = try Program()
    _ = try program.run("index", Program.drawn.path)
  }

  private func session(_ keys: String, waitingFor text: String) throws -> String {
    let terminal = try PseudoTerminal(program, [Program.drawn.path])
    try terminal.wait(for: "\u{1B}[?1049h")
    terminal.type(keys)
    try terminal.wait(for: text)
    terminal.type("\u{3}\u{3}")
    _ = try terminal.exitStatus()
    #expect(terminal.isRestored)
    return String(decoding: terminal.output, as: UTF8.self)
  }

  @Test func `lines are kept for the next session, for their owner alone`() throws {
    _ = try session(":goto 3\r:nonsense\r", waitingFor: "there is no command")
    #expect(try String(contentsOf: history, encoding: .utf8) == "goto 3\nnonsense\n")
    let mode = try FileManager.default.attributesOfItem(atPath: history.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    _ = try session(":\u{1B}[A\r", waitingFor: "there is no command")
    #expect(try String(contentsOf: history, encoding: .utf8) == "goto 3\nnonsense\n", "no duplicates in a row")
  }

  @Test func `a history that is something else does no harm`() throws {
    try FileManager.default.createDirectory(at: history, withIntermediateDirectories: true)
    _ = try session(":nonsense\r", waitingFor: "there is no command")
    try FileManager.default.removeItem(at: history)
    try Data([0xFF, 0x1B, 10, 0x61, 10, 0]).write(to: history)
    _ = try session(":nonsense\r", waitingFor: "there is no command")
    #expect(try Data(contentsOf: history).suffix(9) == Data("nonsense\n".utf8))
  }

  @Test func `a path is copied by OSC 52`() throws {
    let output = try session("Y", waitingFor: "copied ")
    #expect(output.contains("\u{1B}]52;c;"))
  }

  @Test func `the mouse is the terminal's where it is configured so`() throws {
    let folder = program.home.appending(path: "config/facetui")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try session("?", waitingFor: "open the photo").contains("\u{1B}[?1002h"))
    try Data("mouse = false\n".utf8).write(to: folder.appending(path: "config.toml"))
    #expect(try !session("?", waitingFor: "open the photo").contains("\u{1B}[?1002h"))
    #expect(try session(":set mouse true\r", waitingFor: "mouse is true").contains("\u{1B}[?1002h"))
  }

  @Test func `the preview changes on the screen`() throws {
    let output = try session(":set preview ascii\r", waitingFor: "preview is \"ascii\"")
    #expect(output.contains("ascii"))
  }
}
