import Foundation
import SystemPackage
import Testing

@testable import Library

@Suite struct FileListTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a/one.jpg", "a/b/two.jpg", "c/three.jpg", ".hidden/four.jpg"] {
      try folder.write("x", to: FilePath(name))
    }
  }

  private func list(_ names: String...) throws -> FileList { try FileList(names.map { folder.file(FilePath($0)) }) }

  @Test func `names end with a NUL, or where there is none with a newline`() {
    #expect(FileList.names(in: Array("a\nb\0c\0".utf8)) == ["a\nb", "c"])
    #expect(FileList.names(in: Array("a\nb c\n\nd".utf8)) == ["a", "b c", "d"])
    #expect(FileList.names(in: []) == [])
    let latin: [UInt8] = [0x64, 0xE9, 0x00]
    #expect(FileList.names(in: latin).map(\.length) == [2])
  }

  @Test func `the folder is the one that all have in common`() throws {
    #expect(try list("a/one.jpg").folder == folder.file("a"))
    #expect(try list("a/one.jpg", "a/b/two.jpg").folder == folder.file("a"))
    #expect(try list("a/b/two.jpg", "c/three.jpg").folder == folder.path)
    let list = try list("c/three.jpg", "a/b/../one.jpg", "a/one.jpg", "a/b/two.jpg")
    #expect(list.paths == ["a/b/two.jpg", "a/one.jpg", "c/three.jpg"] || list.paths.count == 3)
    #expect(list.notice == nil)
  }

  @Test func `a file keeps the first of its names`() throws {
    let other = folder.path.appending("a/../c/three.jpg")
    let list = try FileList([other, folder.file("c/three.jpg"), folder.file("a/one.jpg")])
    #expect(list.name(of: "c/three.jpg") == other)
    #expect(list.name(of: "a/one.jpg") == folder.file("a/one.jpg"))
    #expect(list.name(of: "a/b/two.jpg") == nil)
  }

  @Test func `missing files and folders are told`() throws {
    let list = try list("a/one.jpg", "gone.jpg", "a/one.jpg/x.jpg", "c")
    #expect(list.paths == ["one.jpg"])
    #expect(list.notice?.hasPrefix("2 files of the list are not there, 1 folder of the list left out (") == true)
    #expect(list.notice?.contains("gone.jpg") == true)
    #expect(throws: LibraryError.self) { try FileList([]) }
    #expect(throws: LibraryError.self) { try FileList([folder.file("gone.jpg")]) }
  }

  @Test func `only listed files are looked at, hidden ones too`() throws {
    let list = try list(".hidden/four.jpg", "a/one.jpg")
    let exclusion = Exclusion([], list: list)
    #expect(list.listing(exclusion) { false }.map(\.path) == [".hidden/four.jpg", "a/one.jpg"])
    #expect(!exclusion.matches("a/one.jpg") && exclusion.matches("a/b/two.jpg"))
    #expect(list.listing(Exclusion(["one*"], list: list)) { false }.map(\.path) == [".hidden/four.jpg"])
  }

  @Test func `a link that leads nowhere is unreadable, a file that has gone is gone`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("a/link.jpg").string, withDestinationPath: "nowhere.jpg")
    let list = try list("a/one.jpg", "a/link.jpg")
    folder.remove("a/one.jpg")
    let files = list.listing(Exclusion([], list: list)) { false }
    #expect(files.map(\.path) == ["link.jpg"])
    guard case .unreadable(let reason) = files.first?.state else {
      Issue.record("it is not unreadable")
      return
    }
    #expect(reason.contains("leads to no file"))
  }
}
