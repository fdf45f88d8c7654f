import Dispatch
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
