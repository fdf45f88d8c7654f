import Foundation
import Testing

/// The configuration as the program reads it.
@Suite struct ConfigurationOfTheProgram {
  let program: Program
  private let folder: URL
  private var file: URL { folder.appending(path: "config.toml") }

  init() throws {
    program = try Program()
    folder = program.home.appending(path: "config/facetui")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func `config prints what holds and where it comes from`() throws {
    try Data("workers = 3\nmin-face = 20\n".utf8).write(to: file)
    let outcome = try program.run("config", "--workers", "5")
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.lines[0] == "# \(file.path)")
    #expect(outcome.lines.contains("workers = 5                   # option --workers"))
    #expect(outcome.lines.contains("min-face = 20.0               # \(file.path):2"))
    #expect(outcome.lines.contains("mouse = true                  # default"))
    #expect(outcome.lines.contains { $0.hasPrefix("cache = ") && $0.hasSuffix("# environment XDG_CACHE_HOME") })
  }

  @Test func `config prints only what is in force, and what is wrong as such`() throws {
    let keys = "\"gx\" = \"nonsense\"\n\"<Foo>\" = \"up\"\n5 = \"up\"\nx = \"last\"\ng = \"last\"\njz = \"last\"\n"
    try Data("workers = 400\n[colours]\nsame = \"on on red\"\n[keys]\n\(keys)[keys.nowhere]\nx = \"last\"\n".utf8)
      .write(to: file)
    let outcome = try program.run("config")
    #expect(outcome.status == 2)
    let (wrong, holding) = (outcome.lines.filter { $0.hasPrefix("#") }, outcome.lines.filter { !$0.hasPrefix("#") })
    #expect(holding.contains("workers = 2                   # default"))
    #expect(holding.contains("\"x\" = \"last\"                  # \(file.path):8"))
    #expect(holding.contains("\"g\" = \"last\"                  # \(file.path):9"), "what it covers is told")
    for left in ["nonsense", "Foo", "\"5\"", "jz", "nowhere", "same"] {
      #expect(!holding.contains { $0.contains(left) }, "\(left)")
    }
    let told = outcome.errors.split(separator: "\n").map { "# " + $0.dropFirst("facetui: ".count) }
    #expect(told.count == 8 && Array(wrong.suffix(8)) == told, "\(wrong)")
    #expect(wrong.contains { $0.contains("facetui keys lists them all") })
    #expect(wrong.contains { $0.contains("facetui config --example lists them all") })
    try outcome.output.write(to: file)
    let again = try program.run("config")
    #expect(again.status == 2 && again.lines.count { !$0.hasPrefix("#") } == holding.count, "it can be read again")
  }

  @Test func `what is wrong is told and the rest applies`() throws {
    try Data("wrokers = 3\nmin-face = 5000\n[keys]\nx = \"exprot\"\n".utf8).write(to: file)
    let config = try program.run("config")
    #expect(config.status == 2)
    let errors = [
      "facetui: \(file.path):1:1: there is no setting wrokers; did you mean workers?",
      "facetui: \(file.path):4:5: there is no command exprot; did you mean export?",
    ]
    #expect(config.errors.split(separator: "\n").map(String.init) == errors)

    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    let find = try program.run("find", "--query", query, Program.drawn.path)
    #expect(find.status == 1 && find.lines.count == 2, "no face is that large")
    #expect(find.errors.contains(errors[0]))
    let option = try program.run("find", "--query", query, Program.drawn.path, "--min-face", "0")
    #expect(option.status == 0 && option.lines.count > 2, "an option counts more than the file")
    let none = try program.run("find", "--query", query, Program.drawn.path, "--config", "none")
    #expect(none.status == 0 && !none.errors.contains("wrokers"))
  }

  @Test func `the threshold and the cache are the file's`() throws {
    let cache = program.home.appending(path: "faces")
    try Data("threshold = 0.999\ncache = \"\(cache.path)\"\n".utf8).write(to: file)
    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    #expect(try program.run("find", "--query", query, Program.drawn.path).status == 1)
    #expect(FileManager.default.fileExists(atPath: cache.path))
    #expect(!FileManager.default.fileExists(atPath: program.home.appending(path: "cache").path))
  }

  @Test func `the interface has its keys, and tells what is wrong`() throws {
    try Data("oops = 1\n[keys.gallery]\nx = \"help\"\n".utf8).write(to: file)
    try Data("x".utf8).write(to: program.home.appending(path: "two"))
    let notice = try program.run("--replay", "/dev/null", Program.drawn.path)
    #expect(notice.text.contains("config.toml:1:1: there is no setting oops"), "\(notice.text)")
    let help = try program.run("--replay", "two", Program.drawn.path)
    #expect(help.text.contains("› help"), "\(help.text)")
  }

  @Test func `keys prints the table with the user's own`() throws {
    try Data("[keys.gallery]\nX = \"quit\"\n".utf8).write(to: file)
    let table = try program.run("keys")
    #expect(table.status == 0)
    #expect(table.lines.contains { $0.hasPrefix("gallery") && $0.contains("  X q Q  ") && $0.contains("  quit  ") })
    let json = try JSONSerialization.jsonObject(with: program.run("keys", "--json").output) as? [[String: Any]]
    let quit = try #require(json?.first { $0["scope"] as? String == "gallery" && $0["command"] as? String == "quit" })
    #expect(quit["keys"] as? [String] == ["X", "q", "Q"] && quit["help"] as? String == "quit; what is indexed stays")
  }

  @Test func `the example is a configuration without problems`() throws {
    let example = try program.run("config", "--example")
    try example.output.write(to: file)
    let config = try program.run("config")
    #expect(config.status == 0, "\(config.errors)")
    #expect(try program.run("keys").lines.count == program.run("keys", "--config", "none").lines.count)
  }

  @Test func `a pipe in its place is told and left out`() throws {
    #expect(mkfifo(file.path, 0o600) == 0)
    let outcome = try program.run("config")
    let reason = "it is a pipe or a device, not a configuration file; it is left out"
    #expect(outcome.errors == "facetui: \(file.path): \(reason)\n")
  }

  @Test func `the manual names everything that can be set`() throws {
    let manual = try String(contentsOf: Program.package.appending(path: "docs/configuration.md"), encoding: .utf8)
    for line in try program.run("config", "--example").lines {
      let words = line.split(separator: " ")
      guard words.count > 2, let index = words.firstIndex(of: "="), index > 0,
        line.hasPrefix("\"") || !words[index - 1].hasPrefix("\"")
      else { continue }
      let name = line.hasPrefix("\"") ? words[index + 1].replacing("\"", with: "`") : "`\(words[index - 1])`"
      #expect(manual.contains(name), "\(line)")
    }
  }

  @Test func `terminal takes the configured preview, and its option counts more`() throws {
    try Data("mouse = false\npreview = \"sextants\"\n".utf8).write(to: file)
    let configured = try program.run("terminal")
    #expect(configured.status == 0 && configured.lines.contains("pictures: sextants"), "\(configured.text)")
    #expect(configured.lines.contains("preview: sextants (\(file.path):2)"))
    let option = try program.run("terminal", "--preview", "half")
    #expect(option.lines.contains("pictures: half") && option.lines.contains("preview: half (option --preview)"))
    let none = try program.run("terminal", "--config", "none")
    #expect(none.lines.contains("preview: auto (default)") && !none.lines.contains("pictures: sextants"))
  }
}
