import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `Listing a folder` {
  private func list(_ folder: TemporaryFolder, exclude: [String] = []) throws -> [String: PhotoState?] {
    var scanner = FolderScanner(root: folder.path, exclusion: Exclusion(exclude))
    return Dictionary(uniqueKeysWithValues: try scanner.scan().map { ($0.path.string, $0.state) })
  }

  private func link(_ folder: TemporaryFolder, _ name: FilePath, to target: FilePath) {
    _ = target.withPlatformString { target in folder.file(name).withPlatformString { symlink(target, $0) } }
  }

  @Test func `links to files are followed, links to folders do not loop`() throws {
    let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
    try folder.write("x", to: "a/1.jpg")
    try outside.write("x", to: "2.jpg")
    link(folder, "loop", to: folder.path)
    link(folder, "a/up", to: "..")
    link(folder, "b", to: outside.path)
    link(folder, "c.jpg", to: outside.file("2.jpg"))
    link(folder, "d.jpg", to: "nowhere")
    link(folder, "0", to: "a")
    #expect(
      try list(folder) == [
        "a/1.jpg": nil, "b/2.jpg": nil, "c.jpg": nil,
        "d.jpg": .unreadable("a link that leads to no file: No such file or directory"),
      ])
  }

  @Test func `pipes, sockets and devices are named and never opened`() async throws {
    let folder = try TemporaryFolder()
    _ = folder.file("pipe.jpg").withPlatformString { mkfifo($0, 0o600) }
    link(folder, "null.jpg", to: "/dev/null")
    #expect(
      try list(folder) == [
        "pipe.jpg": .unsupported("a named pipe, not a file"), "null.jpg": .unsupported("a device, not a file"),
      ])
    #expect(throws: ReadFailure(reason: "a named pipe, not a file")) { try FileReader.read(folder.file("pipe.jpg")) }
  }

  @Test func `a large file is refused`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("12345", to: "a.jpg")
    #expect(throws: ReadFailure(reason: "too large: 0 MiB, at most 0 MiB are read")) {
      try FileReader.read(file, largest: 4)
    }
    #expect(try FileReader.read(file, largest: 5).bytes == Array("12345".utf8))
  }

  @Test(arguments: [
    (["*.png"], ["a.jpg", "sub/a.jpg", "sub/deep/c.jpg"]),
    (["sub"], ["a.jpg", "b.png"]),
    (["sub/"], ["a.jpg", "b.png"]),
    (["deep"], ["a.jpg", "b.png", "sub/a.jpg"]),
    (["sub/*.jpg"], ["a.jpg", "b.png", "sub/deep/c.jpg"]),
    (["/sub/deep"], ["a.jpg", "b.png", "sub/a.jpg"]),
    (["a.*", "c.*"], ["b.png"]),
    (["[", ""], ["a.jpg", "b.png", "sub/a.jpg", "sub/deep/c.jpg"]),
  ])
  func `globs leave files and folders out`(globs: [String], expected: [String]) throws {
    let folder = try TemporaryFolder()
    for name: FilePath in ["a.jpg", "b.png", "sub/a.jpg", "sub/deep/c.jpg"] { try folder.write("x", to: name) }
    #expect(try list(folder, exclude: globs).keys.sorted() == expected)
    let all = try list(folder).keys.sorted()
    #expect(all.filter { !Exclusion(globs).matches(FilePath($0)) } == expected)
  }

  @Test func `an excluded file stays in the cache`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    let some = try fixture.open(exclude: ["b*"])
    #expect(some.photos.map(\.path) == ["a.jpg"])
    for await _ in some.index() {}
    #expect(try fixture.open().photos.map(\.path) == ["a.jpg", "b.jpg"])
  }

  @Test func `the opened folder itself is listed whatever it holds`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: ".nomedia")
    try folder.write("x", to: "a.jpg")
    #expect(try list(folder) == ["a.jpg": nil])
  }
}
