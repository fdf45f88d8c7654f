import Foundation
import Glibc
import Testing

/// `facetui watch`, and the gallery while its folder changes.
@Suite struct WatchCommandTests {
  let program: Program
  let folder: URL

  init() throws {
    program = try Program()
    folder = program.home.appending(path: "photos")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try copy("2019/beach_alf.jpg", to: "one.jpg")
  }

  private func copy(_ name: String, to new: String) throws {
    try FileManager.default.copyItem(at: Program.drawn.appending(path: name), to: folder.appending(path: new))
  }

  private func watching(_ arguments: String..., errors: URL) throws -> Process {
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["watch", folder.path] + arguments
    process.environment = program.environment
    process.standardInput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    return process
  }

  private func wait(for text: String, in file: URL) throws {
    let end = Date(timeIntervalSinceNow: 30)
    while Date() < end {
      if try String(contentsOf: file, encoding: .utf8).contains(text) { return }
      usleep(20_000)
    }
    Issue.record("“\(text)” did not come: \(try String(contentsOf: file, encoding: .utf8))")
  }

  @Test(arguments: [SIGTERM, SIGINT]) func `it goes on with what comes, and ends in order`(_ signal: Int32) throws {
    let errors = program.home.appending(path: "errors")
    let process = try watching(errors: errors)
    try wait(for: "1 file: 1 with faces", in: errors)
    try copy("2019/beach_alf.jpg", to: "two.jpg")
    try wait(for: "1 new; 2 files: 2 with faces", in: errors)
    try FileManager.default.removeItem(at: folder.appending(path: "one.jpg"))
    try wait(for: "1 gone; 1 file: 1 with faces", in: errors)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    let doctor = try program.run("doctor", folder.path)
    #expect(doctor.text.contains("1 indexed"))
  }

  @Test func `quiet it says nothing`() throws {
    let errors = program.home.appending(path: "errors")
    let process = try watching("--quiet", errors: errors)
    let cache = program.home.appending(path: "cache/facetui/cache.sqlite")
    let end = Date(timeIntervalSinceNow: 30)
    while Date() < end, try !program.run("doctor", folder.path).text.contains("1 indexed") { usleep(100_000) }
    #expect(FileManager.default.fileExists(atPath: cache.path))
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try String(contentsOf: errors, encoding: .utf8).isEmpty)
  }

  @Test func `a list of files is refused`() throws {
    let outcome = try program.run("watch", "-")
    #expect(outcome.status == 2 && outcome.errors.contains("needs a folder"))
  }

  @Test func `the gallery shows what comes and goes, and asks the terminal for its attention until it ends`() throws {
    let terminal = try PseudoTerminal(program, [folder.path])
    try terminal.wait(for: "one.jpg")
    try copy("2019/beach_alf.jpg", to: "two.jpg")
    try terminal.wait(for: "two.jpg")
    try FileManager.default.removeItem(at: folder.appending(path: "one.jpg"))
    try terminal.wait(for: "gone")
    terminal.type("q")
    #expect(try terminal.exitStatus() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("\u{1B}[?1004h"))
    let on = try #require(text.range(of: "\u{1B}[?1004h", options: .backwards))
    let off = try #require(text.range(of: "\u{1B}[?1004l", options: .backwards))
    #expect(on.lowerBound < off.lowerBound)
  }
}
