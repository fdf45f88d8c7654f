/// The sum of some embeddings: all their scores with those of another are summed in one product.
struct EmbeddingSum: Sendable {
  private(set) var count: Int
  private var values: [SIMD16<Float>]

  /// - Parameter embedding: empty for the sum of none.
  init(_ embedding: [Float]) {
    count = embedding.isEmpty ? 0 : 1
    values = stride(from: 0, to: embedding.count, by: 16).map { start in
      var part = SIMD16<Float>.zero
      for lane in 0..<min(16, embedding.count - start) { part[lane] = embedding[start + lane] }
      return part
    }
  }

  static func + (a: EmbeddingSum, b: EmbeddingSum) -> EmbeddingSum {
    if a.count == 0 || b.count == 0 { return a.count == 0 ? b : a }
    var sum = a
    sum.count += b.count
    for i in sum.values.indices { sum.values[i] += b.values[i] }
    return sum
  }

  /// The mean score of each with each; -1 where one is the sum of none, or a score is no number.
  func mean(with other: EmbeddingSum) -> Float {
    guard count > 0, other.count > 0 else { return -1 }
    var products = SIMD16<Float>.zero
    for i in values.indices { products += values[i] * other.values[i] }
    let mean = products.sum() / (Float(count) * Float(other.count))
    return mean >= -1 ? mean : -1
  }

  /// The mean of the embeddings.
  var centre: [Float] { values.flatMap { part in (0..<16).map { part[$0] / Float(max(1, count)) } } }
}
