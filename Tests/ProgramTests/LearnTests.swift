import Foundation
import Testing

/// `facetui learn` as a shell runs it, on the fixture library.
@Suite struct LearnTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func `labels that cannot be used, and nothing to forget, are said`() throws {
    let labels = program.home.appending(path: "labels.csv")
    try "photo,person\n2019/beach_alf.jpg,Alf\n".write(to: labels, atomically: true, encoding: .utf8)
    let few = try program.run("learn", Program.drawn.path, "--labels", labels.path)
    #expect(few.status == 2)
    #expect(few.errors.contains("there are 0 people with at least 3 confirmed faces"), "\(few.errors)")
    try "photo,person\nmissing.jpg,Alf\n".write(to: labels, atomically: true, encoding: .utf8)
    let missing = try program.run("learn", Program.drawn.path, "--labels", labels.path)
    #expect(missing.status == 2 && missing.errors.contains("missing.jpg: is named by the labels and not in the folder"))
    #expect(try program.run("learn", Program.drawn.path).status == 2)
    let forget = try program.run("learn", "--forget", Program.drawn.path)
    #expect(forget.status == 1 && forget.errors.contains("nothing was learnt"))
  }
}
