/// The first 16 bytes of the SHA-256 of a file's bytes: equal for equal contents, wherever they lie.
public struct ContentID: Hashable, Sendable {
  public let high, low: UInt64

  /// - Parameter hash: at least 16 bytes, else there is none.
  public init?(hash: some Collection<UInt8>) {
    guard hash.count >= 16 else { return nil }
    high = hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = hash.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bytes: [UInt8] {
    [high, low].flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
}
