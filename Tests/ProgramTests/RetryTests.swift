import Foundation
import Testing

/// `facetui doctor --retry` as a user calls it.
@Suite struct RetryTests {
  let program: Program
  private let photos: URL

  init() throws {
    program = try Program()
    photos = program.home.appending(path: "photos")
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    for name in ["2019/beach_alf.jpg", "2022/alf_street.jpg"] {
      let file = Program.drawn.appending(path: name)
      try FileManager.default.copyItem(at: file, to: photos.appending(path: file.lastPathComponent))
    }
  }

  @Test func `doctor tries again what could not be read`() throws {
    let file = photos.appending(path: "late.jpg")
    let bytes = try Data(contentsOf: photos.appending(path: "alf_street.jpg"))
    try Data(bytes.prefix(10)).write(to: file)
    _ = try program.run("index", photos.path)
    let failing = try program.run("doctor", "-0", "--state", "unreadable", "--retry", photos.path)
    #expect(failing.status == 1 && failing.output == Data("\(file.path)\0".utf8), "\(failing.errors)")
    #expect(failing.errors.contains("tried 1 file again: 0 can be read, 1 cannot"))
    try bytes.write(to: file)
    let mended = try program.run("doctor", "--retry", photos.path)
    #expect(mended.errors.contains("tried 1 file again: 1 can be read, 0 cannot"), "\(mended.errors)")
    #expect(mended.status == 0 && mended.lines[0].hasSuffix("3 indexed, with 3 faces"), "\(mended.text)")
    let none = try program.run("doctor", "--retry", photos.path)
    #expect(none.status == 0 && none.errors.contains("tried 0 files again"))
  }

  @Test func `doctor refuses to try again what could be read`() throws {
    let outcome = try program.run("doctor", "--state", "indexed", "--retry", photos.path)
    #expect(outcome.status == 2 && outcome.errors.contains("--retry goes with"))
  }
}
