import Foundation

/// Memory for activations, which sessions borrow while they run: those that share it use the same memory one after the
/// other, and where all of them together would take more than a limit, they wait for each other.
public final class Scratch: @unchecked Sendable {
  private let most: Int
  /// Guards all that follows.
  private let changed = NSCondition()
  private var lent = 0
  private var free: [AlignedBuffer] = []

  /// - Parameter mostBytes: what is borrowed at any time; a session that needs more than that runs alone.
  public init(mostBytes: Int = .max) { most = mostBytes / MemoryLayout<Float>.stride }

  /// - Parameter count: floats that the buffer holds at least; their values are left to chance.
  func borrow<Result, Failure: Error>(
    _ count: Int, _ body: (AlignedBuffer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = take(count)
    defer { giveBack(buffer) }
    return try body(buffer)
  }

  private func take(_ count: Int) -> AlignedBuffer {
    changed.lock()
    defer { changed.unlock() }
    while lent > 0, count > most - lent { changed.wait() }
    let buffer = kept(count) ?? AlignedBuffer(count: count, zeroed: false)
    lent += buffer.count
    return buffer
  }

  /// The smallest free buffer that is large enough, but not so large that others would miss it.
  private func kept(_ count: Int) -> AlignedBuffer? {
    let fitting = free.indices.filter { free[$0].count >= count && free[$0].count <= most - lent }
    let best = fitting.min { free[$0].count < free[$1].count }
    if let best, free[best].count / 4 <= count { return free.remove(at: best) }
    // A smaller one gives way to its successor, as do others where the limit is reached.
    if let smaller = free.indices.filter({ free[$0].count < count }).max(by: { free[$0].count < free[$1].count }) {
      free.remove(at: smaller)
    }
    let room = max(0, most - lent - count)
    while free.reduce(0, { $0 + $1.count }) > room { free.removeFirst() }
    return nil
  }

  private func giveBack(_ buffer: AlignedBuffer) {
    changed.lock()
    defer { changed.unlock() }
    lent -= buffer.count
    free.append(buffer)
    changed.broadcast()
  }
}
