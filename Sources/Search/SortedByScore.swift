/// The places of the scores, best first; those of equal score stay in their order.
///
/// A radix sort of (score, place) in three passes of 11 bits: comparing took four times as long on 100,000 rows.
func sortedByScore(_ scores: [Float]) -> [Int32] {
  withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * scores.count) { memory in
    var keys = UnsafeMutableBufferPointer(rebasing: memory[..<scores.count])
    var other = UnsafeMutableBufferPointer(rebasing: memory[scores.count...])
    for (place, score) in scores.enumerated() {
      keys.initializeElement(
        at: place, to: UInt64(~RankKey.ordered(score)) << 32 | UInt64(truncatingIfNeeded: place))
    }
    for shift: UInt64 in [32, 43, 54] {
      distribute(keys, into: other, shift: shift)
      swap(&keys, &other)
    }
    return keys.map { Int32(truncatingIfNeeded: $0) }
  }
}

/// Orders by 11 bits, keeping the order of equal ones.
private func distribute(
  _ keys: UnsafeMutableBufferPointer<UInt64>, into other: UnsafeMutableBufferPointer<UInt64>, shift: UInt64
) {
  let digits = 1 << 11
  withUnsafeTemporaryAllocation(of: Int.self, capacity: digits) { next in
    next.initialize(repeating: 0)
    for key in keys { next[Int(truncatingIfNeeded: key >> shift) & (digits - 1)] += 1 }
    var total = 0
    for digit in 0..<digits {
      total += next[digit]
      next[digit] = total - next[digit]
    }
    for key in keys {
      let digit = Int(truncatingIfNeeded: key >> shift) & (digits - 1)
      other.initializeElement(at: next[digit], to: key)
      next[digit] += 1
    }
  }
}
