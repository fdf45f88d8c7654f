/// A square matrix that embeddings are multiplied by and brought back to length 1.
public struct Projection: Sendable, Equatable {
  public let dimensions: Int
  /// Row by row; finite.
  public let values: [Float]

  /// - Returns: nil where there are not dimensions² finite numbers.
  public init?(dimensions: Int, values: [Float]) {
    guard (1...16_384).contains(dimensions), values.count == dimensions * dimensions, values.allSatisfy(\.isFinite)
    else { return nil }
    self.dimensions = dimensions
    self.values = values
  }

  init(identityPlus difference: [Float], dimensions: Int) {
    self.dimensions = dimensions
    var values = difference
    for i in 0..<dimensions { values[i * dimensions + i] += 1 }
    self.values = values
  }

  /// - Parameter embeddings: of `dimensions` numbers each, one after the other.
  /// - Returns: as many of length 1; those given where they are not of that length.
  public func apply(_ embeddings: [Float], threads: Int = 2) -> [Float] {
    guard embeddings.count % dimensions == 0, !embeddings.isEmpty else { return embeddings }
    var rows = Products(threads: threads).rows(embeddings, byRows: values, depth: dimensions)
    normalise(&rows, columns: dimensions)
    return rows
  }

  /// The identity and this part of what differs from it.
  func weakened(_ part: Float) -> Projection {
    var difference = values.map { part * $0 }
    for i in 0..<dimensions { difference[i * dimensions + i] -= part }
    return Projection(identityPlus: difference, dimensions: dimensions)
  }

  /// How far the matrix is from the identity: the root of the sum of squared differences.
  public var distanceFromIdentity: Float {
    var sum: Float = 0
    for (index, value) in values.enumerated() {
      let difference = value - (index % (dimensions + 1) == 0 ? 1 : 0)
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
