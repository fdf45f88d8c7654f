import Faces
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Library

/// A library that is followed while its folder changes.
private final class Followed: Sendable {
  let fixture: Fixture
  let library: PhotoLibrary
  let watch: FolderWatch
  private let task: Task<Void, Never>
  private let events: Events

  init(_ fixture: Fixture, exclude: [String] = [], seconds: Double? = nil, watch: FolderWatch? = nil) async throws {
    self.fixture = fixture
    // What was written a moment ago is left to the watch, as somebody may still write to it.
    for name in FileManager.default.subpaths(atPath: fixture.photos.path.string) ?? [] {
      let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -60)]
      try FileManager.default.setAttributes(old, ofItemAtPath: "\(fixture.photos.path.string)/\(name)")
    }
    let library = try fixture.open(exclude: exclude)
    self.library = library
    let watch = watch ?? library.watch()
    self.watch = watch
    var scope = IndexScope()
    scope.seconds = seconds
    let (events, box) = (library.index(workers: 2, scope: scope, following: watch), Events())
    task = Task { for await event in events { box.take(event) } }
    self.events = box
    try await wait("the first listing") { box.finished > 0 }
  }

  deinit { watch.close() }

  var changes: LibraryChange { events.changes }
  var gap: WatchGap? { events.gap }

  /// Far more than it takes, for slow machines.
  func wait(_ what: String, until isTrue: () -> Bool) async throws {
    let end = Date(timeIntervalSinceNow: 20)
    while !isTrue() {
      guard Date() < end else {
        Issue.record("\(what) did not come; there are \(library.states().keys.sorted().prefix(20)); \(changes)")
        return
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until exactly these photos are there, all looked at.
  func wait(for names: Set<String>) async throws {
    try await wait("\(names.sorted().prefix(5))") {
      let states = library.states()
      return Set(states.keys) == names && !states.values.contains(.pending)
    }
  }

  func end() async {
    watch.close()
    await task.value
  }
}

private final class Events: Sendable {
  private let state = Mutex<(changes: LibraryChange, gap: WatchGap?, finished: Int)>((LibraryChange(), nil, 0))

  func take(_ event: IndexEvent) {
    state.withLock { state in
      switch event {
      case .changed(_, let change): state.changes.add(change)
      case .watching(let gap): state.gap = gap
      case .finished: state.finished += 1
      default: break
      }
    }
  }

  var changes: LibraryChange { state.withLock { $0.changes } }
  var gap: WatchGap? { state.withLock { $0.gap } }
  var finished: Int { state.withLock { $0.finished } }
}

@Suite struct `Following a folder` {
  @Test func `another folder in the place of the one that is followed`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b.jpg": "photo bob"])
    let followed = try await Followed(fixture)
    let (photos, old) = (fixture.photos.path.string, fixture.photos.path.string + ".old")
    defer { try? FileManager.default.removeItem(atPath: old) }
    try FileManager.default.moveItem(atPath: photos, toPath: old)
    try await Task.sleep(for: .seconds(1))
    let start = ContinuousClock.now
    try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: false)
    try fixture.photos.write("photo cat", to: "c.jpg")
    try await followed.wait("the new folder's photo") { followed.library.photo(at: "c.jpg")?.faces.count == 1 }
    #expect(ContinuousClock.now - start < .seconds(8), "sooner than where a server must be asked")
    await followed.end()
  }

  @Test func `photos that come, change, move and go`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/b.jpg": "photo bob"])
    let followed = try await Followed(fixture)
    let (library, photos) = (followed.library, fixture.photos)
    try photos.write("photo cat", to: "c.jpg")
    try photos.write("photo dan", to: "new/deep/d.jpg")
    try await followed.wait(for: ["a.jpg", "sub/b.jpg", "c.jpg", "new/deep/d.jpg"])
    try await followed.wait("the events of both") { followed.changes.new == 2 }

    let ann = try #require(library.firstFace("a.jpg"))
    try photos.write("photo eve fay", to: "c.jpg")
    try await followed.wait("the change") { library.photo(at: "c.jpg")?.faces.count == 2 }

    photos.move("a.jpg", to: "sub/z.jpg")
    try await followed.wait(for: ["sub/z.jpg", "sub/b.jpg", "c.jpg", "new/deep/d.jpg"])
    #expect(library.firstFace("sub/z.jpg") == ann, "a moved photo keeps its faces")
    try await followed.wait("the move") { followed.changes.moved["sub/z.jpg"] == "a.jpg" }
    #expect(followed.changes.gonePictures == 0)

    photos.move("new", to: "other")
    try await followed.wait(for: ["sub/z.jpg", "sub/b.jpg", "c.jpg", "other/deep/d.jpg"])
    try photos.write("photo gus", to: "other/deep/e.jpg")
    try await followed.wait(for: ["sub/z.jpg", "sub/b.jpg", "c.jpg", "other/deep/d.jpg", "other/deep/e.jpg"])

    photos.remove("c.jpg")
    try FileManager.default.removeItem(atPath: photos.file("other").string)
    try await followed.wait(for: ["sub/z.jpg", "sub/b.jpg"])
    try await followed.wait("the events of three") { followed.changes.gonePictures == 3 }
    await followed.end()
    let next = try fixture.open()
    #expect(Set(next.states().keys) == ["sub/z.jpg", "sub/b.jpg"], "the cache knows as well")
  }

  @Test func `a cache that is removed is begun anew at once, and all looked at`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/b.jpg": "photo bob"])
    let followed = try await Followed(fixture)
    for name in ["", "-wal", "-shm"] { _ = unlink(fixture.cacheFile.string + name) }
    try await followed.wait("a new cache") { (try? fixture.open().summary.count(.indexed)) == 2 }
    #expect(fixture.log.count == 4 && followed.library.newNotice()?.contains("a new one begun") == true)
    try fixture.photos.write("photo cat", to: "c.jpg")
    try await followed.wait(for: ["a.jpg", "c.jpg", "sub/b.jpg"])
    await followed.end()
    #expect(fixture.log.count == 5, "it is followed as before")
  }

  @Test func `a file is looked at when it is closed`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let followed = try await Followed(fixture)
    let file = try FileDescriptor.open(
      fixture.photos.file("b.jpg"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    _ = try file.writeAll(Array("brok".utf8))
    try fixture.photos.write("photo cat", to: "c.jpg")
    try await followed.wait(for: ["a.jpg", "c.jpg"])
    try await Task.sleep(for: .seconds(1))
    #expect(followed.library.photo(at: "b.jpg") == nil)
    _ = try file.writeAll(toAbsoluteOffset: 0, Array("photo bob".utf8))
    try file.close()
    try await followed.wait(for: ["a.jpg", "b.jpg", "c.jpg"])
    #expect(followed.library.states()["b.jpg"] == .indexed && fixture.log.count == 3)
  }

  @Test func `what the library leaves out does not come`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "sub/b.jpg": "photo bob"])
    let followed = try await Followed(fixture, exclude: ["raw*"])
    for name in [".h.jpg", "raw1.jpg", "@eaDir/t.jpg", ".hidden/u.jpg", "marked/.nomedia", "marked/v.jpg"] {
      try fixture.photos.write("photo x", to: FilePath(name))
    }
    try fixture.photos.write("photo cat", to: "c.jpg")
    try await followed.wait(for: ["a.jpg", "sub/b.jpg", "c.jpg"])
    try fixture.photos.write("", to: "sub/.nomedia")
    try await followed.wait(for: ["a.jpg", "c.jpg"])
    fixture.photos.remove("sub/.nomedia")
    fixture.photos.remove("marked/.nomedia")
    try await followed.wait(for: ["a.jpg", "c.jpg", "sub/b.jpg", "marked/v.jpg"])
  }

  @Test func `links to files and folders come too`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let outside = try TemporaryFolder()
    try outside.write("photo bob", to: "b.jpg")
    let followed = try await Followed(fixture)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.photos.file("l.jpg").string, withDestinationPath: outside.file("b.jpg").string)
    try FileManager.default.linkItem(
      atPath: fixture.photos.file("a.jpg").string, toPath: fixture.photos.file("h.jpg").string)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.photos.file("dir").string, withDestinationPath: outside.path.string)
    try await followed.wait(for: ["a.jpg", "l.jpg", "h.jpg", "dir/b.jpg"])
    try outside.write("photo cat", to: "c.jpg")
    try await followed.wait(for: ["a.jpg", "l.jpg", "h.jpg", "dir/b.jpg", "dir/c.jpg"])
  }

  @Test func `thousands at once, more than the system tells of`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let followed = try await Followed(fixture)
    let count = 3000
    for index in 0..<count { try fixture.photos.write("photo p\(index % 50)", to: FilePath("many/\(index).jpg")) }
    try await followed.wait("all") { followed.library.summary.count(.indexed) == count + 1 }
    try FileManager.default.removeItem(atPath: fixture.photos.file("many").string)
    try await followed.wait(for: ["a.jpg"])
  }

  @Test func `the newest state of a photo that changes all the time is the one that stays`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    fixture.log.onAnalysis { text in if text.hasSuffix("slow") { Thread.sleep(forTimeInterval: 0.6) } }
    let followed = try await Followed(fixture)
    try fixture.photos.write("photo bob slow", to: "a.jpg")
    try await Task.sleep(for: .milliseconds(400))
    try fixture.photos.write("photo eve", to: "a.jpg")
    try await followed.wait("the newest") {
      let library = followed.library
      return library.firstFace("a.jpg").flatMap { library.embedding(of: $0) } == FakeAnalyser.embedding(of: "eve")
    }
    try await Task.sleep(for: .seconds(1))
    #expect(followed.library.photo(at: "a.jpg")?.faces.count == 1)
  }

  // MARK: Gaps

  @Test func `folders beyond what the system watches are told of, and listed again after a while`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann", "b/b.jpg": "photo bob", "c/c.jpg": "photo cat"])
    let watch = FolderWatch(LibraryRoots(fixture.photos.path), mostFolders: 1)
    let followed = try await Followed(fixture, seconds: 1, watch: watch)
    #expect(followed.gap?.unwatchedFolders == 2)
    #expect(followed.gap?.sentence == "2 folders are not watched (fs.inotify.max_user_watches)")
    try fixture.photos.write("photo dan", to: "b/d.jpg")
    try await followed.wait(for: ["a.jpg", "b/b.jpg", "c/c.jpg", "b/d.jpg"])
  }

  @Test func `a file system that does not tell is named`() async throws {
    let fixture = try Fixture(["a.jpg": "photo ann"])
    let followed = try await Followed(
      fixture, watch: FolderWatch(LibraryRoots(fixture.photos.path), isSilent: { _ in true }))
    let sentence = try #require(followed.gap?.sentence)
    #expect(sentence.hasPrefix("changes on ") && sentence.hasSuffix(" are not told"), "\(sentence)")
    #expect(MountTable.isSilent("nfs4") && MountTable.isSilent("fuse.sshfs") && MountTable.isSilent("cifs"))
    #expect(!MountTable.isSilent("ext4") && !MountTable.isSilent("fuseblk") && !MountTable.isSilent("btrfs"))
  }

  @Test func `the table of mounts is read as the kernel writes it`() {
    let text = """
      36 35 98:0 / /mnt1\\040two rw,noatime master:1 - ext3 /dev/root rw,errors=continue
      37 35 0:300 /x /mnt/nas rw - nfs4 server:/x rw
      broken
      """
    let table = MountTable(Array(text.utf8))
    #expect(table.mounts.map(\.point) == ["/mnt1 two", "/mnt/nas"] && table.mounts.map(\.kind) == ["ext3", "nfs4"])
    #expect(table.around("/mnt/nas/scans").map(\.kind) == ["nfs4"] && table.around("/mnt").map(\.kind) == ["nfs4"])
    var status = stat()
    stat("/proc", &status)
    #expect(MountTable.current.kind(of: UInt64(status.st_dev)) == "proc")
  }

  @Test func `lost notices make all of the folder count as changed`() throws {
    let folder = try TemporaryFolder()
    let watch = FolderWatch(LibraryRoots(folder.path))
    var scanner = FolderScanner(root: folder.path)
    scanner.willList = { watch.watch($0, descriptor: $1, device: $2) }
    _ = try scanner.scan()
    // The system keeps 16,384 at most by default.
    let most = (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))
      .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    guard let most, most <= 20_000 else { return }
    for index in 0...most / 2 {
      let file = folder.file(FilePath("\(index % 2)"))
      try FileDescriptor.open(file, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite).close()
      unlink(file.string)
    }
    #expect(watch.next(pause: 0)?.isWhole == true)
    watch.close()
    #expect(watch.next() == nil)
  }
}
