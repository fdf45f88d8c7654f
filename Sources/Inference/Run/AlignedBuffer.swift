/// Float32 storage on a 64-byte boundary.
///
/// Written by whoever makes it, before anyone else sees it; constant from then on, or the one arena of one session.
final class AlignedBuffer: @unchecked Sendable {
  static let alignment = 64
  /// A multiple of every kernel set's `panelWidth`.
  static let vectorPadding = 64

  let count: Int
  let pointer: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - padding: the count is rounded up to a multiple of it.
  ///   - zeroed: false leaves the contents to chance, for an arena that is written before it is read.
  init(count: Int, padding: Int = 16, zeroed: Bool = true) {
    let rounded = max(1, (count + padding - 1) / padding) * padding
    pointer = allocateAligned(byteCount: rounded * MemoryLayout<Float>.stride).bindMemory(
      to: Float.self, capacity: rounded)
    if zeroed { pointer.initialize(repeating: 0, count: rounded) }
    self.count = count
  }

  convenience init(_ values: [Float], padding: Int = 16) {
    self.init(count: values.count, padding: padding)
    pointer.update(from: values, count: values.count)
  }

  deinit {
    pointer.deallocate()
  }
}
