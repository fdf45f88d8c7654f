import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `Names that say nothing` {
  private func jpeg(_ text: String) -> [UInt8] { jpegStart + Array(text.utf8) }

  @Test func `a JPEG is found under any name that is not surely something else`() async throws {
    let fixture = try Fixture()
    let names: [FilePath] = [
      "noext", "a.jpg_large", "a.jpg.1", "a.jp", "a.mpo", "a.jps", "a.thm", "a.insp", "a.jpg ", "a.part",
      "a.jpg_original", "folder.name/no", "a.",
    ]
    for name in names { try fixture.photos.write(bytes: jpeg("photo ann"), to: name) }
    for name: FilePath in ["a.txt", "a.mp4", "a.zip", "a.swift"] {
      try fixture.photos.write(bytes: jpeg("photo ann"), to: name)
    }
    let library = try await fixture.indexed()
    #expect(Set(library.photos(in: .indexed).map(\.path)) == Set(names))
    #expect(library.photos.allSatisfy { $0.isPicture == names.contains($0.path) })
    #expect(library.states()["a.txt"] == .unsupported("not a picture by its name (.txt)"))
    #expect(try fixture.open().states().filter { $0.value == .indexed }.count == names.count)
  }

  @Test func `a file that is no picture is looked into once`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "notes": "photo ann", "BM and so on": "BM and so on", "empty": ""])
    let library = try await fixture.indexed()
    let noPicture = PhotoState.unsupported("not a picture by its first bytes")
    #expect(library.states() == ["a.jpg": .indexed, "notes": noPicture, "BM and so on": noPicture, "empty": noPicture])
    #expect(library.photos.filter(\.isPicture).map(\.path) == ["a.jpg"])
    #expect(fixture.log.count == 1)
    #expect(library.summary.unread == UnreadFiles(folders: 0, pictures: 0))
    // Were it looked into again, it would be found to be no picture.
    try fixture.mistake("notes", for: "a.jpg")
    let again = try await fixture.indexed()
    #expect(again.states()["notes"] == .indexed)
    try fixture.photos.write(bytes: jpeg("photo bob cid"), to: "notes")
    for await _ in again.index() {}
    #expect(again.photo(at: "notes")?.faces.count == 2)
    try fixture.photos.write("no more", to: "notes")
    for await _ in again.index() {}
    #expect(again.states()["notes"] == noPicture && again.states()["BM and so on"] == noPicture)
  }

  @Test func `another picture says what it is and is missed`() async throws {
    let fixture = try Fixture()
    try fixture.photos.write(bytes: Array("GIF89a".utf8), to: "screenshot")
    try fixture.photos.write(bytes: [0, 0, 0, 0x0C] + Array("jP  \r\n".utf8), to: "IMG.live")
    let library = try fixture.open()
    for photos in [try library.list(), try fixture.open().photos] {
      #expect(
        photos.map(\.state.reason) == [
          "JPEG 2000 pictures are not read", "GIF pictures are not read",
        ])
      #expect(photos.filter(\.isPicture).count == 2)
      #expect(LibrarySummary(photos).unread == UnreadFiles(folders: 0, pictures: 2))
    }
  }

  @Test(.timeLimit(.minutes(1))) func `pipes and devices are never opened, whatever their names`() async throws {
    let fixture = try Fixture()
    _ = fixture.photos.file("pipe").withPlatformString { mkfifo($0, 0o600) }
    _ = fixture.photos.file("device").withPlatformString { symlink("/dev/zero", $0) }
    let library = try await fixture.indexed()
    #expect(
      library.states() == [
        "pipe": .unsupported("a named pipe, not a file"), "device": .unsupported("a device, not a file"),
      ])
    #expect(library.photos.allSatisfy { !$0.isPicture })
    // One that takes a file's place after the listing.
    #expect(throws: ReadFailure(reason: "a named pipe, not a file")) {
      try FileReader.read(fixture.photos.file("pipe"), first: 16)
    }
  }
}
