import Foundation
import Testing

/// Arguments that are easily mistaken.
@Suite struct ArgumentTests {
  private let program: Program
  private let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path

  init() throws { program = try Program() }

  private func errors(_ arguments: String...) throws -> String {
    let outcome = try program.run(executable: Program.executable, arguments)
    #expect(outcome.status == 2, "\(arguments)")
    return outcome.errors
  }

  @Test func `a threshold may be negative`() throws {
    let all = try program.run("find", "--query", query, Program.drawn.path, "--threshold", "-1", "--format", "jsonl")
    #expect(all.status == 0 && all.lines.count >= 21, "\(all.errors)")
    #expect(try errors("find", "--query", query, "--threshold", "-1.5").contains("between -1 and 1"))
    #expect(try errors("find", "--query", query, "--threshold", "nan").contains("between -1 and 1"))
    #expect(try errors("find", "--query", query, "--top", "-3").contains("--top must be at least 1"))
    #expect(try errors("index", "--workers", "-1").contains("--workers must be between"))
    #expect(try errors("eval", "learn", "--labels", "x", "--seeds", "-1").contains("--seeds must be between"))
    #expect(try errors("pack", "import", "x.onnx", "--output", "x", "--mean", "-1").contains("x.onnx"))
    #expect(
      try errors("pack", "import", "x.onnx", "--output", "x", "--mean", "inf").contains("--mean must be a number"))
    #expect(try errors("pack", "import", "x.onnx", "--output", "x", "--scale", "-inf").contains("--scale must be"))
  }

  @Test func `a value may begin with a dash`() throws {
    try FileManager.default.copyItem(atPath: query, toPath: program.home.appending(path: "-rf.jpg").path)
    let found = try program.run("find", "--query", "-rf.jpg", Program.drawn.path)
    #expect(found.status == 0, "\(found.errors)")
  }

  @Test func `an option that takes one value is refused twice`() throws {
    let twice = "is given twice; it takes one value"
    #expect(try errors("find", "--query", "a", "--top", "1", "--top=2").contains("'--top' \(twice)"))
    #expect(try errors("index", "--cache", "a", ".", "--cache", "b").contains("'--cache' \(twice)"))
    #expect(try errors(".", "--pack", "a", "--pack", "b").contains("'--pack' \(twice)"))
    #expect(try errors("eval", "pairs", "x", "--json", "a", "--json", "b").contains("'--json' \(twice)"))
    // What follows an option is its value.
    #expect(try errors("faces", "x", "--pack", "--cache", "--cache", "y").contains("--cache"))
    let excluded = try program.run(
      "doctor", Program.drawn.path, "--exclude", "2019", "--exclude", "2020", "--null", "--null", "--list", "pending")
    #expect(excluded.status == 0 && !excluded.output.isEmpty, "\(excluded.errors)")
  }

  @Test func `a misspelt subcommand is asked about`() throws {
    #expect(try errors("indx", ".") == "facetui: indx: there is no such folder; did you mean facetui index?\n")
    #expect(try errors("fidn", "--query", "x").contains("did you mean facetui find?"))
    #expect(try errors("doctors").contains("did you mean facetui doctor?"))
    #expect(try !errors("holidays").contains("did you mean"))
    try FileManager.default.createDirectory(
      at: program.home.appending(path: "indx"), withIntermediateDirectories: false)
    let keys = program.home.appending(path: "keys")
    try Data().write(to: keys)
    #expect(try program.run("indx", "--replay", keys.path).status == 0)
  }

  @Test func `a misspelt word is asked about wherever a subcommand stands`() throws {
    #expect(
      try errors("eval", "albm") == "facetui: albm: there is no such subcommand; did you mean facetui eval album?\n")
    #expect(try errors("pack", "imprt", "x").contains("did you mean facetui pack import?"))
    #expect(try errors("help", "indx").contains("did you mean facetui help index?"))
    #expect(try errors("help", "eval", "paris").contains("did you mean facetui help eval pairs?"))
    #expect(try errors("INDEX", ".").contains("did you mean facetui index?"))
    #expect(try errors("hlep").contains("did you mean facetui help?"))
    #expect(try errors("eval", "nothing").contains("Unexpected argument 'nothing'"))
    #expect(try program.run("help", "eval", "album").status == 0)
  }

  @Test func `an empty path is refused`() throws {
    for option in ["--cache", "--pack", "--query"] {
      let arguments = option == "--query" ? [option, ""] : ["--query", query, option, ""]
      let outcome = try program.run(executable: Program.executable, ["find", Program.drawn.path] + arguments)
      #expect(outcome.errors == "facetui: the option '\(option)' is given nothing; it needs a value\n")
      #expect(outcome.status == 2)
    }
    #expect(try errors("index", ".", "--cache=").contains("Missing value for '--cache"))
    #expect(try errors("index", "--cache=", ".").contains("'--cache' is given nothing"))
    #expect(try errors("eval", "album", "--labels", "").contains("'--labels' is given nothing"))
    for arguments in [["index", ""], ["index", "--", ""], [""], ["faces", ""]] {
      let outcome = try program.run(executable: Program.executable, arguments)
      #expect(
        outcome.errors == "facetui: an argument is empty; it must name a file or a folder\n" && outcome.status == 2)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.home.path) == ["stderr"])
  }

  @Test func `a file in the place of a folder is told what it is`() throws {
    let advice = "it is a photo, not a folder; facetui find --query \(query) FOLDER"
    for arguments in [["doctor", query], [query]] {
      let outcome = try program.run(executable: Program.executable, arguments)
      #expect(outcome.status == 2 && outcome.errors.contains(advice), "\(outcome.errors)")
    }
    #expect(try errors("doctor", Program.executable.path).contains("it is a file, not a folder"))
  }

  @Test func `labels that name nobody are refused`() throws {
    try Data("file,person\n".utf8).write(to: program.home.appending(path: "labels.csv"))
    for command in [["eval", "album"], ["eval", "learn"], ["learn"]] {
      let outcome = try program.run(
        executable: Program.executable, command + ["--labels", "labels.csv", Program.drawn.path])
      #expect(outcome.status == 2, "\(command)")
      #expect(outcome.errors == "facetui: labels.csv: it names no photo: nothing follows its first line\n")
    }
  }

  @Test(arguments: [Int.min, -1, 0, 2, Int.max])
  func `a face that the photo lacks is told by its number`(_ number: Int) throws {
    #expect(
      try errors("find", "--query", "\(query)#\(number)", Program.drawn.path).contains("there is no face #\(number);"))
  }

  @Test func `files with faces are for their owner alone`() throws {
    let list = Program.package.appending(path: "Tests/Fixtures/drawn_pairs.txt").path
    let files = ["out.json", "out.html"]
    let outcome = try program.run(
      "eval", "pairs", list, "--root", Program.drawn.path, "--json", files[0], "--report", files[1])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: program.home.appending(path: file).path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
    }
  }
}
