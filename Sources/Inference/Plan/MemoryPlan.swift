/// A buffer and the steps during which it holds something.
struct BufferLifetime: Equatable {
  var count: Int
  var first: Int
  var last: Int
}

/// Places buffers in one arena so that two share floats only when their lifetimes do not meet.
enum MemoryPlan {
  struct Layout: Equatable {
    var offsets: [Int]
    var count: Int
  }

  /// Floats in 64 bytes.
  static let alignment = AlignedBuffer.alignment / MemoryLayout<Float>.stride

  /// Largest first, each at the lowest place that is free for its whole life.
  static func layout(_ buffers: [BufferLifetime]) -> Layout {
    var result = Layout(offsets: [Int](repeating: 0, count: buffers.count), count: 0)
    // By offset.
    var placed: [Int] = []
    for index in buffers.indices.sorted(by: { (buffers[$0].count, $1) > (buffers[$1].count, $0) }) {
      let size = aligned(buffers[index].count)
      var offset = 0
      for other in placed
      where buffers[other].first <= buffers[index].last && buffers[index].first <= buffers[other].last {
        if offset + size <= result.offsets[other] { break }
        offset = max(offset, result.offsets[other] + aligned(buffers[other].count))
      }
      result.offsets[index] = offset
      result.count = max(result.count, offset + size)
      placed.insert(index, at: placed.firstIndex { result.offsets[$0] > offset } ?? placed.endIndex)
    }
    return result
  }

  private static func aligned(_ count: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }
}
