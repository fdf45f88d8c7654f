import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Library

@Suite struct `Leaving while a folder is indexed` {
  /// On a thread of its own, so that one that hangs is a failure and not the end of all tests.
  @Test func `is possible at any moment`() async throws {
    let files = (0..<30).map { (FilePath("\($0 % 5)/\($0).jpg"), $0 % 3 == 0 ? "" : "photo p\($0)") }
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: files))
    let library = try fixture.open()
    let left = Counter()
    let analysed = Counter()
    fixture.log.onAnalysis { _ in analysed.increase() }
    Thread.detachNewThread {
      while left.value < 500 {
        let task = Task { for await _ in library.index(workers: 3, scope: IndexScope(isForced: true)) {} }
        // Most of them amid the work, some while the folder is listed.
        let enough = analysed.value + .random(in: 0..<4)
        while analysed.value < enough { usleep(1) }
        for _ in 0..<Int.random(in: 0..<5000) { _ = left.value }
        library.prioritise(["1/1.jpg"])
        task.cancel()
        left.increase()
      }
    }
    var (seen, rests) = (0, 0)
    while seen < 500, rests < 300 {
      try await Task.sleep(for: .milliseconds(100))
      rests = left.value == seen ? rests + 1 : 0
      seen = left.value
    }
    #expect(seen == 500)
    for await _ in library.index() {}
    #expect(library.summary.count(.indexed) + library.summary.count(.noFace) == 20)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .acquiring) }

    func increase() { count.add(1, ordering: .acquiringAndReleasing) }
  }
}
