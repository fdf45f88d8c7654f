/// Memory that a network may take for one purpose: what it asks for is counted before it is allocated.
struct ByteBudget: Sendable {
  /// What is counted, in the plural, for the error.
  let purpose: String
  /// Of all that is ever asked for, as that takes time too.
  let limit: Int
  /// Of what is there at one time.
  let mostHeld: Int
  private(set) var spent = 0
  /// Bytes that are there, as far as is known: what is set free in between may still count.
  private(set) var held = 0

  /// The weights of the bundled networks take 11 MiB, those of an IResNet100 250 MiB.
  static let base = 128 << 20
  /// Twice the largest file.
  static let mostConstants = 640 << 20
  /// An IResNet100 takes 730 MiB.
  static let mostPacked = 768 << 20
  /// Of all that a loaded network and its session hold; the program and a photo need the rest of 1 GiB.
  static let session = 880 << 20

  init(_ purpose: String, limit: Int = ByteBudget.base, mostHeld: Int = ByteBudget.mostConstants) {
    self.purpose = purpose
    self.limit = limit
    self.mostHeld = mostHeld
  }

  /// - Parameters:
  ///   - count: elements, at least 0.
  ///   - size: bytes of one.
  mutating func spend(_ count: Int, of size: Int = MemoryLayout<Float>.stride) throws(GraphError) {
    let bytes = try read(count, of: size)
    let (sum, tooMuch) = held.addingReportingOverflow(bytes)
    guard !tooMuch, sum <= mostHeld else {
      throw .invalid("its \(purpose) need more than \(mostHeld >> 20) MiB, so that with all else it would exceed 1 GiB")
    }
    held = sum
  }

  /// Counts elements that are only read, for their time.
  /// - Returns: their bytes.
  @discardableResult
  mutating func read(_ count: Int, of size: Int = MemoryLayout<Float>.stride) throws(GraphError) -> Int {
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: size)
    let (sum, tooMuch) = spent.addingReportingOverflow(bytes)
    guard !tooMany, !tooMuch, sum <= limit else {
      throw .invalid("its \(purpose) need more than \(limit >> 20) MiB, the most that the size of the file allows")
    }
    spent = sum
    return bytes
  }

  /// Corrects what is there.
  mutating func hold(_ bytes: Int) { held = bytes }

  mutating func release(_ bytes: Int) { held = max(0, held - bytes) }
}
