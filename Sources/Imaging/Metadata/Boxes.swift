/// The boxes of an ISO base media file or of what lies in one of them (ISO/IEC 14496-12, section 4.2), as far as they
/// are whole.
struct Boxes: Sequence, IteratorProtocol {
  struct Box {
    var type: String
    /// Where its content lies in the file.
    var content: Range<Int>
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func next() -> Box? {
    guard bytes.endIndex - position >= 8 else { return nil }
    let start = position
    let type = String(decoding: bytes[start + 4..<start + 8], as: UTF8.self)
    guard let (header, size) = extent(at: start), size >= header, size <= bytes.endIndex - start else { return nil }
    position = start + size
    return Box(type: type, content: start + header..<position)
  }

  /// The length of the header, and that of the box: 1 stands for a length of eight bytes, 0 for all that follows.
  private func extent(at start: Int) -> (header: Int, size: Int)? {
    let size = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    switch size {
    case 0: return (8, bytes.endIndex - start)
    case 1:
      guard bytes.endIndex - start >= 16, bytes[start + 8] < 0x80 else { return nil }
      return (16, bytes[start + 8..<start + 16].reduce(0) { $0 << 8 | Int($1) })
    default: return (8, size)
    }
  }
}
