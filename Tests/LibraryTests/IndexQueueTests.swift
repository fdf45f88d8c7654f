import Synchronization
import SystemPackage
import Testing

@testable import Library

@Suite struct `The order of indexing` {
  private static let day: Int64 = 86_400_000_000_000

  private func photo(_ path: FilePath, day: Int64 = 0) -> Photo { Photo(path: path, size: 1, modified: day * Self.day) }

  private func taken(_ queue: IndexQueue, _ count: Int = .max) -> [FilePath] {
    var paths: [FilePath] = []
    while paths.count < count, let photo = queue.take() { paths.append(photo.path) }
    return paths
  }

  @Test func `one photo of each folder and day comes before the rest`() {
    let queue = IndexQueue()
    queue.fill([
      photo("a/1"), photo("a/2"), photo("a/3", day: 1), photo("a/4", day: 1), photo("b/1"), photo("b/2"), photo("c"),
    ])
    #expect(taken(queue) == ["a/1", "a/3", "b/1", "c", "a/2", "a/4", "b/2"])
    #expect(queue.take() == nil)
  }

  @Test func `what is wished for is next, and the last wish counts`() {
    let queue = IndexQueue()
    queue.fill((0..<8).map { photo(FilePath("\($0)")) })
    #expect(taken(queue, 1) == ["0"])
    queue.prioritise(["5", "none", "0", "3"])
    #expect(taken(queue, 3) == ["5", "3", "1"])
    queue.prioritise(["6", "7", "6"])
    #expect(taken(queue, 1) == ["6"])
    queue.prioritise(["4"])
    #expect(taken(queue) == ["4", "2", "7"])
  }

  @Test func `wishes wait for the listing, and a stopped queue is empty`() {
    let queue = IndexQueue(wishes: ["2", "1"])
    #expect(queue.take() == nil)
    queue.fill((0..<4).map { photo(FilePath("\($0)")) })
    #expect(taken(queue, 3) == ["2", "1", "0"])
    queue.stop()
    #expect(queue.take() == nil)
  }

  @Test func `a path that is there twice is taken a second time once it is finished`() throws {
    let queue = IndexQueue(wishes: ["a", "a"])
    queue.fill([photo("a"), photo("a")])
    let first = try #require(queue.take())
    #expect(queue.take() == nil && !queue.isFilled)
    queue.finish(first)
    #expect(queue.isFilled && taken(queue) == ["a"])
  }

  @Test func `what comes later waits behind the others, and once for each path`() {
    let queue = IndexQueue()
    queue.fill([photo("a"), photo("b")])
    #expect(queue.add([photo("b", day: 1), photo("c")]) == 1)
    var days: [FilePath: Int64] = [:]
    while let photo = queue.take() { days[photo.path] = photo.modified / Self.day }
    #expect(days == ["a": 0, "b": 1, "c": 0])
  }

  @Test func `many threads take each photo once`() async {
    let queue = IndexQueue()
    queue.fill((0..<2000).map { photo(FilePath("\($0)")) })
    let all = await withTaskGroup(of: [FilePath].self) { group in
      for worker in 0..<8 {
        group.addTask {
          var paths: [FilePath] = []
          while let photo = queue.take() {
            paths.append(photo.path)
            queue.prioritise([FilePath("\((paths.count * 37 + worker) % 2000)")])
          }
          return paths
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(all.count == 2000 && Set(all).count == 2000)
  }

  @Test func `an opened photo is looked at next`() async throws {
    let names = (10..<30).map { "\($0).jpg" }
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: names.map { (FilePath($0), "photo \($0)") }))
    let library = try fixture.open()
    let order = Mutex<[String]>([])
    fixture.log.onAnalysis { text in
      order.withLock { $0.append(text) }
      if text == "photo 12.jpg" { library.prioritise(["27.jpg", "25.jpg"]) }
    }
    for await _ in library.index(workers: 1) {}
    #expect(
      order.withLock { $0.prefix(6) } == [
        "photo 10.jpg", "photo 11.jpg", "photo 12.jpg", "photo 27.jpg", "photo 25.jpg", "photo 13.jpg",
      ])
    #expect(library.summary.count(.indexed) == 20)
    // The wish outlives the run: the next one begins with it.
    for name in names { try fixture.photos.write("photo new \(name)", to: FilePath(name)) }
    order.withLock { $0 = [] }
    for await _ in library.index(workers: 1) {}
    #expect(order.withLock { $0.first } == "photo new 27.jpg")
  }
}
