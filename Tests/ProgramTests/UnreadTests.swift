import Foundation
import Testing

/// What the commands say of files and folders that they could not read.
@Suite struct UnreadTests {
  let program: Program

  init() throws { program = try Program() }

  /// Runs the program without the superuser's rights; as itself where the tests have none.
  private func runAsNobody(_ arguments: [String]) throws -> Program.Outcome {
    guard getuid() == 0 else { return try program.run(executable: Program.executable, arguments) }
    let prefix = ["--reuid", "65534", "--regid", "65534", "--clear-groups", Program.executable.path]
    return try program.run(executable: Self.setpriv, prefix + arguments)
  }

  private static let setpriv = URL(fileURLWithPath: "/usr/bin/setpriv")

  /// Whether there is a way to meet a file without permission.
  private static var canLackPermission: Bool {
    guard getuid() == 0 else { return true }
    let arguments = ["--reuid", "65534", "--clear-groups", "test", "-x", Program.executable.path]
    guard let process = try? Process.run(setpriv, arguments: arguments) else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(.enabled(if: UnreadTests.canLackPermission, "the superuser cannot run the program as somebody else"))
  func `folders and files without permission are told, alike by index, doctor and the interface`() throws {
    let folder = program.home.appending(path: "photos")
    let locked = folder.appending(path: "locked")
    try FileManager.default.createDirectory(at: locked, withIntermediateDirectories: true)
    let photo = folder.appending(path: "a.jpg")
    try FileManager.default.copyItem(at: Program.drawn.appending(path: "2022/alf_street.jpg"), to: photo)
    for url in [photo, locked] { try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: url.path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: program.home.path)

    let expected = [
      "\(photo.path)\tPermission denied", "\(locked.path)\tthe folder cannot be read: Permission denied",
    ]
    #expect(try runAsNobody(["doctor", "--list", "unreadable", folder.path]).lines == expected)
    let index = try runAsNobody(["index", folder.path])
    #expect(index.status == 0)
    #expect(
      index.errors.contains("1 folder could not be read, 1 picture was not read; facetui doctor"), "\(index.errors)")
    #expect(try runAsNobody(["doctor", "--list", "unreadable", folder.path]).lines == expected)
    #expect(try runAsNobody(["doctor", folder.path]).text.contains("1 of the unreadable is a folder; the files in it"))

    try FileManager.default.removeItem(at: photo)
    let keys = program.home.appending(path: "keys")
    try Data().write(to: keys)
    let screen = try runAsNobody(["--replay", keys.path, folder.path]).text
    #expect(screen.contains("1 folder in it may not be read"), "\(screen)")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: locked.path)
  }

  @Test(.enabled(if: UnreadTests.canLackPermission, "the superuser cannot run the program as somebody else"))
  func `a cache that may not be looked into does not pass for none`() throws {
    let cache = program.home.appending(path: "locked")
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    _ = try program.run("index", "--cache", cache.path, Program.drawn.path)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: program.home.path)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: cache.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: cache.path) }
    let commands = [
      ["cache", "stats"], ["cache", "verify"], ["cache", "prune"], ["cache", "clear", "--yes"],
      ["forget", Program.drawn.path],
    ]
    for command in commands {
      let outcome = try runAsNobody(command + ["--cache", cache.path])
      #expect(outcome.status == 2 && outcome.errors.contains("cannot be used: Permission denied"), "\(outcome)")
    }
  }

  @Test func `a folder of pictures that are not read does not pass for an empty one`() throws {
    let folder = program.home.appending(path: "photos")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["a.heic", "b.HEIC"] {
      try Data("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic".utf8).write(to: folder.appending(path: name))
    }
    let query = Program.drawn.appending(path: "2022/alf_street.jpg").path
    let find = try program.run("find", "--query", query, folder.path)
    #expect(find.status == 1)
    #expect(find.errors.contains("2 pictures were not read; facetui doctor \(folder.path) says why"), "\(find.errors)")
    #expect(try program.run("index", folder.path).errors.contains("2 pictures were not read"))
  }

  @Test func `what libraries print about damaged pictures does not land on the screen`() throws {
    let folder = program.home.appending(path: "photos")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let formats = Program.drawn.deletingLastPathComponent().appending(path: "formats")
    for name in ["photo.jxl", "photo.avif", "photo.heic", "photo.png", "photo.tif", "photo.dng"] {
      var bytes = try Data(contentsOf: formats.appending(path: name))
      for place in stride(from: bytes.count / 3, to: bytes.count, by: 211) { bytes[place] ^= 0xFF }
      try bytes.write(to: folder.appending(path: name))
    }
    let index = try program.run("index", folder.path)
    #expect(index.status == 0)
    let lines = index.errors.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("facetui: ") || $0.hasPrefix("6 files: ") }, "\(index.errors)")
  }

  @Test func `folders of a NAS are left out unless they are asked for`() throws {
    let folder = program.home.appending(path: "photos")
    let bin = folder.appending(path: "#recycle")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    for place in [folder, bin] {
      try FileManager.default.copyItem(
        at: Program.drawn.appending(path: "2022/alf_street.jpg"), to: place.appending(path: "a.jpg"))
    }
    #expect(try program.run("index", folder.path).errors.contains("1 file: "))
    #expect(try program.run("doctor", folder.path).text.contains("left out: 1 folder of a NAS or a desktop (#recycle)"))
    #expect(try program.run("index", "--no-default-excludes", folder.path).errors.contains("2 files:"))
  }
}
