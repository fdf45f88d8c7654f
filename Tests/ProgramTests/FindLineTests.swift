import Foundation
import Testing

/// `:find` with files that are none of the library's, on replayed screens.
@Suite struct FindLineTests {
  let program: Program

  init() throws { program = try Program() }

  private func screen(_ line: String) throws -> String {
    let keys = program.home.appending(path: "keys")
    try Data("\":find \(line)\" <Enter>".utf8).write(to: keys)
    let folder = Program.drawn.appending(path: "2019").path
    let replayed = try program.run(folder, "--replay", keys.path, "--size", "200x30")
    #expect(replayed.status == 0, "\(replayed.errors)")
    return replayed.text
  }

  @Test func `a file outside, by its path or beside the folder, is searched for`() throws {
    for path in [Program.drawn.appending(path: "2020/family.jpg").path, "../2020/family.jpg"] {
      let text = try screen(path + "#2")
      #expect(text.contains("› matches") && text.contains("match 1 of"), "\(text)")
      #expect(text.contains("searching for face 2 of"), "\(text)")
    }
  }

  @Test func `below the home as well`() throws {
    let copy = program.home.appending(path: "alf.jpg")
    try FileManager.default.copyItem(at: Program.drawn.appending(path: "2019/beach_alf.jpg"), to: copy)
    #expect(try screen("~/alf.jpg").contains("› matches"))
  }

  @Test func `what cannot be searched for is told below the line`() throws {
    let damaged = program.home.appending(path: "damaged.jpg")
    try Data("no picture".utf8).write(to: damaged)
    #expect(try screen("~/damaged.jpg").contains("\(damaged.path) cannot be read: "))
    #expect(try screen("../2020").contains("../2020 is a folder; name a photo, or a file with one"))
    #expect(try screen("~/gone.jpg").contains("there is no photo and no file called ~/gone.jpg"))
    #expect(try screen("../2020/family.jpg#99").contains("there is no face #99"))
    #expect(try screen("../2022/empty_lake.jpg").contains("no face in ../2022/empty_lake.jpg"))
  }
}
