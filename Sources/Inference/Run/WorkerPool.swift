import Dispatch
import Foundation
import Synchronization

/// Threads that share the loops of one session with the thread that calls it.
///
/// One caller at a time. A worker spins briefly for its next job before it sleeps, because the steps of a network
/// follow each other within microseconds.
final class WorkerPool {
  let threads: Int
  private let workers: [Worker]

  init(threads: Int) {
    self.threads = max(1, threads)
    workers = (1..<max(1, threads)).map { _ in Worker() }
  }

  deinit {
    for worker in workers { worker.stop() }
  }

  /// Calls `body` with parts of `0..<units` on all threads and returns when all are done.
  ///
  /// - Parameter work: floating-point operations in all; small jobs stay on the calling thread.
  func run(units: Int, work: Int, _ body: @escaping (Range<Int>) -> Void) {
    let parts = work < 100_000 ? 1 : min(threads, units)
    guard parts > 1 else { return body(0..<units) }
    func part(_ index: Int) -> Range<Int> { units * index / parts..<units * (index + 1) / parts }
    for index in 1..<parts {
      let range = part(index)
      workers[index - 1].start { body(range) }
    }
    body(part(0))
    for index in 1..<parts { workers[index - 1].finish() }
  }
}

/// One thread and the job it has at the moment.
private final class Worker: @unchecked Sendable {
  private static let idle = 0
  private static let sleeping = 1
  private static let working = 2
  /// Some tens of microseconds, about the time a sleeping thread takes to wake.
  private static let spins = 20_000

  private let state = Atomic<Int>(Worker.idle)
  private let wake = DispatchSemaphore(value: 0)
  /// Handed over through `state`: written while the worker is not working. Nil ends the thread.
  private var job: (() -> Void)?

  init() {
    let thread = Thread { [self] in loop() }
    thread.stackSize = 1 << 20
    thread.start()
  }

  func start(_ job: @escaping () -> Void) {
    self.job = job
    hand()
  }

  func finish() {
    var count = 0
    while state.load(ordering: .acquiring) == Self.working {
      count += 1
      if count > Self.spins { sched_yield() }
    }
  }

  func stop() {
    job = nil
    hand()
  }

  private func hand() {
    if state.exchange(Self.working, ordering: .acquiringAndReleasing) == Self.sleeping { wake.signal() }
  }

  private func loop() {
    while true {
      waitForWork()
      guard let job else { return }
      job()
      self.job = nil
      state.store(Self.idle, ordering: .releasing)
    }
  }

  private func waitForWork() {
    var count = 0
    while state.load(ordering: .acquiring) != Self.working {
      count += 1
      guard count > Self.spins else { continue }
      if state.compareExchange(expected: Self.idle, desired: Self.sleeping, ordering: .acquiringAndReleasing).exchanged
      {
        wake.wait()
      }
    }
  }
}
