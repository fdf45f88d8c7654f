/// Memory that a network may take for one purpose: what it asks for is counted before it is allocated.
struct ByteBudget: Sendable {
  /// What is counted, in the plural, for the error.
  let purpose: String
  let limit: Int
  private(set) var spent = 0

  /// The weights of the bundled networks take 11 MiB, those of an IResNet100 250 MiB.
  static let base = 128 << 20

  init(_ purpose: String, limit: Int = ByteBudget.base) {
    self.purpose = purpose
    self.limit = limit
  }

  /// - Parameters:
  ///   - count: elements, at least 0.
  ///   - size: bytes of one.
  mutating func spend(_ count: Int, of size: Int = MemoryLayout<Float>.stride) throws(GraphError) {
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: size)
    let (sum, tooMuch) = spent.addingReportingOverflow(bytes)
    guard !tooMany, !tooMuch, sum <= limit else {
      throw .invalid("its \(purpose) need more than \(limit >> 20) MiB, the most that the size of the file allows")
    }
    spent = sum
  }
}
