/// Best first; rows of equal score stay in their order.
///
/// A radix sort of (score, place) in three passes of 11 bits.
func sortedByScore(_ rows: [RankedRow]) -> [RankedRow] {
  var keys = rows.indices.map { UInt64(~RankKey.ordered(rows[$0].score)) << 32 | UInt64($0) }
  var other = keys
  for shift in [32, 43, 54] {
    distribute(keys, into: &other, shift: shift)
    swap(&keys, &other)
  }
  return keys.map { rows[Int($0 & 0xffff_ffff)] }
}

/// Orders by 11 bits, keeping the order of equal ones.
private func distribute(_ keys: [UInt64], into other: inout [UInt64], shift: Int) {
  let digits = 1 << 11
  var next = [Int](repeating: 0, count: digits)
  for key in keys { next[Int(key >> shift) & (digits - 1)] += 1 }
  var total = 0
  for digit in 0..<digits {
    total += next[digit]
    next[digit] = total - next[digit]
  }
  for key in keys {
    let digit = Int(key >> shift) & (digits - 1)
    other[next[digit]] = key
    next[digit] += 1
  }
}
