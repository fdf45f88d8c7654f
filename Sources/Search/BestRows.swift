/// The best rows of those inserted, at most `limit`: a heap with the worst of them on top.
struct BestRows {
  let limit: Int
  private var heap: [RankKey] = []

  /// - Parameter limit: at least 1
  init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(limit)
  }

  /// The worst score kept; a row that comes after all others gets in only with a better one.
  var threshold: Float { heap.count < limit ? -.infinity : heap[0].score }

  mutating func insert(_ row: Int, _ score: Float) { insert(RankKey(score: score, row: row)) }

  mutating func insert(contentsOf other: BestRows) {
    for key in other.heap { insert(key) }
  }

  /// Best first; rows of equal score in ascending order.
  var sorted: [RankedRow] { heap.sorted(by: >).map { RankedRow(row: $0.row, score: $0.score) } }

  private mutating func insert(_ key: RankKey) {
    if heap.count < limit {
      heap.append(key)
      rise(from: heap.count - 1)
    } else if heap[0] < key {
      replaceWorst(with: key)
    }
  }

  private mutating func rise(from start: Int) {
    var child = start
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Moves better keys up until the new one has its place.
  private mutating func replaceWorst(with key: RankKey) {
    heap.withUnsafeMutableBufferPointer { heap in
      var parent = 0
      while 2 * parent + 1 < heap.count {
        var child = 2 * parent + 1
        if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
        guard heap[child] < key else { break }
        heap[parent] = heap[child]
        parent = child
      }
      heap[parent] = key
    }
  }
}
