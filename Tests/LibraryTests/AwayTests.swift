import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import Library

/// What is mounted, as a test says.
private final class Mounts: Sendable {
  private let points: Mutex<[FilePath]>

  init(_ points: [FilePath]) { self.points = Mutex(points) }

  func set(_ points: [FilePath]) { self.points.withLock { $0 = points } }

  var table: MountTable {
    let lines = points.withLock { $0 }.map { "37 35 0:300 / \($0.string) rw - nfs4 server:/x rw" }
    return MountTable(Array((["36 35 98:0 / / rw - ext4 /dev/root rw"] + lines).joined(separator: "\n").utf8))
  }
}

@Suite struct `Photos on file systems that come and go` {
  private func open(_ fixture: Fixture, _ mounts: Mounts) throws -> PhotoLibrary {
    try PhotoLibrary(
      folder: fixture.photos.path, pack: fixture.pack, options: fixture.options, mountTable: { mounts.table },
      makeAnalyser: { [log = fixture.log] in FakeAnalyser(log: log) })
  }

  private func index(_ library: PhotoLibrary) async -> [IndexEvent] {
    var events: [IndexEvent] = []
    for await event in library.index(workers: 1) { events.append(event) }
    return events
  }

  private func makeFolder(_ path: FilePath) throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
  }

  @Test func `photos of a mount that is gone are away, and come back with it`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "nas/b.jpg": "photo bob", "nas/sub/c.jpg": "photo cat"])
    let point = fixture.photos.file("nas")
    let mounts = Mounts([point])
    let library = try open(fixture, mounts)
    _ = await index(library)
    let face = try #require(library.firstFace("nas/b.jpg"))

    fixture.photos.move("nas", to: ".server")
    try makeFolder(point)
    mounts.set([])
    let events = await index(library)
    #expect(library.away.sentence == "2 photos are away: \(point) is not mounted")
    #expect(events.contains(.away(library.away)))
    #expect(library.states().count == 3 && library.photo(at: "nas/b.jpg")?.isAway == true)
    #expect(library.firstFace("nas/b.jpg") == face && library.photo(at: "a.jpg")?.isAway == false)

    let next = try open(fixture, mounts)
    #expect(try next.list().map(\.isAway) == [false, true, true])
    #expect(next.summary.count(.indexed) == 3)
    try FileManager.default.removeItem(atPath: point.string)
    #expect(try next.list().count == 3, "also where the folder went with the mount, as those of drives do")

    fixture.photos.move(".server", to: "nas")
    mounts.set([point])
    _ = await index(library)
    #expect(library.away.isEmpty && library.photos.allSatisfy { !$0.isAway } && library.firstFace("nas/b.jpg") == face)
    fixture.photos.remove("nas/b.jpg")
    _ = await index(library)
    #expect(library.states().count == 2, "what is deleted on it is gone")
    #expect(fixture.log.count == 3, "nothing was looked at twice")
  }

  @Test func `photos behind a link to a folder that is not there are away, and gone with the link`() async throws {
    let elsewhere = try TemporaryFolder()
    try elsewhere.write("photo bob", to: "shelf/b.jpg")
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let link = fixture.photos.file("shelf")
    try FileManager.default.createSymbolicLink(
      atPath: link.string, withDestinationPath: elsewhere.file("shelf").string)
    let library = try open(fixture, Mounts([]))
    _ = await index(library)
    #expect(library.states() == ["a.jpg": .indexed, "shelf/b.jpg": .indexed])

    elsewhere.move("shelf", to: "put-away")
    _ = await index(library)
    #expect(library.states() == ["a.jpg": .indexed, "shelf/b.jpg": .indexed])
    #expect(library.photo(at: "shelf/b.jpg")?.isAway == true && library.away.sentence?.contains("shelf") == true)
    elsewhere.move("put-away", to: "shelf")
    _ = await index(library)
    #expect(library.photo(at: "shelf/b.jpg")?.isAway == false && fixture.log.count == 2)

    try FileManager.default.removeItem(atPath: link.string)
    _ = await index(library)
    #expect(library.states() == ["a.jpg": .indexed])
  }

  @Test func `a link that is removed takes its photos with it while their drive is away`() async throws {
    let drive = try TemporaryFolder()
    try drive.write("photo bob", to: "b.jpg")
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let link = fixture.photos.file("drive")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: drive.path.string)
    let mounts = Mounts([drive.path])
    let library = try open(fixture, mounts)
    _ = await index(library)
    mounts.set([])
    drive.remove("b.jpg")
    _ = await index(library)
    #expect(library.photo(at: "drive/b.jpg")?.isAway == true)
    try FileManager.default.removeItem(atPath: link.string)
    _ = await index(library)
    #expect(library.states() == ["a.jpg": .indexed] && library.away.isEmpty)
  }

  @Test func `other photos in the place of a mount take its place`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "nas/b.jpg": "photo bob"])
    let mounts = Mounts([fixture.photos.file("nas")])
    let library = try open(fixture, mounts)
    _ = await index(library)
    mounts.set([])
    fixture.photos.remove("nas/b.jpg")
    try fixture.photos.write("photo cat", to: "nas/c.jpg")
    _ = await index(library)
    #expect(Set(library.states().keys) == ["a.jpg", "nas/c.jpg"] && library.away.isEmpty)
    fixture.photos.remove("nas/c.jpg")
    _ = await index(library)
    #expect(Set(library.states().keys) == ["a.jpg"], "nothing is mounted there any more")
  }

  @Test func `a library that lies on a mount as a whole`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b/b.jpg": "photo bob"])
    let mounts = Mounts([fixture.photos.path])
    let library = try open(fixture, mounts)
    _ = await index(library)
    mounts.set([])
    fixture.photos.remove("a.jpg")
    fixture.photos.remove("b/b.jpg")
    _ = await index(library)
    #expect(library.away.map(\.photos) == [2] && library.summary.count(.indexed) == 2)
    mounts.set([fixture.photos.path])
    _ = await index(library)
    #expect(library.photos.isEmpty, "it is there, and empty")
  }

  @Test func `a link to a mount`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let outside = try TemporaryFolder()
    try outside.write("photo bob", to: "in/b.jpg")
    try FileManager.default.createSymbolicLink(
      atPath: fixture.photos.file("nas").string, withDestinationPath: outside.file("in").string)
    let mounts = Mounts([outside.path])
    let library = try open(fixture, mounts)
    _ = await index(library)
    #expect(library.states().count == 2)
    mounts.set([])
    outside.move("in", to: "out")
    _ = await index(library)
    #expect(library.photo(at: "nas/b.jpg")?.isAway == true && library.photo(at: "nas/b.jpg")?.faces.count == 1)
    #expect(library.hasOtherMounts(mounts.table, Mounts([outside.path]).table))
  }

  @Test func `a folder that goes while it is shown is away until it is back`() async throws {
    let fixture = try Fixture(["sub/a.jpg": "photo ann", "sub/b.jpg": "photo bob"])
    let library = try PhotoLibrary(
      folder: fixture.photos.file("sub"), pack: fixture.pack, options: fixture.options
    ) { [log = fixture.log] in FakeAnalyser(log: log) }
    let watch = library.watch()
    var scope = IndexScope()
    scope.seconds = 1
    let task = Task { [events = library.index(workers: 1, scope: scope, following: watch)] in
      for await _ in events {}
    }
    func wait(_ what: String, _ isTrue: () -> Bool) async throws {
      let end = Date(timeIntervalSinceNow: 20)
      while !isTrue() {
        guard Date() < end else {
          Issue.record("\(what) did not come: \(library.states()), \(library.away)")
          return
        }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    try await wait("the listing") { library.summary.count(.indexed) == 2 }
    fixture.photos.move("sub", to: "elsewhere")
    try await wait("away") { library.away.map(\.photos) == [2] }
    #expect(library.summary.count(.indexed) == 2 && library.photos.allSatisfy(\.isAway))
    fixture.photos.move("elsewhere", to: "sub")
    try await wait("back") { library.away.isEmpty && !library.photos.contains(where: \.isAway) }
    #expect(library.summary.count(.indexed) == 2 && fixture.log.count == 2)
    watch.close()
    await task.value
  }

  @Test func `the places of a folder that are mounted`() {
    let table = Mounts(["/mnt/nas", "/mnt/nas/deep", "/home", "/media/stick"]).table
    #expect(table.places(of: ["": "/srv/photos"]).isEmpty)
    #expect(table.places(of: ["": "/home/ann/photos"]) == [MountTable.Place(path: "", point: "/home")])
    #expect(table.places(of: ["": "/mnt/nas/scans"]) == [MountTable.Place(path: "", point: "/mnt/nas")])
    #expect(
      Set(table.places(of: ["": "/mnt", "l": "/media/stick/dcim"]).map(\.path.string)) == ["nas", "nas/deep", "l"])
    #expect(table.isMounted("/mnt/nas") && !table.isMounted("/mnt"))
  }
}
