/// A part of the file's bytes; reading outside of it is an error, never a crash.
struct Bytes {
  private let storage: [UInt8]
  /// Positions in the file.
  let range: Range<Int>

  init(_ bytes: [UInt8]) {
    storage = bytes
    range = bytes.indices
  }

  private init(_ storage: [UInt8], range: Range<Int>) {
    self.storage = storage
    self.range = range
  }

  var count: Int { range.count }

  /// - Parameter start: from the beginning of this part.
  func part(from start: Int, count: Int) throws(CheckpointProblem) -> Bytes {
    guard start >= 0, count >= 0, start <= self.count, count <= self.count - start else { throw .cutOff }
    let first = range.lowerBound + start
    return Bytes(storage, range: first..<first + count)
  }

  func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && storage[range.prefix(prefix.count)].elementsEqual(prefix)
  }

  /// A little-endian number.
  func integer<T: FixedWidthInteger>(at start: Int, as type: T.Type = T.self) throws(CheckpointProblem) -> T {
    let part = try part(from: start, count: MemoryLayout<T>.size)
    return T(littleEndian: part.withUnsafeBytes { $0.loadUnaligned(as: T.self) })
  }

  func text() throws(CheckpointProblem) -> String {
    guard let text = String(validating: storage[range], as: UTF8.self) else {
      throw .invalid("a name in it is not UTF-8")
    }
    return text
  }

  func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}

/// Reads a part of the file from front to back.
struct ByteReader {
  private let bytes: Bytes
  private(set) var position = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  mutating func take(_ count: Int) throws(CheckpointProblem) -> Bytes {
    let part = try bytes.part(from: position, count: count)
    position += count
    return part
  }

  mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws(CheckpointProblem) -> T {
    let value = try bytes.integer(at: position, as: type)
    position += MemoryLayout<T>.size
    return value
  }

  /// Up to a line feed, which is skipped.
  mutating func line(limit: Int) throws(CheckpointProblem) -> String {
    var count = 0
    while try bytes.integer(at: position + count, as: UInt8.self) != 0x0A {
      count += 1
      guard count <= limit else { throw .invalid("a name in it is too long") }
    }
    let text = try take(count).text()
    _ = try take(1)
    return text
  }
}
