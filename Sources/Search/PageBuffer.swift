import Inference

/// Zeroed memory for numbers that are read in long passes.
///
/// Written by its one owner, constant while it is shared (`EmbeddingMatrix` copies on write).
final class PageBuffer<Value: ExpressibleByIntegerLiteral & Sendable>: @unchecked Sendable {
  let capacity: Int
  let pointer: UnsafeMutablePointer<Value>

  init(capacity: Int) {
    let bytes = max(1, capacity) * MemoryLayout<Value>.stride
    // Large pages: a pass over a matrix beyond the caches takes up to a third less time.
    let raw = allocateAligned(byteCount: bytes)
    pointer = raw.bindMemory(to: Value.self, capacity: max(1, capacity))
    pointer.initialize(repeating: 0, count: max(1, capacity))
    self.capacity = capacity
  }

  /// - Parameter count: values taken over from `other`; the rest are zero.
  convenience init(capacity: Int, copying count: Int, of other: PageBuffer) {
    self.init(capacity: capacity)
    pointer.update(from: other.pointer, count: count)
  }

  deinit { pointer.deallocate() }
}
