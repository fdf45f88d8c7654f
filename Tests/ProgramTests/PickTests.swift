import Foundation
import Testing

/// What is chosen on the screen goes to stdout, and lists of files come from stdin.
@Suite(.serialized, .indexedOnce) struct PickTests {
  let program: Program

  init() throws { program = try IndexedOnce.program }

  private var output: URL { program.home.appending(path: "out") }

  private func pick(_ script: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(program, script: script)
    try terminal.wait(for: "beach_alf.jpg")
    return terminal
  }

  private func paths() throws -> [String] {
    try Data(contentsOf: output).split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func `marked photos go through a pipe while the screen is on the terminal`() throws {
    let drawn = Program.drawn.path
    let terminal = try pick("facetui pick \(drawn) -0 | cat > \(output.path); exit ${PIPESTATUS[0]}")
    terminal.type("  a")
    #expect(try terminal.exitStatus() == 0)
    #expect(try paths() == ["\(drawn)/2019/beach_alf.jpg", "\(drawn)/2019/garden_bela.jpg", ""])
    #expect(terminal.isRestored)
  }

  @Test func `who leaves has chosen nothing`() throws {
    let terminal = try pick("facetui pick \(Program.drawn.path) > \(output.path)")
    terminal.type(" q")
    #expect(try terminal.exitStatus() == 1)
    #expect(try paths() == [""])
  }

  @Test func `photos of a person are chosen from a list on stdin`() throws {
    let drawn = Program.drawn.path
    let terminal = try pick("find \(drawn) -name '*.jpg' -print0 | facetui pick - -0 > \(output.path)")
    terminal.type("\r")
    try terminal.wait(for: "sharpness")
    terminal.type("\r")
    try terminal.wait(for: "the query")
    terminal.type(" a")
    #expect(try terminal.exitStatus() == 0)
    let chosen = try paths()
    #expect(chosen.count == 2 && chosen[0].hasPrefix("\(drawn)/") && chosen[0].hasSuffix(".jpg"))
  }

  @Test func `a list of files is browsed, and what is missing told`() throws {
    let drawn = Program.drawn.path
    let terminal = try pick("(find \(drawn) -type f; echo \(drawn)/gone.jpg) | facetui -")
    try terminal.wait(for: "1 file of the list is not there")
    terminal.type("q")
    #expect(try terminal.exitStatus() == 0)
  }

  @Test func `a list of files is listed plainly`() throws {
    let drawn = Program.drawn.path
    let outcome = try program.run(script: "find \(drawn) -name '*a*.jpg' -print0 | facetui - --plain")
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains("4\t\(drawn)/2020/family.jpg"))
    #expect(outcome.lines.count == 15 && !outcome.text.contains("hike"))
    let found = try program.run(
      script: "find \(drawn) -name '*.jpg' | facetui find --query \(drawn)/2019/beach_alf.jpg - --format paths")
    #expect(found.status == 0 && found.lines.first == "\(drawn)/2019/beach_alf.jpg")
  }

  @Test func `listed files that are no pictures are told`() throws {
    let list = "find \(Program.drawn.path)/2020 -name '*.jpg'; echo /etc/passwd; echo /etc/group"
    let outcome = try program.run(script: "(\(list)) | facetui - --plain")
    #expect(outcome.status == 0 && outcome.lines.contains { $0.hasSuffix("2020/family.jpg") })
    #expect(outcome.errors.contains("2 files of the list are no pictures (/etc/group …)"), "\(outcome.errors)")
  }

  @Test func `a line end in a name does not tear a plain list, and is told in a list of paths`() throws {
    let photo = Program.drawn.appending(path: "2020/family.jpg").path
    let plain = try program.run(
      script: "mkdir -p torn; cp \(photo) $'torn/two\\nlines\\\\.jpg'; facetui torn --plain")
    #expect(plain.lines == ["4\ttwo\\nlines\\\\.jpg"], "\(plain.text)")
    let warning = "1 path has a line end inside; -0 keeps paths apart"
    let paths = try program.run(script: "facetui find --query \(photo) torn --format paths")
    #expect(paths.errors.contains(warning), "\(paths.errors)")
    let apart = try program.run(script: "facetui find --query \(photo) torn --format paths -0")
    #expect(!apart.errors.contains(warning))
  }

  @Test func `an empty list, a missing one and a missing terminal are told`() throws {
    for (script, sentence) in [
      ("facetui - --plain", "the list of files is empty"),
      ("echo gone.jpg | facetui - --plain", "no file of the list is there"),
      ("setsid -w \(Program.executable.path) pick \(Program.drawn.path)", "there is no terminal to draw on"),
    ] {
      let outcome = try program.run(script: script)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
    let terminal = try PseudoTerminal(program, ["-", "--plain"])
    #expect(try terminal.exitStatus() == 2)
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("read from stdin, which is a terminal"))
  }

  @Test func `a plain list has no frames and no progress on a terminal`() throws {
    let terminal = try PseudoTerminal(program, ["--plain", Program.drawn.path])
    #expect(try terminal.exitStatus() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("4\t2020/family.jpg\r\n"))
    #expect(!text.contains("\u{1B}") && text.unicodeScalars.allSatisfy(\.isASCII))
  }
}
