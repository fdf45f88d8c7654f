/// One embedding per row, all in one buffer. A row is padded with zeros to whole vectors of 16.
struct EmbeddingMatrix: Sendable {
  /// Length of an embedding; 0 while there is none.
  private(set) var dimensions = 0
  private(set) var count = 0
  private var values: [Float] = []

  init() {}

  /// - Parameter rows: embeddings of equal length, one after the other.
  init(rows: [Float], dimensions: Int) {
    guard dimensions > 0 else { return }
    self.dimensions = dimensions
    count = rows.count / dimensions
    if stride == dimensions {
      values = rows
    } else {
      values.reserveCapacity(count * stride)
      for row in 0..<count { values += padded(rows[row * dimensions..<(row + 1) * dimensions]) }
    }
  }

  /// - Returns: false where the embedding's length differs from that of the others.
  mutating func append(_ embedding: [Float]) -> Bool {
    if count == 0 { dimensions = embedding.count }
    guard !embedding.isEmpty, embedding.count == dimensions else { return false }
    values += padded(embedding[...])
    count += 1
    return true
  }

  subscript(row: Int) -> [Float] { Array(values[row * stride..<row * stride + dimensions]) }

  /// The dot product of each row with the query, between -1 and 1; where one is not a number, -1.
  func scores(_ query: [Float]) -> [Float] {
    guard query.count == dimensions else { return [] }
    let query = padded(query[...])
    let (bytes, other, size) = (values.span.bytes, query.span.bytes, stride * MemoryLayout<Float>.stride)
    return (0..<count).map { row in
      var sum = SIMD16<Float>.zero
      for offset in Swift.stride(from: 0, to: size, by: MemoryLayout<SIMD16<Float>>.stride) {
        let a = bytes.unsafeLoadUnaligned(fromByteOffset: row * size + offset, as: SIMD16<Float>.self)
        sum += a * other.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
      }
      let score = sum.sum()
      return score.isNaN ? -1 : min(max(score, -1), 1)
    }
  }

  private var stride: Int { (dimensions + 15) / 16 * 16 }

  private func padded(_ embedding: ArraySlice<Float>) -> [Float] {
    Array(embedding) + Array(repeating: 0, count: stride - embedding.count)
  }
}
