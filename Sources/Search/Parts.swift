import Dispatch
import Foundation
import Synchronization

/// Calls `body` with neighbouring parts of `0..<units` on so many threads and returns the results in that order.
func inParts<Result: Sendable>(
  _ units: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let parts = max(1, min(threads, units))
  if parts == 1 { return [body(0..<units)] }
  let results = Mutex([Result?](repeating: nil, count: parts))
  DispatchQueue.concurrentPerform(iterations: parts) { part in
    let result = body(units * part / parts..<units * (part + 1) / parts)
    results.withLock { $0[part] = result }
  }
  return results.withLock { $0.compactMap { $0 } }
}

/// Calls `body` on so many threads of their own, which run at a low priority so that the terminal stays quick, and waits.
func onBackgroundThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  let group = DispatchGroup()
  for _ in 0..<count {
    group.enter()
    Thread.detachNewThread {
      // Of the calling thread: Linux takes 0 as that, not as the whole process.
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
      body()
      group.leave()
    }
  }
  group.wait()
}
