/// One query against rows of whole numbers: row r stands for `scales[r]` · its codes.
public struct QuantisedOperands {
  /// `dimensions` numbers, so small that no sum of products leaves 32 bits.
  public var query: UnsafePointer<Int16>
  /// Row after row, -127 to 127.
  public var codes: UnsafePointer<Int8>
  /// A multiple of 16; codes and query end in zeros.
  public var dimensions: Int
  /// One per row; `errors` are for a query of length 1.
  public var scales, errors: UnsafePointer<Float>
  public var queryScale, queryNorm: Float

  public init(
    query: UnsafePointer<Int16>, codes: UnsafePointer<Int8>, dimensions: Int, scales: UnsafePointer<Float>,
    errors: UnsafePointer<Float>, queryScale: Float, queryNorm: Float
  ) {
    self.query = query
    self.codes = codes
    self.dimensions = dimensions
    self.scales = scales
    self.errors = errors
    self.queryScale = queryScale
    self.queryNorm = queryNorm
  }
}
