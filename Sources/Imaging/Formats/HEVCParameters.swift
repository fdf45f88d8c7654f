/// The size at which HEVC codes a picture.
enum HEVCParameters {
  /// - Parameter configuration: the content of `hvcC` (ISO/IEC 14496-15, section 8.3.3.1).
  /// - Returns: the largest of its sequence parameter sets, nil where there is none.
  static func pictureSize(configuration: ArraySlice<UInt8>) -> HEIFItems.Size? {
    var reader = ByteReader(Array(configuration), position: 22)
    guard let arrays = reader.bigEndian(1) else { return nil }
    var largest: HEIFItems.Size?
    for _ in 0..<arrays {
      guard let kind = reader.bigEndian(1), let count = reader.bigEndian(2) else { break }
      for _ in 0..<count {
        guard let unit = reader.bigEndian(2).flatMap({ reader.take($0) }) else { return largest }
        guard kind & 0x3F == 33, let size = pictureSize(unit: unit) else { continue }
        if size.pixels > largest?.pixels ?? 0 { largest = size }
      }
    }
    return largest
  }

  /// Of a sequence parameter set (ITU-T H.265, sections 7.3.2.2 and 7.3.3).
  private static func pictureSize(unit: ArraySlice<UInt8>) -> HEIFItems.Size? {
    var bits = Bits(unit: unit.dropFirst(2))
    guard bits.take(4) != nil, let layers = bits.take(3), bits.skip(1 + 96) else { return nil }
    if layers > 0 {
      let flags = (0..<layers).map { _ in (profile: bits.take(1), level: bits.take(1)) }
      guard bits.skip(2 * (8 - layers)) else { return nil }
      for flag in flags {
        guard bits.skip((flag.profile == 1 ? 88 : 0) + (flag.level == 1 ? 8 : 0)) else { return nil }
      }
    }
    guard bits.takeCounted() != nil, let chroma = bits.takeCounted(), chroma != 3 || bits.skip(1),
      let width = bits.takeCounted(), let height = bits.takeCounted(), width < 1 << 24, height < 1 << 24
    else { return nil }
    return HEIFItems.Size(width: width, height: height)
  }
}

/// The bits of a NAL unit, highest first.
private struct Bits {
  private let bytes: [UInt8]
  private var position = 0

  /// A 3 between two zeros and a small number only keeps these apart (section 7.3.1.1).
  init(unit: ArraySlice<UInt8>) {
    var bytes: [UInt8] = []
    var zeros = 0
    for byte in unit {
      if zeros >= 2, byte == 3 {
        zeros = 0
        continue
      }
      zeros = byte == 0 ? zeros + 1 : 0
      bytes.append(byte)
    }
    self.bytes = bytes
  }

  /// - Parameter count: at most 32.
  mutating func take(_ count: Int) -> Int? {
    guard position + count <= bytes.count * 8 else { return nil }
    defer { position += count }
    return (position..<position + count).reduce(0) { $0 << 1 | Int(bytes[$1 / 8] >> (7 - UInt8($1 % 8)) & 1) }
  }

  mutating func skip(_ count: Int) -> Bool {
    position += count
    return position <= bytes.count * 8
  }

  /// An Exp-Golomb code (section 9.2).
  mutating func takeCounted() -> Int? {
    var zeros = 0
    while let bit = take(1), bit == 0 { zeros += 1 }
    guard zeros <= 32, let rest = take(zeros) else { return nil }
    return (1 << zeros) - 1 + rest
  }
}
