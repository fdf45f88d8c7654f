import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Library

@Suite struct `Leaving while a folder is indexed` {
  /// On a thread of its own, so that one that hangs is a failure and not the end of all tests.
  @Test func `is possible at any moment`() async throws {
    let files = (0..<100).map { (FilePath("\($0 % 5)/\($0).jpg"), $0 % 3 == 0 ? "" : "photo p\($0)") }
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: files))
    let library = try fixture.open()
    let left = Counter()
    Thread.detachNewThread {
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<500 {
        let task = Task {
          for await event in library.index(workers: 3, scope: IndexScope(isForced: true)) {
            if case .updated = event { continue }
          }
        }
        usleep(.random(in: 0..<3000, using: &generator))
        library.prioritise([FilePath("1/1.jpg")])
        task.cancel()
        left.increase()
      }
    }
    for _ in 0..<600 where left.value < 500 { try await Task.sleep(for: .milliseconds(100)) }
    #expect(left.value == 500)
    for await _ in library.index() {}
    #expect(library.summary.count(.indexed) + library.summary.count(.noFace) == 66)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .acquiring) }

    func increase() { count.add(1, ordering: .acquiringAndReleasing) }
  }
}
