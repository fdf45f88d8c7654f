import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `What is not read` {
  private static let service: [FilePath] = [
    "@eaDir", "#recycle", "$RECYCLE.BIN", "$Recycle.Bin", ".Trash-1000", "lost+found", ".thumbnails", "Thumbs",
  ]

  @Test func `folders of a NAS or a desktop are left out and counted`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/@eaDir/a.jpg/SYNO.jpg": "photo ann", "Thumbs.jpg": "photo"])
    for folder in Self.service { try fixture.photos.write("photo ann", to: folder.appending("x.jpg")) }
    try fixture.photos.write("photo ann", to: ".hidden/x.jpg")
    let library = try await fixture.indexed()
    #expect(library.photos.map(\.path) == ["a.jpg", "Thumbs.jpg"])
    #expect(Set(library.leftOutByDefault.serviceFolders) == Set(Self.service + ["sub/@eaDir"]))
    #expect(library.leftOutByDefault.hiddenFolders == 1 && library.leftOutByDefault.hiddenFiles == 0)

    var options = fixture.options
    options.usesDefaultExcludes = false
    let log = fixture.log
    let all = try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options) {
      FakeAnalyser(log: log)
    }
    for await _ in all.index() {}
    #expect(all.photos.count == 4 + Self.service.count && all.leftOutByDefault.isEmpty)
    #expect(try fixture.open().photos.map(\.path) == ["a.jpg", "Thumbs.jpg"])
  }

  @Test func `hidden files and folders are counted, and read when asked for`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", ".b.jpg": "photo bob", ".c.txt": "x", "d/.e/f.jpg": "photo cid"])
    for folder in [".git", ".cache"] { try fixture.photos.write("photo ann", to: FilePath(folder).appending("x.jpg")) }
    let library = try await fixture.indexed()
    #expect(library.photos.map(\.path) == ["a.jpg"])
    #expect(library.leftOutByDefault.hiddenFiles == 2 && library.leftOutByDefault.hiddenFolders == 3)

    var options = fixture.options
    options.usesDefaultExcludes = false
    let log = fixture.log
    let all = try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options) {
      FakeAnalyser(log: log)
    }
    for await _ in all.index() {}
    #expect(Set(all.photos.map(\.path)) == ["a.jpg", ".b.jpg", ".c.txt", "d/.e/f.jpg"])
    #expect(all.leftOutByDefault.hiddenFolders == 2, ".git and .cache are never read")
  }

  @Test func `photos in a folder that cannot be read for a while stay known`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/deep/b.jpg": "photo bob"])
    _ = try await fixture.indexed()
    var contents = try fixture.open().uncorrectedContents()
    let listed = ListedFile(path: "sub", state: .unreadable("the folder cannot be read"), kind: .folder)
    #expect(contents.replace(with: [listed]).gone == ["a.jpg"], "only what is surely gone")
  }

  @Test func `such a folder that is opened itself is read, and a file of such a name`() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "@eaDir/a.jpg")
    try folder.write("x", to: "@eaDir/#recycle")
    var scanner = FolderScanner(root: folder.file("@eaDir"))
    #expect(try scanner.scan().map(\.path) == ["#recycle", "a.jpg"])
  }

  @Test func `a path that is longer than the system takes at once is read`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let names = (0..<23).map { String(repeating: "\($0 % 10)", count: 200) }
    try makeDeep(names, in: fixture.photos, file: "b.jpg")
    try makeDeep(["x"], in: fixture.photos, file: "c.jpg")
    let library = try await fixture.indexed()
    let deep = FilePath(names.joined(separator: "/")).appending("b.jpg")
    #expect(deep.length > 4500)
    #expect(library.states() == [deep.string: .indexed, "a.jpg": .indexed, "x/c.jpg": .indexed])
    #expect(try fixture.open().states() == library.states())
    #expect(try library.analyse(file: library.absolute(deep)).faces.count == 1)
    let remove = try Process.run(
      URL(fileURLWithPath: "/bin/rm"), arguments: ["-rf", fixture.photos.file(FilePath(names[0])).string])
    remove.waitUntilExit()
    for await _ in library.index() {}
    #expect(library.states().count == 2)
  }

  private func makeDeep(_ names: [String], in folder: TemporaryFolder, file: String) throws {
    var place = try FileDescriptor.open(folder.path, .readOnly, options: .directory)
    for name in names {
      try #require(mkdirat(place.rawValue, name, 0o700) == 0)
      let next = openat(place.rawValue, name, O_RDONLY | O_DIRECTORY)
      try place.close()
      place = FileDescriptor(rawValue: next)
    }
    let photo = FileDescriptor(rawValue: openat(place.rawValue, file, O_WRONLY | O_CREAT, 0o600))
    try place.close()
    try photo.closeAfter { _ = try photo.writeAll(Array("photo bob".utf8)) }
  }

  @Test func `the sentence names what and how to see it`() {
    func sentence(_ folders: Int, _ pictures: Int, _ folder: String = "~/photos") -> String? {
      UnreadFiles(folders: folders, pictures: pictures).sentence(folder: folder)
    }
    #expect(sentence(0, 0) == nil)
    #expect(sentence(1, 0) == "1 folder could not be read; facetui doctor ~/photos says why")
    #expect(
      sentence(2, 14) == "2 folders could not be read, 14 pictures were not read; facetui doctor ~/photos says why")
    #expect(sentence(0, 1, "/a b/c's") == "1 picture was not read; facetui doctor '/a b/c'\\''s' says why")
  }

  @Test func `a file that failed keeps its state until it is tried again`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    let photos = fixture.photos
    fixture.log.onAnalysis { _ in photos.move("b.jpg", to: "c") }
    _ = try await fixture.indexed()
    fixture.log.onAnalysis { _ in }
    photos.move("c", to: "b.jpg")
    let library = try fixture.open()
    #expect(try library.list().map(\.state) == [.indexed, .unreadable("No such file or directory")])
    for await _ in library.index() {}
    #expect(library.states() == ["a.jpg": .indexed, "b.jpg": .indexed])
  }
}
