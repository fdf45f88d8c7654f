/// By how much a projection changes the scores of faces that nobody has confirmed.
struct StrangerShift {
  private let rows: [Float]
  private let scores: [Float]
  private let dimensions: Int
  private let products: Products

  /// Their pairs are enough for a percentile.
  private static let most = 200

  /// - Parameter strangers: one after the other.
  init(_ strangers: [Float], _ products: Products, dimensions: Int) {
    let count = strangers.count / dimensions
    let step = max(1, count / Self.most)
    rows = stride(from: 0, to: count, by: step).flatMap { strangers[$0 * dimensions..<($0 + 1) * dimensions] }
    scores = products.rows(rows, byRows: rows, depth: dimensions)
    self.dimensions = dimensions
    self.products = products
  }

  /// - Returns: what 99 of 100 pairs do not exceed; nil where there is no pair.
  func of(_ projection: Projection) -> Float? {
    let count = rows.count / dimensions
    guard count > 1 else { return nil }
    let corrected = projection.apply(rows, threads: products.threads)
    let new = products.rows(corrected, byRows: corrected, depth: dimensions)
    var changes: [Float] = []
    for i in 0..<count { for j in 0..<i { changes.append(abs(new[i * count + j] - scores[i * count + j])) } }
    changes.sort()
    return changes[changes.count * 99 / 100]
  }

  /// The projection, or as much of it as keeps the shift within a limit.
  func limited(_ projection: Projection, to limit: Float) -> Projection {
    guard let shift = of(projection), shift > limit else { return projection }
    var (low, high): (Float, Float) = (0, 1)
    for _ in 0..<6 {
      let middle = (low + high) / 2
      if of(projection.weakened(middle)) ?? 0 <= limit { low = middle } else { high = middle }
    }
    return projection.weakened(low)
  }
}
