import Foundation
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import Storage

@Suite struct `The file of thumbnails` {
  private let folder = try? TemporaryFolder()

  private func file() throws -> FilePath { try #require(folder).file("thumbnails.sqlite") }

  private func content(_ number: UInt8) throws -> ContentID {
    try #require(ContentID(hash: [number] + [UInt8](repeating: 7, count: 31)))
  }

  private let whole = StoredPicture.Part(x: 0, y: 0, side: 0, turn: 0)

  private func picture(_ byte: UInt8, count: Int = 100, x: Int = 0, side: Int = 0) -> StoredPicture {
    StoredPicture(
      part: StoredPicture.Part(x: x, y: 0, side: side, turn: 0), jpeg: [UInt8](repeating: byte, count: count))
  }

  private func mode(_ file: FilePath) -> mode_t? { stat(link: file).map { $0.st_mode & 0o7777 } }

  @Test func `an identity is the beginning of a hash`() throws {
    let hash = [UInt8](0..<32)
    #expect(ContentID(hash: hash)?.bytes == Array(hash.prefix(16)))
    #expect(ContentID(hash: hash.prefix(15)) == nil)
    #expect(ContentID(hash: hash) != ContentID(hash: hash.reversed()))
  }

  @Test func `what was written is there for others, and private`() throws {
    let store = ThumbnailStore(file: try file())
    #expect(try !store.isReady && FileID(file()) == nil, "nothing is opened before it is needed")
    #expect(store.jpeg(of: try content(1), whole) == nil)
    store.replace(try content(1), with: [picture(1), picture(2, x: 5, side: 9)])
    #expect(store.jpeg(of: try content(1), whole) == picture(1).jpeg)
    let other = ThumbnailStore(file: try file())
    #expect(other.jpeg(of: try content(1), picture(2, x: 5, side: 9).part) == picture(2).jpeg)
    #expect(other.jpeg(of: try content(2), whole) == nil)
    #expect(other.isReady)
    store.replace(try content(1), with: [picture(3)])
    #expect(other.jpeg(of: try content(1), whole) == picture(3).jpeg)
    #expect(other.jpeg(of: try content(1), picture(2, x: 5, side: 9).part) == nil, "all are replaced")
    for suffix in ["", "-wal", "-shm", ".lock"] { #expect(mode(FilePath(try file().string + suffix)) == 0o600) }
  }

  @Test func `a photo has no more than its share`() throws {
    let store = ThumbnailStore(file: try file())
    store.add(picture(1, count: 15_000), of: try content(1))
    store.add(picture(2, count: 6_000, x: 1, side: 5), of: try content(1))
    store.add(picture(3, count: 4_000, x: 2, side: 5), of: try content(1))
    #expect(store.jpeg(of: try content(1), picture(2, x: 1, side: 5).part) == nil)
    #expect(store.jpeg(of: try content(1), picture(3, x: 2, side: 5).part)?.count == 4_000)
  }

  @Test func `pictures of photos that are gone are removed`() throws {
    let store = ThumbnailStore(file: try file())
    let kept = try content(1)
    store.replace(kept, with: [picture(1)])
    store.replace(try content(2), with: [picture(2)])
    store.tidy { nil }
    #expect(store.jpeg(of: try content(2), whole) != nil, "where nothing is known of the photos all stay")
    store.tidy { [kept] }
    #expect(store.jpeg(of: kept, whole) == picture(1).jpeg)
    #expect(store.jpeg(of: try content(2), whole) == nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file().string)).range(of: Data(picture(2).jpeg)) == nil)
    #expect(stat(link: FilePath(try file().string + "-wal"))?.st_size == 0)
  }

  @Test func `the oldest pictures go when the file is too large`() throws {
    let store = ThumbnailStore(file: try file())
    for number in 0..<200 as Range<UInt8> { store.replace(try content(number), with: [picture(number, count: 7_000)]) }
    let database = try DatabaseQueue(path: file().string)
    try database.write { try ThumbnailStore.shrink($0, to: 700_000) }
    #expect(store.jpeg(of: try content(0), whole) == nil)
    #expect(store.jpeg(of: try content(199), whole) != nil)
    let (rows, pages) = try database.read { db in
      (try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM picture"), try Int.fetchOne(db, sql: "PRAGMA page_count"))
    }
    #expect((60...100).contains(try #require(rows)))
    #expect(try #require(pages) * 16384 <= 760_000, "the file shrinks")
  }

  // MARK: - Damage

  @Test func `a file that is no database is set aside, one of ours that is damaged is built anew`() throws {
    let path = try file()
    try Data(repeating: 65, count: 500).write(to: URL(fileURLWithPath: path.string))
    let store = ThumbnailStore(file: path)
    store.add(picture(1), of: try content(1))
    #expect(store.jpeg(of: try content(1), whole) != nil)
    #expect(mode(FilePath(path.string + ".damaged-1")) != nil)
    let kept = try content(1)
    store.tidy { [kept] }
    try DatabaseQueue(path: path.string).write { try $0.execute(sql: "DROP TABLE picture") }
    let next = ThumbnailStore(file: path)
    #expect(next.jpeg(of: try content(1), whole) == nil)
    next.add(picture(2), of: try content(1))
    #expect(next.jpeg(of: try content(1), whole) == picture(2).jpeg)
    #expect(mode(FilePath(path.string + ".damaged-2")) == nil)
  }

  @Test func `damage while it is in use costs the pictures only`() throws {
    let path = try file()
    let store = ThumbnailStore(file: path)
    store.add(picture(1), of: try content(1))
    try DatabaseQueue(path: path.string).write { try $0.execute(sql: "DROP TABLE picture") }
    #expect(store.jpeg(of: try content(1), whole) == nil)
    store.add(picture(2), of: try content(1))
    #expect(store.jpeg(of: try content(1), whole) == picture(2).jpeg)
  }

  @Test func `a link, a folder and another program's database are left alone`() throws {
    let path = try file()
    let target = try #require(folder).file("target")
    try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target.string)
    func use() throws {
      let store = ThumbnailStore(file: path)
      store.replace(try content(1), with: [picture(1)])
      store.tidy { [] }
      #expect(try store.jpeg(of: content(1), whole) == nil && store.isReady)
    }
    try use()
    #expect(mode(target) == nil)
    try FileManager.default.removeItem(atPath: path.string)
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    try use()
    try FileManager.default.removeItem(atPath: path.string)
    try DatabaseQueue(path: path.string).write { try $0.execute(sql: "CREATE TABLE theirs (a)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path.string))
    try use()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path.string)) == before)
  }

  @Test func `a file that is removed while it is in use is begun anew`() throws {
    let path = try file()
    let store = ThumbnailStore(file: path)
    store.add(picture(1), of: try content(1))
    for suffix in ["", "-wal", "-shm"] { _ = unlink(path.string + suffix) }
    store.add(picture(2), of: try content(2))
    let other = ThumbnailStore(file: path)
    #expect(try other.jpeg(of: content(2), whole) != nil && other.jpeg(of: content(1), whole) == nil)
  }

  @Test func `several programs may write at once`() throws {
    let path = try file()
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      let store = ThumbnailStore(file: path)
      for number in 0..<25 {
        guard let content = try? content(UInt8(writer * 25 + number)) else { continue }
        store.replace(content, with: [picture(UInt8(number))])
        _ = store.jpeg(of: content, whole)
      }
    }
    let store = ThumbnailStore(file: path)
    for number in 0..<100 as Range<UInt8> { #expect(store.jpeg(of: try content(number), whole) != nil, "\(number)") }
  }
}
